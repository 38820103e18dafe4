/**
 * The reference model: N asynchronous writers extend one file, each by one page more than the one
 * before. A task takes i_rwsem, submits and unlocks; the device completes in any order; then end_io
 * publishes i_size, either by read, compare and write as separate messages (racy) or by one message
 * that takes the maximum (atomic). At rest i_size must be N.
 */
import { assign, sendTo, setup } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import type { Actor, System } from '../../sim/scenario/system.ts'

type LockEvent = { type: 'down' | 'up'; from: string }

/** i_rwsem, exclusive only: whoever's `down` is delivered while it is free gets it. */
const rwSemaphore = setup({
  types: {} as { context: { waiting: readonly string[] }; events: LockEvent },
}).createMachine({
  id: 'i_rwsem',
  context: { waiting: [] },
  initial: 'free',
  states: {
    free: {
      tags: 'idle',
      on: {
        down: {
          target: 'held',
          actions: sendTo(({ event, system }) => system.get(event.from), { type: 'granted' }),
        },
      },
    },
    held: {
      on: {
        down: {
          actions: assign(({ context, event }) => ({ waiting: [...context.waiting, event.from] })),
        },
        up: [
          {
            guard: ({ context }) => context.waiting.length > 0,
            actions: [
              sendTo(({ context, system }) => system.get(context.waiting[0] ?? ''), {
                type: 'granted',
              }),
              assign(({ context }) => ({ waiting: context.waiting.slice(1) })),
            ],
          },
          { target: 'free' },
        ],
      },
    },
  },
})

type InodeEvent =
  | { type: 'i_size_read'; from: string }
  | { type: 'i_size_write'; from: string; i_size: number }
  | { type: 'i_size_max'; from: string; i_size: number }

const inode = setup({
  types: {} as { context: { i_size: number }; events: InodeEvent },
}).createMachine({
  id: 'inode',
  tags: 'idle',
  context: { i_size: 0 },
  on: {
    i_size_read: {
      actions: sendTo(
        ({ event, system }) => system.get(event.from),
        ({ context }) => ({ type: 'i_size', i_size: context.i_size }),
      ),
    },
    i_size_write: {
      actions: [
        assign({ i_size: ({ event }) => event.i_size }),
        sendTo(({ event, system }) => system.get(event.from), { type: 'written' }),
      ],
    },
    i_size_max: {
      actions: [
        assign({ i_size: ({ context, event }) => Math.max(context.i_size, event.i_size) }),
        sendTo(({ event, system }) => system.get(event.from), { type: 'written' }),
      ],
    },
  },
})

const task = setup({
  types: {} as {
    context: { endio: string }
    input: { endio: string }
    events: { type: 'granted' } | { type: 'ki_complete' }
  },
}).createMachine({
  id: 'task',
  context: ({ input }) => input,
  initial: 'locking',
  states: {
    locking: {
      entry: sendTo(
        ({ system }) => system.get('i_rwsem'),
        ({ self }) => ({ type: 'down', from: self.id }),
      ),
      on: {
        granted: {
          target: 'submitted',
          actions: [
            sendTo(
              ({ context, system }) => system.get(context.endio),
              ({ self }) => ({ type: 'submit_bio', from: self.id }),
            ),
            sendTo(
              ({ system }) => system.get('i_rwsem'),
              ({ self }) => ({ type: 'up', from: self.id }),
            ),
          ],
        },
      },
    },
    submitted: { on: { ki_complete: 'done' } },
    done: { type: 'final' },
  },
})

type EndioEvent =
  | { type: 'submit_bio'; from: string }
  | { type: 'end_io' }
  | { type: 'i_size'; i_size: number }
  | { type: 'written' }

/** The device and end_io of one writer, whose write ends at page `end`. */
const endio = setup({
  types: {} as {
    context: { end: number; racy: boolean; kiocb: string }
    input: { end: number; racy: boolean }
    events: EndioEvent
  },
  guards: {
    racy: ({ context }) => context.racy,
    grows: ({ context, event }) => event.type === 'i_size' && context.end > event.i_size,
  },
}).createMachine({
  id: 'endio',
  context: ({ input }) => ({ ...input, kiocb: '' }),
  initial: 'idle',
  states: {
    idle: {
      on: {
        submit_bio: {
          target: 'device',
          actions: [
            assign({ kiocb: ({ event }) => event.from }),
            sendTo(({ self, system }) => system.get(self.id), { type: 'end_io' }),
          ],
        },
      },
    },
    device: {
      on: { end_io: [{ guard: 'racy', target: 'reading' }, { target: 'publishing' }] },
    },
    reading: {
      entry: sendTo(
        ({ system }) => system.get('inode'),
        ({ self }) => ({ type: 'i_size_read', from: self.id }),
      ),
      on: { i_size: [{ guard: 'grows', target: 'writing' }, { target: 'done' }] },
    },
    writing: {
      entry: sendTo(
        ({ system }) => system.get('inode'),
        ({ self, context }) => ({ type: 'i_size_write', from: self.id, i_size: context.end }),
      ),
      on: { written: 'done' },
    },
    publishing: {
      entry: sendTo(
        ({ system }) => system.get('inode'),
        ({ self, context }) => ({ type: 'i_size_max', from: self.id, i_size: context.end }),
      ),
      on: { written: 'done' },
    },
    done: {
      type: 'final',
      entry: sendTo(({ context, system }) => system.get(context.kiocb), { type: 'ki_complete' }),
    },
  },
})

/** `n` writers of one file. */
export function extenders(n: number, racy: boolean): System {
  const actor = (id: string, machine: AnyStateMachine, input: unknown): Actor => ({
    id,
    machine,
    input,
  })
  const writers = Array.from({ length: n }, (_, i) => [
    actor(`task${i + 1}`, task, { endio: `endio${i + 1}` }),
    actor(`endio${i + 1}`, endio, { end: i + 1, racy }),
  ])
  return {
    name: `extenders-${n}-${racy ? 'racy' : 'atomic'}`,
    actors: [actor('i_rwsem', rwSemaphore, {}), actor('inode', inode, {}), ...writers.flat()],
    properties: [
      {
        kind: 'at-rest',
        name: 'i_size',
        reads: ['inode'],
        holds: ([snapshot]) => snapshot?.context.i_size === n,
      },
    ],
    bound: { steps: 400, faults: 0 },
  }
}
