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
import { answer, call, perform } from '../call.ts'
import type { Outcome } from '../call.ts'
import { endIo } from './end_io.ts'
import { idleEndIo } from './end_io_state.ts'
import type { EndIoContext } from './end_io_state.ts'
import { wiring } from '../fragment.ts'
import { sizes, union } from '../geometry.ts'
import type { Request, Signal, TaskEvent } from '../message.ts'
import type { Work, WriteSync } from '../objects/work.ts'

const { inode, i_rwsem, ilock, i_flags_lock, size_lock, folios, block_map } = wiring

export const kworkerInput = z.strictObject({
  ...{ inode, i_rwsem, ilock, i_flags_lock, size_lock, folios, block_map },
  ...sizes,
  ki_complete: z
    .enum(['last', 'before-inode_dio_end', 'before-invalidation', 'before-end_io'])
    .default('last')
    .describe('when the event of an asynchronous write is posted; mainline posts it last'),
  super_block: z
    .string()
    .nullable()
    .default(null)
    .describe('whose write token the iocb holds; null: the scenario does not freeze'),
  sb_end_write: z
    .enum(['before-ki_complete', 'before-end_io'])
    .default('before-ki_complete')
    .describe(
      'when that token is dropped: by aio_complete_rw, or by an io_uring completion whose work is ' +
        "still to be done in the caller's context",
    ),
})

type Input = z.output<typeof kworkerInput>

type Item = Request<'complete'> | Extract<Signal, { readonly type: 'queue_work' }>

export interface KworkerContext extends EndIoContext {
  readonly ki_complete: Input['ki_complete']
  readonly super_block: string | null
  readonly sb_end_write: Input['sb_end_write']
  /** Work that came while another item ran. */
  readonly queue: readonly Item[]
  /** Who waits for this completion, if it is not asynchronous. */
  readonly submitter: string | null
  /** Folios whose writeback is still to be ended, or whose cache is to be invalidated. */
  readonly left: readonly string[]
  /** end_io is behind this completion. */
  readonly io_ended: boolean
}

const idle = { ...idleEndIo, submitter: null, left: [], io_ended: false } as const

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

/** Whether the token is dropped here. */
function endsWrite(c: KworkerContext, here: Input['sb_end_write']): boolean {
  return c.super_block !== null && c.sb_end_write === here
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

/** Posts the event if this is where the design does. A submitter that waits gets none. */
function posted(c: KworkerContext, here: Input['ki_complete']): Outcome<KworkerContext> {
  if (c.submitter !== null || c.ki_complete !== here) return { answers: [] }
  return { answers: [{ to: workOf(c).iocb, event: { type: 'ki_complete', ret: result(c) } }] }
}

/** The last step: the submitter goes on, or the event is posted. Nothing is touched after it. */
function ended(c: KworkerContext): Outcome<KworkerContext> {
  const { submitter } = c
  if (submitter === null) return posted(c, 'last')
  return { answers: [answer({ type: 'complete', from: submitter }, { ret: result(c) })] }
}

/** What is to be invalidated here, before or after end_io as the design says. */
function invalidated(c: KworkerContext): readonly string[] {
  const { error, invalidate, invalidate_failed, design } = workOf(c)
  const now = design.invalidation === (c.io_ended ? 'after-end_io' : 'before-end_io')
  return union(now ? invalidate : [], error === 0 ? [] : invalidate_failed)
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
        target: 'entered',
        actions: assign(({ context: { queue } }) => ({
          ...(queue[0] === undefined ? {} : begin(queue[0])),
          queue: queue.slice(1),
        })),
      },
    },
    entered: {
      always: [
        { guard: ({ context }) => endsWrite(context, 'before-end_io'), target: 'early_end_write' },
        { target: 'started' },
      ],
    },
    // [K io_complete_rw with IOCB_DIO_CALLER_COMP: the token goes, then the task work is queued]
    // Nobody has set that flag since commit 838b35bb6a89.
    early_end_write: {
      entry: call('sb_end_write', (c) => c.super_block ?? ''),
      on: { 'sb_end_write.ret': 'started' },
    },
    started: {
      // The order that commits 552ef8024f90 and fb511f215017 abandoned.
      entry: perform((c) => posted(c, 'before-end_io')),
      always: [
        // [S; K iomap_dio_complete] An error skips conversion and size, not the clean-up. A direct
        // write that fails would not touch wb_err either, nor invalidate.
        { guard: ({ context }) => fails(context), target: 'mapping_set_error' },
        {
          guard: ({ context }) => workOf(context).design.invalidation === 'before-end_io',
          target: 'invalidation',
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
      entry: assign({ left: ({ context }) => workOf(context).folios, io_ended: true }),
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
      entry: [
        perform((c) => (c.io_ended ? posted(c, 'before-invalidation') : { answers: [] })),
        assign({ left: ({ context }) => invalidated(context) }),
      ],
      always: 'next_invalidation',
    },
    next_invalidation: {
      always: [
        { guard: ({ context }) => context.left.length > 0, target: 'invalidate_inode_pages2' },
        { guard: ({ context }) => !context.io_ended, target: 'end_io' },
        { target: 'invalidated' },
      ],
    },
    invalidated: {
      entry: perform((c) => posted(c, 'before-inode_dio_end')),
      always: [
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
        { target: 'synced' },
      ],
    },
    generic_write_sync: {
      entry: call('xfs_log_force', (c) => c.block_map),
      on: { 'xfs_log_force.ret': 'synced' },
    },
    synced: {
      always: [
        {
          guard: ({ context }) => endsWrite(context, 'before-ki_complete'),
          target: 'sb_end_write',
        },
        { target: 'ki_complete' },
      ],
    },
    // [K aio_complete_rw: kiocb_end_write before iocb_put]
    sb_end_write: {
      entry: call('sb_end_write', (c) => c.super_block ?? ''),
      on: { 'sb_end_write.ret': 'ki_complete' },
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
