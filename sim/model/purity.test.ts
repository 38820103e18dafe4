/** A machine that is no pure function of plain data is refused, with machine, state and event. */
import { assign, setup } from 'xstate'
import type { AnyActorRef, AnyStateMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { sink, toy } from './toys.fixture.ts'
import { createModel, StartError } from './model.ts'
import { guarded } from './purity.ts'
import { ImpureMachineError } from './xstate.ts'

interface Context {
  n: number
  list: number[]
  odd?: unknown
}

interface Go {
  type: 'GO'
  data: number[]
}

type Change = (context: Context, event: Go, other: AnyActorRef) => Partial<Context>

const base = setup({ types: {} as { context: Context; events: Go } })
const context = { n: 0, list: [0] }
const go: Go = { type: 'GO', data: [1] }
const where = 'actor subject (machine m) in state ready on event GO'

/** A machine whose only transition assigns what `change` returns. */
function assigning(change: Change): AnyStateMachine {
  const action = base.assign(({ context: c, event, system }) =>
    change(c, event, system.get('other')),
  )
  const ready = { on: { GO: { actions: action } } }
  return base.createMachine({ id: 'm', context, initial: 'ready', states: { ready } })
}

/** A machine whose only transition is guarded by `test`, and whose context knows the machine. */
function guardedBy(test: (context: Context, self: AnyActorRef) => boolean): AnyStateMachine {
  const guard = ({ context: c }: { context: Context }) => test(c, c.odd as AnyActorRef)
  return base.createMachine({
    id: 'm',
    context: ({ self }) => ({ ...context, odd: self }),
    initial: 'ready',
    states: { ready: { on: { GO: { guard } } } },
  })
}

/** Asks the tables what `subject` does on GO in its first state. */
function ask(subject: AnyStateMachine): string {
  const { tables, initial } = createModel(toy({ subject, other: sink }))
  const t = tables.transition(initial[0] ?? 0, tables.event(0, go))
  return tables.errorOf(t) ?? 'fine'
}

/** Module state: what a purity check can only see by asking twice. */
let counter = 0

const impure: readonly (readonly [what: string, machine: AnyStateMachine, says: RegExp])[] = [
  ['Math.random', assigning(() => ({ n: Math.random() })), /uses Math\.random\(\)/],
  ['Date.now', assigning(() => ({ n: Date.now() })), /uses the clock \(Date\.now\)/],
  ['new Date', assigning(() => ({ n: new Date().getTime() })), /uses the clock \(Date\)/],
  ['Date()', assigning(() => ({ odd: Date() })), /uses the clock \(Date\)/],
  ['performance.now', assigning(() => ({ n: performance.now() })), /performance\.now/],
  ['hrtime.bigint', assigning(() => ({ odd: process.hrtime.bigint() })), /process\.hrtime/],
  ['setTimeout', assigning((c) => (setTimeout(() => c, 0), {})), /uses a timer/],
  ['randomness in a guard', guardedBy(() => Math.random() < 2), /uses Math\.random\(\)/],
  [
    'randomness whose trap the machine catches',
    assigning(() => {
      try {
        return { n: Math.random() }
      } catch {
        return { n: 4 }
      }
    }),
    /uses Math\.random\(\)/,
  ],
  ['a write to the context', assigning((c) => ({ n: c.n++ })), /mutates its context or its event/],
  ['a push to the context', assigning((c) => ({ n: c.list.push(1) })), /mutates/],
  [
    'a delete from the context',
    assigning((c) => (delete c.odd, { n: c.list.pop() ?? 0 })),
    /mutates/,
  ],
  ['a write to the event', assigning((_, e) => ({ list: (e.data = []) })), /mutates/],
  ['a push to the event', assigning((_, e) => ({ n: e.data.push(1) })), /mutates/],
  ['a push in a guard', guardedBy((c) => c.list.push(1) > 0), /mutates/],
  ['a counter of the module', assigning(() => ({ n: counter++ })), /two calls .* differ/],
  [
    "another actor's snapshot",
    assigning((_, __, other) => ({ odd: other.getSnapshot() })),
    /calls getSnapshot\(\) of actor 'other'/,
  ],
  [
    "an actor's snapshot in a guard",
    guardedBy((_, self) => self.getSnapshot() !== undefined),
    /calls getSnapshot\(\) of actor 'subject'/,
  ],
  [
    'send() in an assign',
    assigning((_, __, other) => (other.send({ type: 'X' }), {})),
    /calls send\(\) of actor 'other'/,
  ],
  [
    'a Map in the context',
    assigning(() => ({ odd: new Map() })),
    /snapshot\.context\.odd holds a Map/,
  ],
  ['a function in the context', assigning(() => ({ odd: () => 1 })), /odd holds a function/],
  [
    'a cycle in the context',
    assigning(() => {
      const odd: unknown[] = []
      odd.push(odd)
      return { odd }
    }),
    /is cyclic or too deep/,
  ],
]

describe('an impure machine', () => {
  it.each(impure)('%s', (_, machine, says) => {
    expect(() => ask(machine)).toThrow(ImpureMachineError)
    expect(() => ask(machine)).toThrow(says)
    expect(() => ask(machine)).toThrow(where)
  })

  it('is found through an object that its author froze by half', () => {
    const half = Object.freeze({ list: [0] })
    const machine = assigning((c) => ({ odd: half, n: c.list.length }))
    expect(ask(machine)).toBe('fine')
    expect(() => half.list.push(1)).toThrow(TypeError)
  })

  it('is found in its initial state', () => {
    const machine = base.createMachine({ id: 'm', context: () => ({ n: Math.random(), list: [] }) })
    expect(() => ask(machine)).toThrow(/machine m\) in its initial state uses Math\.random/)
  })
})

describe('a machine that fails', () => {
  it.each([
    [
      'guard',
      guardedBy(() => {
        throw new Error('oops')
      }),
    ],
    [
      'assign',
      assigning(() => {
        throw new Error('oops')
      }),
    ],
  ])('in a %s is an error of its step', (_, machine) => {
    expect(ask(machine)).toContain(`${where}: `)
    expect(ask(machine)).toContain('oops')
  })

  it('in its initial state stops the start', () => {
    const machine = base.createMachine({
      id: 'm',
      context,
      entry: assign(() => {
        throw new Error('oops')
      }),
    })
    expect(() => ask(machine)).toThrow(StartError)
    expect(() => ask(machine)).toThrow('actor subject (machine m) in its initial state: oops')
  })
})

describe('guarded', () => {
  it('puts everything back, also after an error', () => {
    const { now } = Date
    expect(guarded(() => 7)).toEqual({ kind: 'pure', value: 7 })
    expect(() =>
      guarded(() => {
        throw new Error('mine')
      }),
    ).toThrow('mine')
    expect(Date.now).toBe(now)
    expect(new Date(0).getTime()).toBe(0)
    expect(typeof performance.now()).toBe('number')
    expect(typeof Math.random()).toBe('number')
  })
})
