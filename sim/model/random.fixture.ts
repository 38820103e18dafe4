/** Small random systems: flat machines with counters, sends, delays, offers and guards. */
import fc from 'fast-check'
import { assign, createMachine, sendTo } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import type { System } from '../scenario/system.ts'
import { toy } from './toys.fixture.ts'

const names = ['a', 'b', 'c'] as const
const states = ['s0', 's1', 's2'] as const
/** The delay of an event type is fixed: deliveries are named by type, so types must tell. */
const delays: Readonly<Record<string, number>> = { T0: 10, T1: 20 }
const types = ['E0', 'E1', 'T0', 'T1'] as const

const sending = fc.record({
  to: fc.constantFrom(...names),
  type: fc.constantFrom(...types),
  alternatives: fc.array(fc.constantFrom(...types), { maxLength: 1 }),
  faults: fc.array(fc.constantFrom(...types), { maxLength: 1 }),
})

const reaction = fc.record({
  target: fc.constantFrom(undefined, ...states),
  adds: fc.nat(2),
  below: fc.integer({ min: 1, max: 3 }),
  sends: fc.array(sending, { maxLength: 2 }),
})

const machine = fc.record({
  starts: fc.array(sending, { maxLength: 2 }),
  reactions: fc.array(fc.array(reaction, { minLength: 4, maxLength: 4 }), {
    minLength: 3,
    maxLength: 3,
  }),
  final: fc.boolean(),
})

type Sending = typeof sending extends fc.Arbitrary<infer T> ? T : never
type Reaction = typeof reaction extends fc.Arbitrary<infer T> ? T : never
type Spec = typeof machine extends fc.Arbitrary<infer T> ? T : never

/** A system of three actors that may pass, deadlock, overrun or meet an unhandled event. */
export const systems: fc.Arbitrary<System> = generated([])

/** The same, but that an actor which would be stuck has stopped the world. */
export const haltingSystems: fc.Arbitrary<System> = generated(['halt'])

function generated(stuck: readonly string[]): fc.Arbitrary<System> {
  return fc
    .record({ a: machine, b: machine, c: machine, faults: fc.nat(2) })
    .map(({ faults, ...specs }) => {
      const machines = Object.entries(specs).map(([id, spec]) => [id, build(spec, stuck)] as const)
      return toy(Object.fromEntries(machines), [], { steps: 40, faults })
    })
}

function build({ starts, reactions, final }: Spec, stuck: readonly string[]): AnyStateMachine {
  const config = reactions.map((list, i) => {
    const on = Object.fromEntries(list.map((r, e) => [types[e % types.length], react(r)]))
    return [
      `s${i}`,
      i === 2 && final ? { type: 'final' as const } : { tags: i === 1 ? stuck : 'idle', on },
    ] as const
  })
  return createMachine({
    context: { n: 0 },
    initial: 's0',
    entry: starts.map(post),
    states: Object.fromEntries(config),
  })
}

function post({ to, type, alternatives, faults }: Sending) {
  const delay = delays[type]
  const event = {
    type,
    alternatives: alternatives.map((t) => ({ type: t })),
    faults: faults.map((t) => ({ type: t })),
  }
  return sendTo(({ system }) => system.get(to), event, delay === undefined ? {} : { delay })
}

function react({ target, adds, below, sends }: Reaction) {
  return {
    ...(target !== undefined && { target }),
    guard: ({ context }: { context: { n: number } }) => context.n < below,
    actions: [
      assign({ n: ({ context }: { context: { n: number } }) => (context.n + adds) % 3 }),
      ...sends.map(post),
    ],
  }
}
