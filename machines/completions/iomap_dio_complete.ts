/**
 * What the last reference to a direct write does, as far as lifetimes go [K iomap_dio_complete,
 * aio_complete_rw, iocb_put]: read the dio, free it, call ki_complete, and free the iocb with its
 * own last reference, which is when the event becomes visible. Conversion and size are in
 * kworker.ts.
 */
import { setup } from 'xstate'
import { call, signal } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'

export interface DioLifetime {
  /** The objects, as actors. */
  readonly aio_kiocb: string
  readonly iomap_dio: string
  /** The task that reaps the event. */
  readonly io_getevents: string
}

const config = setup({
  types: {} as { context: DioLifetime; events: TaskEvent },
}).createStateConfig({
  initial: 'dio_iocb',
  states: {
    dio_iocb: {
      entry: call(
        'slab_read',
        (c) => c.iomap_dio,
        () => ({ field: 'iocb' }),
      ),
      on: { 'slab_read.ret': 'kfree_dio' },
    },
    kfree_dio: {
      entry: call('kfree', (c) => c.iomap_dio),
      on: { 'kfree.ret': 'ki_complete' },
    },
    ki_complete: {
      entry: call(
        'slab_read',
        (c) => c.aio_kiocb,
        () => ({ field: 'ki_complete' }),
      ),
      on: { 'slab_read.ret': 'iocb_put' },
    },
    iocb_put: {
      entry: call('refcount_dec_and_test', (c) => c.aio_kiocb),
      on: {
        'refcount_dec_and_test.ret': [
          { guard: ({ event }) => event.zero, target: 'aio_complete' },
          { target: 'completed' },
        ],
      },
    },
    // Fill the event, wmb, tail, wake: one step, as memory is sequentially consistent.
    aio_complete: {
      entry: signal(
        (c) => c.io_getevents,
        () => ({ type: 'ki_complete', ret: 0 }),
      ),
      always: 'iocb_destroy',
    },
    iocb_destroy: {
      entry: call('kfree', (c) => c.aio_kiocb),
      on: { 'kfree.ret': 'completed' },
    },
    completed: { type: 'final' },
  },
})

/** Ends with the dio freed, and the iocb too if nobody else holds it. */
export function iomapDioComplete<C extends DioLifetime>(): TaskState<C> {
  return inlined<DioLifetime, C>(config)
}

/** The drop of the submitter's own reference to the iocb, which may be the last. */
export function iocbPut<C extends DioLifetime>(): TaskState<C> {
  return inlined<DioLifetime, C>({ ...config, initial: 'iocb_put' })
}
