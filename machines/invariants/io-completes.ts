/** L4. Every I/O that was submitted completes, with or without error, and its program is told. */
import { finishes } from './finishes.ts'

export const ioCompletes = finishes({
  law: 'every submitted I/O comes to its event',
  source: 'iomap_dio_complete() and aio_complete() of Linux 6.12; the error break of RFC v2 2/5',
  roles: { writers: 'tasks that submit, and return when they have the event' },
})
