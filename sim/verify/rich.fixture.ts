/** A toy that has some of everything: offers, faults, timers, a monitor, a stop, every kind of claim. */
import { assign, cancel, createMachine, sendTo } from 'xstate'
import { claim, script, send, toy } from '../model/toys.fixture.ts'
import type { Property, System } from '../scenario/system.ts'

const answer = {
  type: 'OK',
  alternatives: [{ type: 'SHORT' }],
  faults: [{ type: 'EIO' }],
}

/** Open, so that actions that know no context fit. */
type Counts = Record<string, number>
const none: Counts = { notes: 0, tries: 0 }

const device = createMachine({
  context: none,
  tags: 'idle',
  on: {
    GO: { actions: send('task', answer) },
    NOTE: { actions: assign({ notes: ({ context }) => Number(context['notes']) + 1 }) },
  },
})

const again = sendTo(
  ({ system }) => system.get('task'),
  { type: 'LATE' },
  { delay: 20, id: 'late' },
)
const soon = sendTo(({ system }) => system.get('device'), { type: 'NOTE' }, { delay: 10 })

/** Asks again after a short answer, once, and gives up on an error. */
const task = createMachine({
  context: none,
  initial: 'asking',
  states: {
    asking: {
      entry: [
        send('device', 'GO'),
        again,
        soon,
        assign({ tries: ({ context }) => Number(context['tries']) + 1 }),
      ],
      on: {
        SHORT: [
          { guard: ({ context }) => Number(context['tries']) < 2, target: 'asking', reenter: true },
          { target: 'resting' },
        ],
        OK: { target: 'resting', actions: cancel('late') },
        EIO: 'failed',
        LATE: {},
      },
    },
    resting: { tags: 'idle', on: { LATE: 'failed' } },
    failed: { type: 'final' },
  },
})

const watcher = createMachine({
  initial: 'quiet',
  states: {
    quiet: { on: { EIO: 'struck' } },
    struck: { on: { EIO: 'twice' } },
    twice: { tags: 'violation' },
  },
})

const properties: readonly Property[] = [
  claim('always', 'two-tries', ['task'], ([t]) => Number(t?.context.tries) <= 2),
  claim('at-rest', 'noted-unless-stopped', ['device', 'task'], ([d, t]) => {
    return Number(d?.context.notes) > 0 || t?.status === 'done'
  }),
  claim('sometimes', 'retried', ['task'], ([t]) => t?.context.tries === 2),
  claim('eventually', 'answered', ['task'], ([t]) => t?.value !== 'asking'),
  { kind: 'monitor', name: 'one-error', machine: watcher, input: {}, observes: ['task'] },
]

export const rich: System = toy({ device, task }, properties, { faults: 1, steps: 60 })

/** A clock that never stops, beside an actor that a message makes happy. */
export function ticking(wanted: 'a' | 'b'): System {
  const clock = createMachine({
    tags: 'idle',
    entry: send('clock', 'TICK'),
    on: { TICK: { actions: send('clock', 'TICK') } },
  })
  const flip = createMachine({
    tags: 'idle',
    initial: 'a',
    states: { a: { on: { FLIP: 'b' } }, b: { on: {} } },
  })
  const goal = claim('eventually', 'happy', ['flip'], ([f]) => f?.value === wanted)
  return toy({ clock, flip, script: script('flip', 'FLIP') }, [goal])
}
