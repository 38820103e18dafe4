/** lazy01: two tasks add 1 and 2 under a lock; the third takes their sum for impossible. */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { check, get, increase, lock, unlock } from '../task.ts'
import type { Statement } from '../task.ts'

const locked = (...body: readonly Statement[]): readonly Statement[] => [
  lock('m'),
  ...body,
  unlock('m'),
]

const system = (name: string, limit: number): System =>
  concurrent(
    name,
    { m: mutex(), data: variable() },
    {
      one: locked(...increase('data', 1)),
      two: locked(...increase('data', 2)),
      checker: locked(
        get('data'),
        check(({ data = 0 }) => data < limit),
      ),
    },
  )

export const lazy01: Program = {
  name: 'lazy01',
  published: { threads: 4, steps: 11 },
  depth: 2,
  failure: assertion,
  bad: system('lazy01_bad', 3),
  ok: system('lazy01_ok', 4),
}
