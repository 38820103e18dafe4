/** L5. A drain of direct I/O ends when nobody may submit more: the drain itself sees to that. */
import { finishes } from './finishes.ts'

export const drainsEnd = finishes({
  law: 'a task that drains direct I/O with i_rwsem held gets through',
  source: 'inode_dio_wait() of Linux 6.12, which every caller calls with i_rwsem held',
  roles: { drains: 'tasks that may wait for i_dio_count' },
})
