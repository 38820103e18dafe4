/**
 * wronglock_3: one task expects its increment to be the only one while it holds `right`; three
 * others increment under `wrong`. In the repair all hold the same lock.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { check, get, increase, lock, put, unlock } from '../task.ts'

const system = (name: string, other: string): System => {
  const code = [lock(other), ...increase('data', 1), unlock(other)]
  return concurrent(
    name,
    { right: mutex(), wrong: mutex(), data: variable() },
    {
      owner: [
        lock('right'),
        get('data'),
        put('before', ({ data = 0 }) => data),
        ...increase('data', 1),
        get('data'),
        check(({ data = 0, before = 0 }) => data === before + 1),
        unlock('right'),
      ],
      t1: code,
      t2: code,
      t3: code,
    },
  )
}

export const wronglock3: Program = {
  name: 'wronglock_3',
  published: { threads: 5, steps: 25 },
  depth: 2,
  failure: assertion,
  bad: system('wronglock_3_bad', 'wrong'),
  ok: system('wronglock_3_ok', 'right'),
}
