/**
 * Completions, in process context: iomap_writethrough_complete() [S], which follows
 * iomap_dio_complete() [K], with XFS's end_io inside [K xfs_dio_write_end_io]. A workqueue item
 * when the write was asynchronous; the submitter itself, still holding i_rwsem, when it waited.
 *
 * Order on an asynchronous direct write as seen on Linux 6.12.117 [L]: bio end, work, end_io
 * (convert, publish), invalidation, inode_dio_end, event. The drain that waits for i_dio_count may
 * run before the event. What the design under question changes is in end_io.ts.
 *
 * A kworker runs one item at a time, where a workqueue has as many workers as it needs: each write
 * of a scenario has its own.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { answer, call, perform } from './call.ts'
import type { Outcome } from './call.ts'
import { endIo } from './end_io.ts'
import { idleEndIo } from './end_io_state.ts'
import type { EndIoContext } from './end_io_state.ts'
import { wiring } from './fragment.ts'
import { sizes } from './geometry.ts'
import type { Request, Signal, TaskEvent } from './message.ts'
import type { Work, WriteSync } from './work.ts'

const { inode, i_rwsem, ilock, i_flags_lock, size_lock, folios, block_map } = wiring

export const kworkerInput = z.strictObject({
  ...{ inode, i_rwsem, ilock, i_flags_lock, size_lock, folios, block_map },
  ...sizes,
})

type Input = z.output<typeof kworkerInput>

type Item = Request<'complete'> | Extract<Signal, { readonly type: 'queue_work' }>

export interface KworkerContext extends EndIoContext {
  /** Work that came while another item ran. */
  readonly queue: readonly Item[]
  /** Who waits for this completion, if it is not asynchronous. */
  readonly submitter: string | null
  /** Folios whose writeback is still to be ended, or whose cache is to be invalidated. */
  readonly left: readonly string[]
}

const idle = { ...idleEndIo, submitter: null, left: [] } as const

function begin(item: Item): Partial<KworkerContext> {
  return { work: item.work, submitter: item.type === 'complete' ? item.from : null }
}

const enqueue = assign<KworkerContext, Item, undefined, TaskEvent, never>(({ context, event }) => ({
  queue: [...context.queue, event],
}))

function workOf({ work }: KworkerContext): Work {
  if (work === null) throw new Error('a completion without work')
  return work
}

/** [S ret = ctx->error, else ctx->written] */
function result(c: KworkerContext): number {
  const { error, written } = workOf(c)
  return error === 0 ? written : error
}

function fails(c: KworkerContext): boolean {
  const { error, design } = workOf(c)
  return error !== 0 && design.end_io_on_error === 'skip'
}

function syncs(c: KworkerContext, when: WriteSync): boolean {
  const { error, sync } = workOf(c)
  return error === 0 && sync === when
}

function firstLeft({ left }: KworkerContext): string {
  return left[0] ?? ''
}

/** The last step: the submitter goes on, or the event is posted. Nothing is touched after it. */
function ended(c: KworkerContext): Outcome<KworkerContext> {
  const { submitter } = c
  const ret = result(c)
  return {
    answers: [
      submitter === null
        ? { to: workOf(c).iocb, event: { type: 'ki_complete', ret } }
        : answer({ type: 'complete', from: submitter }, { ret }),
    ],
  }
}

const next = assign<KworkerContext, TaskEvent, undefined, TaskEvent, never>(({ context }) => ({
  left: context.left.slice(1),
}))

export const kworker = setup({
  types: {} as { context: KworkerContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'kworker',
  context: ({ input }) => ({ ...input, ...idle, queue: [] }),
  initial: 'idle',
  on: { queue_work: { actions: enqueue }, complete: { actions: enqueue } },
  states: {
    idle: {
      tags: 'idle',
      always: {
        guard: ({ context }) => context.queue.length > 0,
        target: 'started',
        actions: assign(({ context: { queue } }) => ({
          ...(queue[0] === undefined ? {} : begin(queue[0])),
          queue: queue.slice(1),
        })),
      },
    },
    started: {
      always: [
        // [S; K iomap_dio_complete] An error skips conversion and size, not the clean-up.
        {
          guard: ({ context }) => fails(context),
          target: 'mapping_set_error',
        },
        { target: 'end_io' },
      ],
    },
    mapping_set_error: {
      entry: call(
        'mapping_set_error',
        (c) => c.inode,
        (c) => ({ error: workOf(c).error }),
      ),
      on: { 'mapping_set_error.ret': 'ended_io' },
    },
    end_io: { ...endIo<KworkerContext>(), onDone: 'ended_io' },
    ended_io: {
      entry: assign({ left: ({ context }) => workOf(context).folios }),
      always: 'next_writeback',
    },
    // RFC v1 and writeback end it here, after conversion and size [P; K xfs_end_ioend].
    next_writeback: {
      always: [
        { guard: ({ context }) => context.left.length > 0, target: 'folio_end_writeback' },
        {
          guard: ({ context }) => workOf(context).stable,
          target: 'mapping_clear_stable_writes',
        },
        { target: 'invalidation' },
      ],
    },
    folio_end_writeback: {
      entry: call('folio_end_writeback', firstLeft),
      on: { 'folio_end_writeback.ret': { target: 'next_writeback', actions: next } },
    },
    mapping_clear_stable_writes: {
      entry: call('mapping_clear_stable_writes', (c) => c.inode),
      on: { 'mapping_clear_stable_writes.ret': 'invalidation' },
    },
    // [K kiocb_invalidate_post_direct_write, after end_io; commits 332391a9935d, 5a9d929d6e13]
    invalidation: {
      entry: assign({ left: ({ context }) => workOf(context).invalidate }),
      always: 'next_invalidation',
    },
    next_invalidation: {
      always: [
        { guard: ({ context }) => context.left.length > 0, target: 'invalidate_inode_pages2' },
        { guard: ({ context }) => workOf(context).dio, target: 'inode_dio_end' },
        { target: 'syncing' },
      ],
    },
    invalidate_inode_pages2: {
      entry: call('invalidate_inode_pages2', firstLeft),
      on: { 'invalidate_inode_pages2.ret': { target: 'next_invalidation', actions: next } },
    },
    inode_dio_end: {
      entry: call('inode_dio_end', (c) => c.inode),
      on: { 'inode_dio_end.ret': 'syncing' },
    },
    // [K iomap_dio_complete: generic_write_sync after inode_dio_end, before ki_complete]
    syncing: {
      always: [
        { guard: ({ context }) => syncs(context, 'before-event'), target: 'generic_write_sync' },
        { target: 'ki_complete' },
      ],
    },
    generic_write_sync: {
      entry: call('xfs_log_force', (c) => c.block_map),
      on: { 'xfs_log_force.ret': 'ki_complete' },
    },
    ki_complete: {
      entry: perform((c) => ended(c)),
      always: [
        { guard: ({ context }) => syncs(context, 'after-event'), target: 'late_write_sync' },
        { target: 'idle', actions: assign(idle) },
      ],
    },
    // A design to be refused: the program has its event before its data is durable.
    late_write_sync: {
      entry: call('xfs_log_force', (c) => c.block_map),
      on: { 'xfs_log_force.ret': { target: 'idle', actions: assign(idle) } },
    },
  },
})
