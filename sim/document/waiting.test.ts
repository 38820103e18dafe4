import { expect, it } from 'vitest'
import { check, study, traceOfFailure } from '../api.ts'
import { loadScenario } from '../scenario/load.ts'
import { waitingWords } from './waiting.ts'

it('says who waits for what, and who holds it', async () => {
  const path = 'scenarios/completion/h4-endio-takes-inode-lock'
  const subject = study(await loadScenario(path))
  const failure = check(subject).failures.find((f) => f.violation.kind === 'deadlock')
  if (failure?.violation.kind !== 'deadlock') throw new Error('h4 deadlocks')
  expect(waitingWords(failure.violation.stuck, traceOfFailure(subject, failure))).toBe(
    'kworker waits for down_write(i_rwsem), which drain holds; drain waits for inode_dio_wait(inode); writer waits in io_getevents',
  )
})
