/**
 * Peterson's mutual exclusion for two processes (IPL 12(3), 1981), with the atomic steps of two
 * published models.
 *
 * `labels`: PlusCal with six labels: leave the remainder, raise the flag, give the turn, wait,
 * critical section, lower the flag (TLA+ Examples `locks_auxiliary_vars`). `spin`: Spin's own
 * example, whose process counts itself in and out of the critical section and asserts; it has a
 * first assertion, run once. Both wait in one step that reads the other's flag and the turn.
 *
 * One actor: the flags and the turn are shared memory.
 */
import { at } from '../../sim/assert.ts'
import { actionSystem } from '../action-system.ts'
import { spin, tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

interface State {
  /** What each process does next. */
  readonly pc: readonly string[]
  readonly flags: readonly boolean[]
  readonly turn: number
  /** How many are counted in the critical section; only Spin's model counts. */
  readonly inside: number
}

interface Action {
  readonly type: string
  readonly process: number
}

const labels = ['remainder', 'raise', 'turn', 'wait', 'critical', 'lower']
const spinSteps = ['assert-pid', 'raise', 'turn', 'wait', 'enter', 'assert', 'leave', 'lower']

/** `next[step]` is the step after it. */
type Program = Readonly<Record<string, string>>

function loop(steps: readonly string[], first: number): Program {
  return Object.fromEntries(steps.map((s, i) => [s, steps[i + 1] ?? at(steps, first)]))
}

/** `give`: process p sets the turn to p + give; it may pass when the turn is p + pass. */
function enabled({ pc, flags, turn }: State, pass: number): readonly Action[] {
  return pc.flatMap((type, process) => {
    const waits = type === 'wait' && at(flags, 1 - process) && turn !== (process + pass) % 2
    return waits ? [] : [{ type, process }]
  })
}

function apply(state: State, { type, process }: Action, next: Program, give: number): State {
  const moved = { ...state, pc: state.pc.with(process, next[type] ?? '') }
  switch (type) {
    case 'raise':
    case 'lower':
      return { ...moved, flags: state.flags.with(process, type === 'raise') }
    case 'turn':
      return { ...moved, turn: (process + give) % 2 }
    case 'enter':
    case 'leave':
      return { ...moved, inside: state.inside + (type === 'enter' ? 1 : -1) }
    default:
      return moved
  }
}

function peterson(name: string, program: Program, first: string, give: number) {
  return actionSystem<State, Action>({
    name,
    initial: { pc: [first, first], flags: [false, false], turn: 0, inside: 0 },
    enabled: (state) => enabled(state, 1 - give),
    apply: (state, action) => apply(state, action, program, give),
    always: {
      exclusive: ({ pc, inside }) => {
        return inside < 2 && !pc.every((s) => s === 'critical')
      },
    },
  })
}

export const oracles: readonly Oracle[] = [
  {
    system: peterson('peterson-labels', loop(labels, 0), 'remainder', 1),
    source: 'TLA+ Examples locks_auxiliary_vars/Peterson',
    ...tlc({ distinct: 42, generated: 77, depth: 11 }),
  },
  {
    system: peterson('peterson-spin', loop(spinSteps, 1), 'assert-pid', 0),
    source: 'Spin 6.5.2 peterson.pml without reduction',
    ...spin({ stored: 55, transitions: 99 }),
  },
]
