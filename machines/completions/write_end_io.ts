/**
 * The end of a page's writeback as its waiter sees it: drop the count, and wake if it is zero
 * (f2fs_write_end_io; commit 0ff21646f2a5). A look at the queue saves the wake-up when nobody
 * waits; where it stands decides whether one can be lost.
 */
import { setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'

export const writeEndIoInput = z.strictObject({
  ...ordering,
  atomic: z.string().default('atomic').describe('the count that it drops'),
  wait_queue_head: z.string().default('wait_queue_head').describe('whom it wakes'),
  wake: z
    .enum(['dec-wake_up', 'dec-waitqueue_active-wake_up', 'waitqueue_active-dec', 'wake_up-dec'])
    .default('dec-waitqueue_active-wake_up')
    .describe('the order of the drop, the look at the queue, and the wake-up'),
})

type Input = z.output<typeof writeEndIoInput>

const queue = (c: Input): string => c.wait_queue_head

export const write_end_io = setup({
  types: {} as { context: Input; events: TaskEvent; input: Input },
}).createMachine({
  id: 'write_end_io',
  context: ({ input }) => input,
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'bi_end_io' },
      on: { start: 'bi_end_io' },
    },
    bi_end_io: {
      always: [
        { guard: ({ context: c }) => c.wake === 'waitqueue_active-dec', target: 'active_before' },
        { guard: ({ context: c }) => c.wake === 'wake_up-dec', target: 'wake_up_before' },
        { target: 'dec_page_count' },
      ],
    },
    active_before: {
      entry: call('waitqueue_active', queue),
      on: {
        'waitqueue_active.ret': [
          { guard: ({ event }) => event.active, target: 'dec_page_count' },
          { target: 'dec_page_count_silently' },
        ],
      },
    },
    wake_up_before: {
      entry: call('wake_up', queue),
      on: { 'wake_up.ret': 'dec_page_count_silently' },
    },
    dec_page_count_silently: {
      entry: call('atomic_dec_and_test', (c) => c.atomic),
      on: { 'atomic_dec_and_test.ret': 'returned' },
    },
    dec_page_count: {
      entry: call('atomic_dec_and_test', (c) => c.atomic),
      on: {
        'atomic_dec_and_test.ret': [
          { guard: ({ event }) => !event.zero, target: 'returned' },
          {
            guard: ({ context: c }) => c.wake === 'dec-waitqueue_active-wake_up',
            target: 'waitqueue_active',
          },
          { target: 'wake_up' },
        ],
      },
    },
    waitqueue_active: {
      entry: call('waitqueue_active', queue),
      on: {
        'waitqueue_active.ret': [
          { guard: ({ event }) => event.active, target: 'wake_up' },
          { target: 'returned' },
        ],
      },
    },
    wake_up: {
      entry: call('wake_up', queue),
      on: { 'wake_up.ret': 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
