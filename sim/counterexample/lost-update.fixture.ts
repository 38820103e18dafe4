/** The smallest race: tasks that add 1 to a cell by reading and writing it in separate steps. */
import { assign, sendTo, setup } from 'xstate'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'

type Request = { type: 'read'; from: string } | { type: 'write'; from: string; n: number }
type Answer = { type: 'value'; n: number } | { type: 'ok' }

const cell = setup({ types: {} as { context: { n: number }; events: Request } }).createMachine({
  context: { n: 0 },
  tags: 'idle',
  on: {
    read: {
      actions: sendTo(
        ({ event, system }) => system.get(event.from),
        ({ context }) => ({ type: 'value', n: context.n }),
      ),
    },
    write: {
      actions: [
        assign({ n: ({ event }) => event.n }),
        sendTo(({ event, system }) => system.get(event.from), { type: 'ok' }),
      ],
    },
  },
})

const task = setup({ types: {} as { context: { n: number }; events: Answer } }).createMachine({
  context: { n: 0 },
  initial: 'reading',
  states: {
    reading: {
      entry: sendTo(
        ({ system }) => system.get('cell'),
        ({ self }) => ({ type: 'read', from: self.id }),
      ),
      on: { value: { target: 'writing', actions: assign({ n: ({ event }) => event.n + 1 }) } },
    },
    writing: {
      entry: sendTo(
        ({ system }) => system.get('cell'),
        ({ self, context }) => ({ type: 'write', from: self.id, n: context.n }),
      ),
      on: { ok: 'done' },
    },
    done: { type: 'final' },
  },
})

/** `tasks` tasks named t0, t1, …; at rest the cell must hold `wanted`, their number. */
export function lostUpdate(tasks: number, wanted = tasks): Model {
  const ids = Array.from({ length: tasks }, (_, i) => `t${i}`)
  return createModel({
    name: 'lost-update',
    actors: [
      { id: 'cell', machine: cell, input: undefined },
      ...ids.map((id) => ({ id, machine: task, input: undefined })),
    ],
    properties: [
      {
        kind: 'at-rest',
        name: 'all-count',
        law: 'No increment is lost.',
        reads: ['cell'],
        holds: ([snapshot]) => snapshot?.context.n === wanted,
        explain: ([snapshot]) => `cell.n = ${snapshot?.context.n}, not ${wanted}`,
      },
    ],
    bound: { steps: 100, faults: 0 },
  })
}
