/**
 * Whether fallocate() moves i_size, with i_rwsem and invalidate_lock held: wait for direct I/O, look
 * at i_size, and set the size only if the range ends past it [K xfs_file_fallocate,
 * xfs_falloc_newsize]. Before commit 249bd9087a52 the look came first, so that an AIO which
 * completed during the wait was cut off again.
 */
import { assign, setup } from 'xstate'
import { call } from './call.ts'
import { inlined } from './fragment.ts'
import type { TaskState } from './fragment.ts'
import type { TaskEvent } from './message.ts'

export interface FallocSetsizeContext {
  readonly inode: string
  /** The end of the range. */
  readonly size: number
  readonly new_size_sample: 'before-wait' | 'after-wait'
  /** The range ended past EOF when it was looked at. */
  readonly sets_size: boolean
}

type Context = FallocSetsizeContext

const config = setup({
  types: {} as { context: Context; events: TaskEvent },
}).createStateConfig({
  initial: 'begin',
  states: {
    begin: {
      always: [
        {
          guard: ({ context }) => context.new_size_sample === 'before-wait',
          target: 'i_size_read',
        },
        { target: 'inode_dio_wait' },
      ],
    },
    inode_dio_wait: {
      entry: call('inode_dio_wait', (c) => c.inode),
      on: {
        'inode_dio_wait.ret': [
          {
            guard: ({ context }) => context.new_size_sample === 'after-wait',
            target: 'i_size_read',
          },
          { target: 'decided' },
        ],
      },
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context }) => context.new_size_sample === 'before-wait',
            target: 'inode_dio_wait',
            actions: assign({ sets_size: ({ context, event }) => context.size > event.i_size }),
          },
          {
            target: 'decided',
            actions: assign({ sets_size: ({ context, event }) => context.size > event.i_size }),
          },
        ],
      },
    },
    decided: { type: 'final' },
  },
})

/** Ends with `sets_size` known and no direct I/O in flight. */
export function xfsFallocSetsize<C extends FallocSetsizeContext>(): TaskState<C> {
  return inlined<FallocSetsizeContext, C>(config)
}
