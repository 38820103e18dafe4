/** deadlock01: two mutexes taken in opposite orders; in the repair, in one order. */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { increase, lock, unlock } from '../task.ts'
import type { Statement } from '../task.ts'

const nested = (outer: string, inner: string): readonly Statement[] => [
  lock(outer),
  lock(inner),
  ...increase('count', 1),
  unlock(inner),
  unlock(outer),
]

const system = (name: string, [outer, inner]: readonly [string, string]): System =>
  concurrent(
    name,
    { a: mutex(), b: mutex(), count: variable() },
    { t1: nested('a', 'b'), t2: nested(outer, inner) },
  )

export const deadlock01: Program = {
  name: 'deadlock01',
  published: { threads: 3, steps: 11 },
  depth: 2,
  failure: 'deadlock t1,t2',
  bad: system('deadlock01_bad', ['b', 'a']),
  ok: system('deadlock01_ok', ['a', 'b']),
}
