/** phase01: the second of two phases never gives its mutex back, and every run deadlocks. */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex } from '../objects.ts'
import { concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { lock, unlock } from '../task.ts'
import type { Statement } from '../task.ts'

const phase = (m: string): readonly Statement[] => [lock(m), unlock(m)]

const system = (name: string, second: readonly Statement[]): System => {
  const code = [...phase('x'), ...second, ...phase('y'), ...phase('y')]
  return concurrent(name, { x: mutex(), y: mutex() }, { t1: code, t2: code })
}

export const phase01: Program = {
  name: 'phase01',
  published: { threads: 3, steps: 11 },
  depth: 1,
  failure: 'deadlock',
  bad: system('phase01_bad', [lock('x')]),
  ok: system('phase01_ok', phase('x')),
}
