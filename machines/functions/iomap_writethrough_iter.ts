/**
 * iomap_writethrough_iter() of RFC v2 [S], with RFC v1's publish at copy as a switch [P], around
 * the mapping loop of iomap_iter(). One pass maps, then copies folio by folio: each folio is
 * copied to, put under writeback and remembered in the bvec array; the array is submitted when it
 * is full and at the end of the mapping, so a folio can be under writeback for long with no bio.
 *
 * Left out: the dirty throttle and fault_in_iov_iter_readable(), which touch no object here.
 */
import { assign, setup } from 'xstate'
import { call } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState } from '../fragment.ts'
import { folioAt } from '../geometry.ts'
import type { TaskEvent } from '../message.ts'
import * as wt from './iomap_writethrough_state.ts'
import type { WritethroughContext } from './iomap_writethrough_state.ts'
import { pagecacheIsizeExtended } from './pagecache_isize_extended.ts'
import { writeBegin } from './write_begin.ts'

type C = WritethroughContext

const folioHere = (c: C): string => folioAt(c.folios, c.at, c)

const submit = call<C, TaskEvent, 'ctx_submit_bio'>('ctx_submit_bio', (c) => c.ctx, wt.nextBio)
const submitted = assign<C, TaskEvent, undefined, TaskEvent, never>(({ context }) => ({
  segments: [],
  queued_unwritten: [],
  submitted: context.submitted + 1,
}))

const config = setup({
  types: {} as { context: C; events: TaskEvent },
}).createStateConfig({
  initial: 'iomap_iter',
  states: {
    iomap_iter: {
      always: [
        { guard: ({ context }) => wt.finished(context), target: 'left' },
        { target: 'iomap_begin' },
      ],
    },
    iomap_begin: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        (c) => ({ pos: c.at, end: c.end, flags: 'direct' as const }),
      ),
      on: {
        'iomap_begin.ret': {
          target: 'loop',
          actions: assign(({ context, event }) => wt.mapped(context, event)),
        },
      },
    },
    loop: {
      always: [
        { guard: ({ context }) => context.at >= context.map_end, target: 'end_of_mapping' },
        // An error can only be there once a bio of this write has been submitted.
        { guard: ({ context }) => context.submitted > 0, target: 'ctx_error' },
        { target: 'flush_before_wait' },
      ],
    },
    ctx_error: {
      entry: call('ctx_error', (c) => c.ctx),
      on: {
        'ctx_error.ret': [
          { guard: ({ event }) => event.error !== 0, target: 'error_break' },
          { target: 'flush_before_wait' },
        ],
      },
    },
    error_break: {
      always: [
        {
          guard: ({ context: c }) => c.design.error_path !== 'leak' && c.segments.length > 0,
          target: 'end_queued',
        },
        // [S] nr_bvecs = 0 forgets folios that are under writeback already.
        { target: 'left', actions: assign({ segments: [], queued_unwritten: [], failed: true }) },
      ],
    },
    end_queued: {
      entry: call('folio_end_writeback', wt.firstQueued),
      on: {
        'folio_end_writeback.ret': {
          target: 'error_break',
          actions: assign({ segments: ({ context }) => context.segments.slice(1) }),
        },
      },
    },
    flush_before_wait: {
      always: [
        {
          guard: ({ context: c }) => c.submit === 'before-wait' && c.segments.length > 0,
          target: 'submit_before_wait',
        },
        { target: 'write_begin', actions: assign({ cursor: ({ context }) => context.at }) },
      ],
    },
    submit_before_wait: {
      entry: submit,
      on: { 'ctx_submit_bio.ret': { target: 'flush_before_wait', actions: submitted } },
    },
    write_begin: { ...writeBegin<C>(), onDone: 'iomap_valid' },
    // [K xfs_iomap_valid, commit 304a68b9c63b; S the break on IOMAP_F_STALE]
    iomap_valid: {
      entry: call(
        'iomap_valid',
        (c) => c.block_map,
        (c) => ({ cookie: c.cookie }),
      ),
      on: {
        'iomap_valid.ret': [
          { guard: ({ event }) => event.valid, target: 'copy' },
          { target: 'put_stale_folio' },
        ],
      },
    },
    put_stale_folio: {
      entry: call('folio_unlock', folioHere),
      on: {
        'folio_unlock.ret': [
          { guard: ({ context }) => wt.mapsQueuedAgain(context), target: 'map_queued_again' },
          { target: 'end_of_mapping' },
        ],
      },
    },
    // A design to be judged: what is queued goes where it is mapped now, not where it was.
    map_queued_again: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        (c) => ({ ...wt.queuedRange(c), flags: 'direct' as const }),
      ),
      on: {
        'iomap_begin.ret': {
          target: 'end_of_mapping',
          actions: assign(({ context, event }) => wt.mappedAgain(context, event)),
        },
      },
    },
    copy: {
      entry: call('copy_folio_from_iter_atomic', folioHere, wt.copyRequest),
      on: {
        'copy_folio_from_iter_atomic.ret': [
          {
            guard: ({ event }) => event.written === 0,
            target: 'put_unwritten_folio',
            actions: assign(({ context, event }) => wt.copied(context, event)),
          },
          {
            guard: ({ context }) => context.design.isize_publish === 'copy',
            target: 'i_size_read',
            actions: assign(({ context, event }) => wt.copied(context, event)),
          },
          {
            target: 'preparing',
            actions: assign(({ context, event }) => wt.copied(context, event)),
          },
        ],
      },
    },
    // RFC v1 moved i_size here, under i_rwsem and the folio lock [P].
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context: c, event }) => c.at + c.written > event.i_size,
            target: 'i_size_write',
            actions: assign({ i_size: ({ event }) => event.i_size }),
          },
          { target: 'prepare', actions: assign({ i_size: ({ event }) => event.i_size }) },
        ],
      },
    },
    i_size_write: {
      entry: call(
        'i_size_write',
        (c) => c.inode,
        (c) => ({ i_size: c.at + c.written }),
      ),
      on: { 'i_size_write.ret': 'prepare' },
    },
    preparing: {
      always: [
        { guard: ({ context }) => wt.extendsAtPrepare(context), target: 'isize_extended' },
        { target: 'prepare' },
      ],
    },
    // What netfs does before an extending write: clean and zero up to it under the folio lock [K].
    isize_extended: {
      entry: call('pagecache_isize_extended', folioHere, (c) => ({
        pos: c.i_size,
        end: c.pos,
        mkclean: c.isize_extended_mkclean,
        zero: c.isize_extended_zero,
        clean: false,
      })),
      on: { 'pagecache_isize_extended.ret': 'prepare' },
    },
    // Wait for earlier writeback, write-protect, clear dirty, start writeback [P, S].
    prepare: {
      entry: call('iomap_folio_prepare_writethrough', folioHere, (c) => ({
        pos: c.at,
        end: c.at + c.written,
      })),
      on: {
        'iomap_folio_prepare_writethrough.ret': {
          target: 'bvec_set_folio',
          actions: assign(({ context }) => wt.appended(context, folioHere(context))),
        },
      },
    },
    bvec_set_folio: {
      always: [
        {
          guard: ({ context: c }) => c.segments.length >= c.max_bvecs,
          target: 'submit_full',
        },
        { target: 'put_folio' },
      ],
    },
    submit_full: {
      entry: submit,
      on: { 'ctx_submit_bio.ret': { target: 'put_folio', actions: submitted } },
    },
    put_folio: {
      entry: call('folio_unlock', folioHere),
      on: {
        'folio_unlock.ret': [
          {
            guard: ({ context }) => wt.extendsAtSubmit(context),
            target: 'flush_before_helper',
          },
          { target: 'loop', actions: assign(({ context }) => wt.advanced(context)) },
        ],
      },
    },
    // The helper waits for a folio lock, whose holder may wait for this write's own writeback.
    flush_before_helper: {
      always: [
        {
          guard: ({ context: c }) => c.submit === 'before-wait' && c.segments.length > 0,
          target: 'submit_before_helper',
        },
        {
          target: 'pagecache_isize_extended',
          actions: assign(({ context }) => ({ cursor: context.i_size, limit: context.pos })),
        },
      ],
    },
    submit_before_helper: {
      entry: submit,
      on: { 'ctx_submit_bio.ret': { target: 'flush_before_helper', actions: submitted } },
    },
    // Once per write, as far as it concerns the old EOF folio; under i_rwsem [P for v1].
    pagecache_isize_extended: { ...pagecacheIsizeExtended<C>(), onDone: 'advance' },
    advance: {
      always: { target: 'loop', actions: assign(({ context }) => wt.advanced(context)) },
    },
    put_unwritten_folio: {
      entry: call('folio_unlock', folioHere),
      on: { 'folio_unlock.ret': 'iomap_write_failed' },
    },
    // [K iomap_write_failed: truncate_pagecache_range(max(pos, i_size)...)]
    iomap_write_failed: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context: c, event }) => wt.chunkEnd(c) > event.i_size,
            target: 'failed_folio_lock',
            actions: assign({
              cursor: ({ context, event }) => Math.max(context.at, event.i_size),
            }),
          },
          { target: 'loop' },
        ],
      },
    },
    failed_folio_lock: {
      entry: call('folio_lock', folioHere),
      on: { 'folio_lock.ret': 'failed_folio_truncate' },
    },
    failed_folio_truncate: {
      entry: call('truncate_pagecache', folioHere, (c) => ({ pos: c.cursor })),
      on: { 'truncate_pagecache.ret': 'failed_folio_unlock' },
    },
    failed_folio_unlock: {
      entry: call('folio_unlock', folioHere),
      on: { 'folio_unlock.ret': 'loop' },
    },
    end_of_mapping: {
      always: [
        { guard: ({ context }) => context.segments.length > 0, target: 'submit_rest' },
        { target: 'iomap_iter' },
      ],
    },
    submit_rest: {
      entry: submit,
      on: { 'ctx_submit_bio.ret': { target: 'iomap_iter', actions: submitted } },
    },
    left: {
      type: 'final',
      entry: assign({ cursor: 0, limit: 0, map_end: 0, map_sectors: [], cookie: 0 }),
    },
  },
})

/** Copies and submits [at, end). */
export function iomapWritethroughIter<T extends WritethroughContext>(): TaskState<T> {
  return inlined<WritethroughContext, T>(config)
}
