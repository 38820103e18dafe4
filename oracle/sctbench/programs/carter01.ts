/**
 * carter01: two classes of tasks exclude each other; the first of a class to enter takes `l`, the
 * last to leave gives it back. Both classes count under one mutex, and the other class waits for `l`
 * while it holds that. In the repair each class counts under a mutex of its own. The two tasks of
 * the original that do nothing are left out.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { get, lock, set, unlock, when } from '../task.ts'
import type { Statement } from '../task.ts'

const enterAndLeave = (m: string, count: string): readonly Statement[] => [
  lock(m),
  get(count),
  set(count, (r) => (r[count] ?? 0) + 1),
  when((r) => r[count] === 0, [lock('l')]),
  unlock(m),
  lock(m),
  get(count),
  set(count, (r) => (r[count] ?? 0) - 1),
  when((r) => r[count] === 1, [unlock('l')]),
  unlock(m),
]

const system = (name: string, m: string): System =>
  concurrent(
    name,
    { m: mutex(), m2: mutex(), l: mutex(), a: variable(), b: variable() },
    { a1: enterAndLeave('m', 'a'), b1: enterAndLeave(m, 'b') },
  )

export const carter01: Program = {
  name: 'carter01',
  published: { threads: 5, steps: 19 },
  depth: 2,
  failure: 'deadlock a1,b1',
  bad: system('carter01_bad', 'm'),
  ok: system('carter01_ok', 'm2'),
}
