/** L2. Nobody spins, requeues or retries for ever without another's progress to wait for. */
import { finishes } from './finishes.ts'

export const retriesEnd = finishes({
  law: 'a task that retries comes to an end once the others have',
  source: 'commits 7762f5a0b709 (i_size_read spins) and d58562ca6c99 (redirty storm past EOF)',
  roles: { retriers: 'tasks that may retry' },
})
