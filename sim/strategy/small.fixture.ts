/** Small models whose schedules can all be listed, and bugs of known depth. */
import { assign, createMachine, sendTo, setup } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import { claim, recorder, script, send, toy } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'

/** Each actor sends that many messages to `r` at the start: every interleaving is possible. */
export function senders(...counts: readonly number[]): Model {
  const actors = counts.map((count, i) => {
    const types = Array.from({ length: count }, (_, m) => `E${m + 1}`)
    return [`s${i + 1}`, script('r', ...types)] as const
  })
  return createModel(toy({ ...Object.fromEntries(actors), r: recorder }))
}

/**
 * One delivery to each actor, sent when `parent` gets its own; without a parent, at the start. The
 * order of deliveries is a forest.
 */
export function forest(parents: Readonly<Record<string, string | undefined>>): Model {
  const actor = (id: string): AnyStateMachine => {
    const children = Object.entries(parents).flatMap(([child, p]) => (p === id ? [child] : []))
    return createMachine({
      tags: 'idle',
      on: { GO: { actions: children.map((c) => send(c, 'GO')) } },
    })
  }
  const roots = Object.entries(parents).flatMap(([id, p]) => (p === undefined ? [id] : []))
  const starter = createMachine({ tags: 'idle', entry: roots.map((id) => send(id, 'GO')) })
  const ids = Object.keys(parents)
  return createModel(toy({ starter, ...Object.fromEntries(ids.map((id) => [id, actor(id)])) }))
}

/**
 * Tasks that each send a few messages to `log`; between two of them a task exchanges messages with
 * an object of its own, `errands` times, which nobody looks at.
 */
export function errands(
  tasks: readonly { readonly logs: number; readonly errands: number }[],
): Model {
  const actors = tasks.flatMap(({ logs, errands: between }, i) => {
    const [task, object] = [`t${i + 1}`, `o${i + 1}`]
    return [
      [task, errandTask(object, logs, between)],
      [object, createMachine({ tags: 'idle', on: { ASK: { actions: send(task, 'ANSWER') } } })],
    ] as const
  })
  const seen = claim('always', 'seen', ['log'], () => true)
  return createModel(toy({ log: recorder, ...Object.fromEntries(actors) }, [seen]))
}

function errandTask(object: string, logs: number, between: number): AnyStateMachine {
  const base = { types: {} as { context: { asked: number; logged: number } } }
  const ask = [
    send(object, 'ASK'),
    assign({ asked: ({ context }: { context: { asked: number } }) => context.asked + 1 }),
  ]
  return createMachine({
    ...base,
    tags: 'idle',
    context: { asked: 0, logged: 0 },
    entry: ask,
    on: {
      ANSWER: [
        { guard: ({ context }) => context.asked < between, actions: ask },
        {
          guard: ({ context }) => context.logged + 1 < logs,
          actions: [
            send('log', 'LOG'),
            send(object, 'ASK'),
            assign({
              asked: 1,
              logged: ({ context }: { context: { asked: number; logged: number } }) =>
                context.logged + 1,
            }),
          ],
        },
        { actions: send('log', 'LOG') },
      ],
    },
  })
}

/**
 * Senders of one message each to `log`, which fails if A arrives last (depth 1), if B and A are the
 * last two in this order (depth 2), or C, B and A the last three (depth 3).
 */
export function lastOnes(depth: 1 | 2 | 3): Model {
  const wanted = ['C', 'B', 'A'].slice(3 - depth).join(' ')
  const types = ['A', 'B', 'C', 'D']
  const actors = types.map((type) => [type.toLowerCase(), script('log', type)] as const)
  const ordered = claim('at-rest', 'ordered', ['log'], ([log]) => {
    const got: readonly string[] = log?.context.got ?? []
    return got.slice(-depth).join(' ') !== wanted
  })
  return createModel(toy({ ...Object.fromEntries(actors), log: recorder }, [ordered]))
}

/**
 * Three tasks that each ask for a lock, get it in the order of asking, and let go. That is 72
 * schedules: of the three orders of asking, 3!, each leaves the second and the third request
 * 5 + 4 + 3 pairs of places among the six grants and releases.
 */
export function locked(): Model {
  type Event = { type: 'DOWN' | 'UP'; from: string }
  const first = ({ context }: { context: { waiting: readonly string[] } }) =>
    context.waiting[0] ?? ''
  const lock = setup({
    types: {} as { context: { waiting: readonly string[] }; events: Event },
  }).createMachine({
    context: { waiting: [] },
    tags: 'idle',
    initial: 'free',
    states: {
      free: {
        on: {
          DOWN: {
            target: 'held',
            actions: sendTo(({ system, event }) => system.get(event.from), { type: 'GRANTED' }),
          },
        },
      },
      held: {
        on: {
          DOWN: {
            actions: assign({ waiting: ({ context, event }) => [...context.waiting, event.from] }),
          },
          UP: [
            {
              guard: ({ context }) => context.waiting.length > 0,
              actions: [
                sendTo(({ system, context }) => system.get(first({ context })), {
                  type: 'GRANTED',
                }),
                assign({ waiting: ({ context }) => context.waiting.slice(1) }),
              ],
            },
            { target: 'free' },
          ],
        },
      },
    },
  })
  const task = (id: string): AnyStateMachine =>
    createMachine({
      tags: 'idle',
      entry: send('lock', { type: 'DOWN', from: id } as Event),
      on: { GRANTED: { actions: send('lock', { type: 'UP', from: id } as Event) } },
    })
  return createModel(toy({ lock, t1: task('t1'), t2: task('t2'), t3: task('t3') }))
}

/**
 * Channels of three, three and four messages, all sent at the start but for the last of X, which is
 * sent when the third of Z is delivered.
 */
export function awaited(): Model {
  const x = createMachine({
    tags: 'idle',
    entry: [send('log', 'X1'), send('log', 'X2')],
    on: { Z1: {}, Z2: {}, Z3: { actions: send('log', 'X3') }, Z4: {} },
  })
  const z = script('x', 'Z1', 'Z2', 'Z3', 'Z4')
  return createModel(toy({ x, y: script('log', 'Y1', 'Y2', 'Y3'), z, log: recorder }))
}

/** A round trip between `c` and `r` that leaves a message to `d` behind, and another sender. */
export function fork(): Model {
  const c = createMachine({
    tags: 'idle',
    entry: send('r', 'READ'),
    on: { VALUE: { actions: send('r', 'WRITE') } },
  })
  const r = createMachine({
    tags: 'idle',
    on: { READ: { actions: [send('c', 'VALUE'), send('d', 'X')] }, WRITE: {}, O: {} },
  })
  return createModel(toy({ c, r, d: recorder, o: script('r', 'O') }))
}
