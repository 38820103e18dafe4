/**
 * io_submit() of one direct write, as far as lifetimes go [K io_submit_one, aio_write,
 * __iomap_dio_rw], and io_getevents() after it. Once the bio is submitted the completion may run
 * at any time; what the submitter may then still touch is what it holds a reference to.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { submission, wakeups } from '../fragment.ts'
import { iocbPut, iomapDioComplete } from '../completions/iomap_dio_complete.ts'
import type { TaskEvent } from '../message.ts'

export const aioWriteInput = z.strictObject({
  ...submission,
  aio_kiocb: z.string().default('aio_kiocb').describe('the iocb, a slab_object'),
  iomap_dio: z.string().default('iomap_dio').describe('the dio, a slab_object with two references'),
  io_getevents: z.string().describe('the task that gets the event: this one'),
  wait_for_completion: z
    .enum(['before-put', 'after-put'])
    .default('before-put')
    .describe('when dio->wait_for_completion is read: commit 4ea899ead278 moved it before the put'),
  ki_filp: z
    .enum(['before-submit', 'after-return', 'never'])
    .default('never')
    .describe('when the submitter looks at iocb->ki_filp'),
  iocb_refs: z
    .union([z.literal(1), z.literal(2)])
    .default(2)
    .describe('the references of the iocb; with 2 one is the submitter, who drops it last'),
})

type Input = z.output<typeof aioWriteInput>

export interface AioWriteContext extends Input {
  /** What io_getevents() returned. */
  readonly result: number | null
}

const kiFilp = call<AioWriteContext, TaskEvent, 'slab_read'>(
  'slab_read',
  (c) => c.aio_kiocb,
  () => ({ field: 'ki_filp' }),
)
const waitForCompletion = call<AioWriteContext, TaskEvent, 'slab_read'>(
  'slab_read',
  (c) => c.iomap_dio,
  () => ({ field: 'wait_for_completion' }),
)

export const aio_write = setup({
  types: {} as { context: AioWriteContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'aio_write',
  context: ({ input }) => ({ ...input, result: null }),
  initial: 'entered',
  on: { ki_complete: { actions: assign({ result: ({ event }) => event.ret }) } },
  states: {
    entered: {
      always: [
        { guard: ({ context: c }) => c.ki_filp === 'before-submit', target: 'ki_filp_first' },
        { target: 'submit_bio' },
      ],
    },
    ki_filp_first: { entry: kiFilp, on: { 'slab_read.ret': 'submit_bio' } },
    submit_bio: {
      entry: perform((c) => wakeups(c.notify_submitted)),
      always: [
        {
          guard: ({ context: c }) => c.wait_for_completion === 'before-put',
          target: 'wait_for_completion_first',
        },
        { target: 'dio_put' },
      ],
    },
    wait_for_completion_first: { entry: waitForCompletion, on: { 'slab_read.ret': 'dio_put' } },
    dio_put: {
      entry: call('refcount_dec_and_test', (c) => c.iomap_dio),
      on: {
        'refcount_dec_and_test.ret': [
          { guard: ({ event }) => event.zero, target: 'iomap_dio_complete' },
          {
            guard: ({ context: c }) => c.wait_for_completion === 'after-put',
            target: 'wait_for_completion',
          },
          { target: 'returning' },
        ],
      },
    },
    // The I/O was faster: the submitter completes it itself.
    iomap_dio_complete: { ...iomapDioComplete<AioWriteContext>(), onDone: 'iocb_putting' },
    wait_for_completion: { entry: waitForCompletion, on: { 'slab_read.ret': 'returning' } },
    // -EIOCBQUEUED
    returning: {
      always: [
        { guard: ({ context: c }) => c.ki_filp === 'after-return', target: 'ki_filp' },
        { target: 'iocb_putting' },
      ],
    },
    ki_filp: { entry: kiFilp, on: { 'slab_read.ret': 'iocb_putting' } },
    iocb_putting: {
      always: [
        { guard: ({ context }) => context.iocb_refs === 2, target: 'iocb_put' },
        { target: 'io_getevents' },
      ],
    },
    iocb_put: { ...iocbPut<AioWriteContext>(), onDone: 'io_getevents' },
    io_getevents: {
      always: { guard: ({ context }) => context.result !== null, target: 'returned' },
    },
    returned: { type: 'final' },
  },
})
