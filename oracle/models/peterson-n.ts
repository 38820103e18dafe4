/**
 * Peterson's mutual exclusion for N processes by levels (IPL 12(3), 1981).
 *
 * Published: BEEM `peterson.1`, three processes. Waiting on a level looks at one process at a time,
 * so that each look is a step. One actor: positions and levels are shared memory.
 */
import { at } from '../../sim/assert.ts'
import { actionSystem } from '../action-system.ts'
import type { Oracle } from '../published.ts'

interface Process {
  readonly pc: 'remainder' | 'wait' | 'level' | 'look' | 'critical'
  /** The level, and the process that is looked at. */
  readonly j: number
  readonly k: number
}

interface State {
  readonly processes: readonly Process[]
  readonly position: readonly number[]
  /** `last[level - 1]`: who came to the level last. */
  readonly last: readonly number[]
}

interface Action {
  readonly type: 'start' | 'enter' | 'climb' | 'come' | 'skip' | 'pass' | 'leave'
  readonly process: number
}

const n = 3

function enabled({ processes, position, last }: State): readonly Action[] {
  return processes.flatMap(({ pc, j, k }, process): readonly Action[] => {
    const can = (type: Action['type'], when = true): readonly Action[] =>
      when ? [{ type, process }] : []
    switch (pc) {
      case 'remainder':
        return can('start')
      case 'wait':
        return [...can('climb', j < n), ...can('enter', j === n)]
      case 'level':
        return can('come')
      case 'look':
        return [
          ...can('skip', k < n && (k === process || at(position, k) < j)),
          ...can('pass', at(last, j - 1) !== process || k === n),
        ]
      case 'critical':
        return can('leave')
    }
  })
}

function apply(state: State, { type, process }: Action): State {
  const { processes, position, last } = state
  const me = at(processes, process)
  const becomes = (change: Partial<Process>): State => ({
    ...state,
    processes: processes.with(process, { ...me, ...change }),
  })
  switch (type) {
    case 'start':
      return becomes({ pc: 'wait', j: 1 })
    case 'enter':
      return becomes({ pc: 'critical' })
    case 'climb':
      return { ...becomes({ pc: 'level' }), position: position.with(process, me.j) }
    case 'come':
      return { ...becomes({ pc: 'look', k: 0 }), last: last.with(me.j - 1, process) }
    case 'skip':
      return becomes({ k: me.k + 1 })
    case 'pass':
      return becomes({ pc: 'wait', j: me.j + 1 })
    case 'leave':
      return { ...becomes({ pc: 'remainder' }), position: position.with(process, 0) }
  }
}

/** States per level, from a second search; published are their number, 54, and their sum. */
const levels = [
  1, 3, 6, 10, 15, 21, 31, 49, 77, 114, 148, 173, 188, 201, 211, 217, 218, 222, 234, 251, 277, 317,
  366, 414, 441, 442, 414, 377, 358, 372, 412, 459, 496, 506, 484, 438, 380, 323, 267, 219, 183,
  163, 161, 175, 209, 253, 293, 301, 262, 186, 103, 43, 12, 2,
]

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'peterson-3',
      initial: {
        processes: Array.from({ length: n }, () => ({ pc: 'remainder', j: 0, k: 0 })),
        position: [0, 0, 0],
        last: [0, 0, 0],
      },
      enabled,
      apply,
      always: {
        exclusive: ({ processes }) => processes.filter((p) => p.pc === 'critical').length < 2,
      },
    }),
    source: 'BEEM peterson.1',
    states: 12_498,
    transitions: 33_369,
    depth: 53,
    levels,
  },
]
