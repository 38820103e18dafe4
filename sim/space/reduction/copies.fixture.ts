/** Small random systems with two or three copies of one random machine and a hub. */
import fc from 'fast-check'
import { assign, enqueueActions, createMachine } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import { claim, toy } from '../../model/toys.fixture.ts'
import type { System } from '../../scenario/system.ts'

const types = ['E0', 'E1'] as const
const states = ['s0', 's1'] as const

const sending = fc.record({
  /** `back`: to whom the event came from; `peers`: to every copy but itself. */
  to: fc.constantFrom('hub', 'hub', 'self', 'back', 'peers'),
  type: fc.constantFrom(...types),
  delay: fc.constantFrom(undefined, undefined, 10, 20),
  offers: fc.boolean(),
})

const reaction = fc.record({
  target: fc.constantFrom(undefined, ...states),
  adds: fc.nat(1),
  remembers: fc.boolean(),
  below: fc.integer({ min: 1, max: 3 }),
  sends: fc.array(sending, { maxLength: 1 }),
})

const machine = fc.record({
  starts: fc.array(sending, { minLength: 1, maxLength: 1 }),
  reactions: fc.array(fc.array(reaction, { minLength: 2, maxLength: 2 }), {
    minLength: 2,
    maxLength: 2,
  }),
})

type Sending = typeof sending extends fc.Arbitrary<infer T> ? T : never
type Reaction = typeof reaction extends fc.Arbitrary<infer T> ? T : never
type Spec = typeof machine extends fc.Arbitrary<infer T> ? T : never

interface Context {
  readonly n: number
  readonly last: string
  readonly by: Readonly<Record<string, number>>
}

interface Scope {
  readonly context: Context
  readonly event: { readonly type: string; readonly by?: string }
}

/** The copies are declared interchangeable; a claim on their sum may be violated. */
export const copies: fc.Arbitrary<System> = fc
  .record({
    copy: machine,
    hub: machine,
    n: fc.integer({ min: 2, max: 3 }),
    sum: fc.nat(4),
    kind: fc.constantFrom('always' as const, 'at-rest' as const),
  })
  .map(({ copy, hub, n, sum, kind }) => {
    const ids = Array.from({ length: n }, (_, i) => `c${i + 1}`)
    const one = build(copy, ids)
    const machines = {
      hub: build({ ...hub, starts: [] }, ids),
      ...Object.fromEntries(ids.map((id) => [id, one])),
    }
    const property = claim(
      kind,
      'sum',
      ids,
      (all) => all.reduce((s, a) => s + Number(a.context.n), 0) !== sum,
    )
    return { ...toy(machines, [property], { steps: 400, faults: 1 }), symmetry: [ids] }
  })

function build({ starts, reactions }: Spec, ids: readonly string[]): AnyStateMachine {
  const config = reactions.map((list, i) => {
    const on = Object.fromEntries(list.map((r, e) => [types[e % types.length], react(r, ids)]))
    return [`s${i}`, { tags: i === 1 ? [] : 'idle', on }] as const
  })
  return createMachine({
    id: 'copy',
    context: { n: 0, last: '', by: {} },
    initial: 's0',
    entry: starts.map((s) => post(s, ids)),
    states: Object.fromEntries(config),
  })
}

function react({ target, adds, remembers, below, sends }: Reaction, ids: readonly string[]) {
  return {
    ...(target !== undefined && { target }),
    guard: ({ context }: Scope) => context.n < below,
    actions: [
      assign({
        n: ({ context }: Scope) => (context.n + adds) % 3,
        last: ({ context, event }: Scope) => (remembers ? (event.by ?? '') : context.last),
        by: ({ context, event }: Scope) =>
          remembers && event.by !== undefined ? { ...context.by, [event.by]: adds } : context.by,
      }),
      ...sends.map((s) => post(s, ids)),
    ],
  }
}

function post({ to, type, delay, offers }: Sending, ids: readonly string[]) {
  return enqueueActions(({ enqueue, self, system, event }) => {
    const by: unknown = Reflect.get(event, 'by')
    const back = typeof by === 'string' ? [by] : []
    const peers = ids.filter((id) => id !== self.id)
    const receivers = { hub: ['hub'], self: [self.id], back, peers }[to]
    const other = { type: 'E1', by: self.id }
    const options = offers ? { alternatives: [other], faults: [{ type: 'E0', by: self.id }] } : {}
    for (const id of receivers) {
      const message = { type, by: self.id, ...options }
      // Timers of one delay fire in the order of setting, which would tell peers apart.
      const later = delay === undefined || to === 'peers' ? {} : { delay }
      enqueue.sendTo(system.get(id), message, later)
    }
  })
}
