/**
 * A task that waits until a count of pages under writeback is zero, as f2fs does before a
 * checkpoint (f2fs_wait_on_all_pages; commit 0ff21646f2a5). The test and the sleep are steps of
 * their own: what makes them safe is that the task is on the queue before it tests.
 */
import { setup } from 'xstate'
import { z } from 'zod'
import { call, perform, signal } from '../call.ts'
import { ordering, wakeups } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'

export const waitOnAllPagesInput = z.strictObject({
  ...ordering,
  atomic: z.string().default('atomic').describe('the count that it waits for'),
  wait_queue_head: z.string().default('wait_queue_head').describe('where it waits'),
  wait: z
    .enum(['io_schedule', 'io_schedule_timeout', 'sleep_on'])
    .default('io_schedule')
    .describe('prepare_to_wait, test, sleep, the sleep for ever or 5 s; or test, then sleep_on'),
})

type Input = z.output<typeof waitOnAllPagesInput>

const queue = (c: Input): string => c.wait_queue_head

/** The timer is never too late for anything: it may fire any time after the sleep began. */
const timer = signal<Input, TaskEvent, TaskEvent>(queue, (_, from) => ({
  type: 'process_timeout',
  from,
}))

export const wait_on_all_pages = setup({
  types: {} as { context: Input; events: TaskEvent; input: Input },
}).createMachine({
  id: 'wait_on_all_pages',
  context: ({ input }) => input,
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'waiting' },
      on: { start: 'waiting' },
    },
    waiting: {
      always: [
        { guard: ({ context }) => context.wait === 'sleep_on', target: 'get_pages' },
        { target: 'prepare_to_wait' },
      ],
    },
    prepare_to_wait: {
      entry: call('prepare_to_wait', queue),
      on: { 'prepare_to_wait.ret': 'get_pages' },
    },
    get_pages: {
      entry: call('atomic_read', (c) => c.atomic),
      on: {
        'atomic_read.ret': [
          { guard: ({ event }) => event.counter === 0, target: 'finish_wait' },
          { target: 'sleep' },
        ],
      },
    },
    sleep: {
      always: [
        { guard: ({ context }) => context.wait === 'sleep_on', target: 'sleep_on' },
        { guard: ({ context }) => context.wait === 'io_schedule', target: 'io_schedule' },
        { target: 'io_schedule_timeout' },
      ],
    },
    sleep_on: {
      entry: call('sleep_on', queue),
      on: { 'sleep_on.ret': 'get_pages' },
    },
    io_schedule: {
      entry: call('io_schedule', queue),
      on: { 'io_schedule.ret': 'waiting' },
    },
    io_schedule_timeout: {
      entry: call('io_schedule', queue),
      after: { 5_000: { actions: timer } },
      on: { 'io_schedule.ret': 'waiting' },
    },
    finish_wait: {
      entry: call('finish_wait', queue),
      on: { 'finish_wait.ret': 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
