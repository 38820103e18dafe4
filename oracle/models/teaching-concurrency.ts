/**
 * N processes in a circle: each sets its x, then copies its neighbour's x to its y; at the end some
 * y is 1 (Lamport, "Teaching Concurrency", SIGACT News 40(1), 2009).
 *
 * Published: TLA+ Examples `TeachingConcurrency/Simple`, N = 5; the end is a step to itself, as
 * PlusCal translates it. One actor: x is shared memory.
 */
import { at } from '../../sim/assert.ts'
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

interface State {
  readonly pc: readonly ('set' | 'copy' | 'done')[]
  readonly x: readonly number[]
  readonly y: readonly number[]
}

interface Action {
  readonly type: 'set' | 'copy' | 'done'
  readonly process: number
}

const n = 5
const zeros = Array.from({ length: n }, () => 0)

function enabled({ pc }: State): readonly Action[] {
  const steps = pc.flatMap((type, process) => (type === 'done' ? [] : [{ type, process }]))
  return steps.length === 0 ? [{ type: 'done', process: 0 }] : steps
}

function apply(state: State, { type, process: i }: Action): State {
  const { pc, x, y } = state
  switch (type) {
    case 'set':
      return { pc: pc.with(i, 'copy'), x: x.with(i, 1), y }
    case 'copy':
      return { pc: pc.with(i, 'done'), x, y: y.with(i, at(x, (i + n - 1) % n)) }
    case 'done':
      return state
  }
}

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'teaching-concurrency-5',
      initial: { pc: zeros.map(() => 'set'), x: zeros, y: zeros },
      enabled,
      apply,
      always: {
        'somebody saw a 1': ({ pc, y }) => pc.some((place) => place !== 'done') || y.includes(1),
      },
    }),
    source: 'TLA+ Examples TeachingConcurrency/Simple',
    ...tlc({ distinct: 723, generated: 1_842, depth: 11 }),
  },
]
