/**
 * din_phil2 to 7: philosophers who take both forks in one atomic section, here a mutex, and count
 * themselves when they have eaten. The program claims that the count never reaches their number;
 * the twin, that it does not exceed it.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { check, get, increase, lock, unlock } from '../task.ts'
import type { Statement } from '../task.ts'

const fork = (n: number): string => `fork${n}`

function system(name: string, n: number, limit: number): System {
  const eat = (left: number): readonly Statement[] => {
    const right = (left + 1) % n
    return [
      lock('atomic'),
      ...[fork(right), fork(left)].map(lock),
      ...[fork(left), fork(right)].map(unlock),
      unlock('atomic'),
      ...increase('phil', 1),
      get('phil'),
      check(({ phil = 0 }) => phil < limit),
    ]
  }
  const places = Array.from({ length: n }, (_, i) => i)
  return concurrent(
    name,
    {
      atomic: mutex(),
      phil: variable(),
      ...Object.fromEntries(places.map((i) => [fork(i), mutex()])),
    },
    Object.fromEntries(places.map((i) => [`phil${i}`, eat(i)])),
  )
}

/** Published steps, by the number of philosophers; threads are these and main. */
const steps = { 2: 21, 3: 32, 4: 43, 5: 39, 6: 49, 7: 59 } as const

export const dinPhils: readonly Program[] = Object.entries(steps).map(([key, k]) => {
  const n = Number(key)
  return {
    name: `din_phil${n}`,
    published: { threads: n + 1, steps: k },
    depth: 1,
    failure: assertion,
    bad: system(`din_phil${n}_sat`, n, n),
    ok: system(`din_phil${n}_unsat`, n, n + 1),
  }
})
