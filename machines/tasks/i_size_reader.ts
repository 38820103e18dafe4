/**
 * i_size_read() on 32-bit SMP [K include/linux/fs.h]: load the count and spin while it is odd, load
 * the two words, and start over if the count has moved. Without a count it just loads the words.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups } from '../fragment.ts'
import { joined } from '../objects/i_size_seqcount.ts'
import type { SizeWord, TaskEvent } from '../message.ts'

export const iSizeReaderInput = z.strictObject({
  ...ordering,
  i_size_seqcount: z.string().default('i_size_seqcount').describe('the size that it loads'),
  seqcount: z.boolean().default(true).describe('checks the count before and after the loads'),
})

type Input = z.output<typeof iSizeReaderInput>

export interface ISizeReaderContext extends Input {
  readonly sequence: number
  readonly lo: number
  readonly hi: number
  /** What i_size_read() returned. */
  readonly i_size: number | null
}

function load(word: SizeWord) {
  return call<ISizeReaderContext, TaskEvent, 'read_once'>(
    'read_once',
    (c) => c.i_size_seqcount,
    () => ({ word }),
  )
}

export const i_size_reader = setup({
  types: {} as { context: ISizeReaderContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'i_size_reader',
  context: ({ input }) => ({ ...input, sequence: 0, lo: 0, hi: 0, i_size: null }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'i_size_read' },
      on: { start: 'i_size_read' },
    },
    i_size_read: {
      always: [
        { guard: ({ context }) => context.seqcount, target: 'read_seqcount_begin' },
        { target: 'lo' },
      ],
    },
    read_seqcount_begin: {
      entry: load('sequence'),
      on: {
        'read_once.ret': [
          {
            guard: ({ event }) => event.value % 2 === 1,
            target: 'read_seqcount_begin',
            reenter: true,
          },
          { target: 'lo', actions: assign({ sequence: ({ event }) => event.value }) },
        ],
      },
    },
    lo: {
      entry: load('lo'),
      on: {
        'read_once.ret': { target: 'hi', actions: assign({ lo: ({ event }) => event.value }) },
      },
    },
    hi: {
      entry: load('hi'),
      on: {
        'read_once.ret': [
          {
            guard: ({ context }) => context.seqcount,
            target: 'read_seqcount_retry',
            actions: assign({ hi: ({ event }) => event.value }),
          },
          {
            target: 'returned',
            actions: assign(({ context, event }) => ({
              i_size: joined(context.lo, event.value),
              lo: 0,
            })),
          },
        ],
      },
    },
    read_seqcount_retry: {
      entry: load('sequence'),
      on: {
        'read_once.ret': [
          {
            guard: ({ context, event }) => event.value !== context.sequence,
            target: 'read_seqcount_begin',
            actions: assign({ sequence: 0, lo: 0, hi: 0 }),
          },
          {
            target: 'returned',
            actions: assign(({ context }) => ({
              i_size: joined(context.lo, context.hi),
              sequence: 0,
              lo: 0,
              hi: 0,
            })),
          },
        ],
      },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
