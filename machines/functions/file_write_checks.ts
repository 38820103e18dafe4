/**
 * What a write that may begin past EOF does first, holding i_rwsem exclusively: sample i_size; if
 * the write begins past it, wait for direct I/O to drain, sample again, and zero from EOF to the
 * write [K xfs_file_write_checks, xfs_file_write_zero_eof]. The drain is there because AIO moves
 * EOF in its completion (commits 40c63fbc55a9, 3136e8bb3054). `pos == i_size` does not drain.
 *
 * A direct write that has just traded the shared lock for the exclusive one drains in the kernel
 * without looking at i_size again [K xfs_file_write_zero_eof]; here it looks first, and goes on
 * without a drain if EOF has moved past it, unless `drain_first` says otherwise. Left out: i_flags_lock around the first sample.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'
import { xfsZeroRange } from './xfs_zero_range.ts'
import type { ZeroRangeContext } from './xfs_zero_range.ts'

/** Inputs of a task that contains these checks. */
export const writeChecks = {
  fs_zero_eof: z
    .boolean()
    .default(true)
    .describe('the filesystem zeroes from EOF to the write before it begins, as XFS does'),
  eof_drain: z
    .boolean()
    .default(true)
    .describe('a write past EOF waits for direct I/O before it samples EOF to zero from'),
  drain_first: z
    .boolean()
    .default(false)
    .describe('drain before the first look, as a direct write does that has just traded locks'),
  drain_if: z
    .enum(['past-eof', 'extending'])
    .default('past-eof')
    .describe('which writes wait: those that begin past EOF, as in XFS, or all that end past it'),
} as const

export interface WriteChecksContext extends ZeroRangeContext {
  readonly invalidate_lock: string
  readonly fs_zero_eof: boolean
  readonly eof_drain: boolean
  readonly drain_first: boolean
  readonly drain_if: 'past-eof' | 'extending'
  readonly pos: number
  readonly end: number
  /** The last sample of i_size. */
  readonly i_size: number
}

function goesPast({ drain_if, pos, end }: WriteChecksContext, i_size: number): boolean {
  return pos > i_size || (drain_if === 'extending' && end > i_size)
}

const config = setup({
  types: {} as { context: WriteChecksContext; events: TaskEvent },
}).createStateConfig({
  initial: 'entered',
  states: {
    entered: {
      always: [
        { guard: ({ context }) => context.drain_first, target: 'inode_dio_wait' },
        { target: 'i_size_read' },
      ],
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context, event }) => goesPast(context, event.i_size),
            target: 'barrier',
          },
          { target: 'checked', actions: assign({ i_size: ({ event }) => event.i_size }) },
        ],
      },
    },
    barrier: {
      always: [
        { guard: ({ context }) => context.eof_drain, target: 'inode_dio_wait' },
        { target: 'i_size_read_again' },
      ],
    },
    inode_dio_wait: {
      entry: call('inode_dio_wait', (c) => c.inode),
      on: { 'inode_dio_wait.ret': 'i_size_read_again' },
    },
    i_size_read_again: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context, event }) => context.fs_zero_eof && context.pos > event.i_size,
            target: 'invalidate_lock',
            actions: assign(({ context, event }) => ({
              i_size: event.i_size,
              cursor: event.i_size,
              limit: context.pos,
            })),
          },
          { target: 'checked', actions: assign({ i_size: ({ event }) => event.i_size }) },
        ],
      },
    },
    invalidate_lock: {
      entry: call('down_write', (c) => c.invalidate_lock),
      on: { 'down_write.ret': 'xfs_zero_range' },
    },
    xfs_zero_range: { ...xfsZeroRange<WriteChecksContext>(), onDone: 'invalidate_unlock' },
    invalidate_unlock: {
      entry: call('up_write', (c) => c.invalidate_lock),
      on: { 'up_write.ret': 'checked' },
    },
    checked: { type: 'final' },
  },
})

/** Ends with `i_size` sampled and [i_size, pos) zeroed. */
export function fileWriteChecks<C extends WriteChecksContext>(): TaskState<C> {
  return inlined<WriteChecksContext, C>(config)
}
