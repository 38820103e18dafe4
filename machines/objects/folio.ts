/**
 * struct folio: its lock, PG_writeback and, through page_cache.ts, its contents.
 *
 * PG_writeback works as a lock of its own: it is set under the folio lock and cleared without it,
 * from any context [K folio_start_writeback, folio_end_writeback]. Operations that first call
 * folio_wait_writeback() in the kernel are one request here that is answered late: their caller
 * holds the folio lock and nothing of theirs is visible before the wait ends. Invalidation takes
 * the lock itself: it queues for the lock, then waits for writeback with the lock held.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { answer, perform, reply } from '../call.ts'
import type { Outcome } from '../call.ts'
import { blocksIn, bytes, sizes } from '../geometry.ts'
import type { FolioOperations, Request } from '../message.ts'
import * as cache from './page_cache.ts'
import type { PageCache } from './page_cache.ts'

export const folioInput = z.strictObject({
  ...sizes,
  index: z.number().int().nonnegative().default(0).describe('the folio covers page_size from here'),
  cached: z.boolean().default(true).describe('in the page cache and up to date at the start'),
  old: bytes.default(0).describe("blocks below this position hold 'old', the others zeros"),
  pte: z
    .enum(['none', 'writable'])
    .default('none')
    .describe('writable: a write fault inside EOF has happened, so the folio is dirty too'),
  pinned: z.boolean().default(false).describe('somebody holds a reference: reclaim cannot free it'),
  removed: z
    .enum(['zeroed', 'kept'])
    .default('zeroed')
    .describe(
      'what a task that has looked it up still reads once it has left the cache; kept: its contents, ' +
        'as its reference keeps the page',
    ),
  ifs_init: z
    .enum(['folio', 'clear'])
    .default('folio')
    .describe('per-block state made anew: taken from the folio, or (until 4595a298d556) clear'),
})

type Input = z.output<typeof folioInput>

/** Requests that wait for PG_writeback to be cleared. */
type Stalled = Request<
  | 'folio_wait_writeback'
  | 'iomap_folio_prepare_writethrough'
  | 'truncate_pagecache'
  | 'invalidate_inode_pages2'
>

/** Requests that wait for the folio lock. */
type LockWaiter = Request<'folio_lock' | 'invalidate_inode_pages2'>

export interface FolioContext extends PageCache {
  readonly pinned: boolean
  readonly ifs_init: Input['ifs_init']
  readonly PG_locked: string | null
  readonly lock_waiters: readonly LockWaiter[]
  readonly PG_writeback: boolean
  readonly writeback_waiters: readonly Stalled[]
}

function initial(input: Input): FolioContext {
  const folio_pos = input.index * input.page_size
  const blocks = blocksIn(folio_pos, folio_pos + input.page_size, input.block_size)
  const writable = input.pte === 'writable'
  return {
    block_size: input.block_size,
    page_size: input.page_size,
    folio_pos,
    PG_locked: null,
    lock_waiters: [],
    PG_writeback: false,
    writeback_waiters: [],
    PG_dirty: writable,
    uptodate: blocks.map(() => input.cached),
    dirty: blocks.map(() => writable),
    data: blocks.map((pos) => (input.cached && pos < input.old ? 'old' : 'zero')),
    pte: { mapped: writable, writable, dirty: false },
    ifs_uptodate: null,
    pinned: input.pinned,
    removed: input.removed,
    gone: [],
    ifs_init: input.ifs_init,
  }
}

/** Fails as VM_BUG_ON_FOLIO(!folio_test_locked(folio)) would, and also names a wrong holder. */
function locked<X extends { readonly type: string; readonly from: string }>(
  context: FolioContext,
  event: X,
): X {
  if (context.PG_locked === event.from) return event
  const holder = context.PG_locked ?? 'nobody'
  throw new Error(`${event.type} by ${event.from}, but ${holder} holds the folio lock`)
}

function lock(context: FolioContext, event: Request<'folio_lock'>): Outcome<FolioContext> {
  if (context.PG_locked === event.from) throw new Error(`${event.from} locks the folio twice`)
  if (context.PG_locked === null)
    return { next: { PG_locked: event.from }, answers: [answer(event)] }
  const waiter = { type: event.type, from: event.from }
  return { next: { lock_waiters: [...context.lock_waiters, waiter] }, answers: [] }
}

/** Hands a free lock on in order of arrival; an invalidation that need not wait drops it at once. */
function handOn(context: FolioContext): Outcome<FolioContext> & { readonly next: FolioContext } {
  let folio = context
  const answers = []
  for (const waiter of context.lock_waiters) {
    if (folio.PG_locked !== null) break
    folio = { ...folio, PG_locked: waiter.from, lock_waiters: folio.lock_waiters.slice(1) }
    if (waiter.type === 'folio_lock') answers.push(answer(waiter))
    else if (folio.PG_writeback)
      folio = { ...folio, writeback_waiters: [...folio.writeback_waiters, waiter] }
    else {
      folio = { ...folio, ...resume(folio, waiter) }
      answers.push(answer(waiter))
    }
  }
  return { next: folio, answers }
}

function unlock(context: FolioContext, event: Request<'folio_unlock'>): Outcome<FolioContext> {
  locked(context, event)
  const handed = handOn({ ...context, PG_locked: null })
  return { ...handed, answers: [answer(event), ...handed.answers] }
}

/** What a stalled request does once PG_writeback is clear. */
function resume(context: FolioContext, event: Stalled): Partial<FolioContext> {
  switch (event.type) {
    case 'folio_wait_writeback':
      return {}
    case 'iomap_folio_prepare_writethrough':
      return { ...cache.prepareWritethrough(context, event), PG_writeback: true }
    case 'truncate_pagecache':
      return cache.truncate(context, event.pos)
    case 'invalidate_inode_pages2':
      return { ...cache.invalidate(context), PG_locked: null }
  }
}

/** Lets those go who waited, in order; one that starts writeback again stops those behind it. */
function settle(context: FolioContext): Outcome<FolioContext> {
  let folio = context
  const answers = []
  for (const waiter of context.writeback_waiters) {
    if (folio.PG_writeback) break
    const writeback_waiters = folio.writeback_waiters.slice(1)
    folio = { ...folio, ...resume(folio, waiter), writeback_waiters }
    answers.push(answer(waiter))
  }
  const handed = handOn(folio)
  return { ...handed, answers: [...answers, ...handed.answers] }
}

function stall(context: FolioContext, event: Stalled): Outcome<FolioContext> {
  const writeback_waiters = [...context.writeback_waiters, event]
  return settle({ ...context, writeback_waiters })
}

function endWriteback(
  context: FolioContext,
  event: Request<'folio_end_writeback'>,
): Outcome<FolioContext> {
  if (!context.PG_writeback)
    throw new Error(`folio_end_writeback by ${event.from}: PG_writeback is not set`)
  const woken = settle({ ...context, PG_writeback: false })
  return { ...woken, answers: [answer(event), ...woken.answers] }
}

/**
 * The copy with page faults off, and iomap_write_end(): a short copy into a folio that is not up
 * to date counts as nothing written [K __iomap_write_end].
 */
function copyFromIter(
  context: FolioContext,
  event: Request<'copy_folio_from_iter_atomic'>,
): Outcome<FolioContext> {
  const { pos, end, fill, copied } = locked(context, event)
  const short = copied < end - pos && context.uptodate.includes(false)
  const written = short ? 0 : copied
  return {
    next: written === 0 ? {} : cache.write(context, { pos, end: pos + written }, fill),
    answers: [answer(event, { copied, written })],
  }
}

function startWriteback(
  context: FolioContext,
  event: Request<'folio_start_writeback'>,
): Outcome<FolioContext> {
  if (context.PG_writeback) throw new Error('folio_start_writeback: PG_writeback is set already')
  const blocks = cache.dirtyBlocks(context, locked(context, event).end)
  return {
    next: { PG_writeback: true, dirty: context.dirty.map(() => false) },
    answers: [answer(event, { blocks })],
  }
}

function hardwareStore(context: FolioContext, event: Request<'store'>): Outcome<FolioContext> {
  const faulted = !context.pte.writable
  return {
    next: faulted ? {} : cache.store(context, event.pos, event.fill),
    answers: [answer(event, { faulted })],
  }
}

/**
 * [K invalidate_inode_pages2_range: folio_lock, folio_wait_writeback, unmap, drop if clean] Left out:
 * the kernel also unmaps the range before the first lock, so that a store that comes while it waits
 * must fault.
 */
function invalidate(
  context: FolioContext,
  event: Request<'invalidate_inode_pages2'>,
): Outcome<FolioContext> {
  const waiter = { type: event.type, from: event.from }
  return handOn({ ...context, lock_waiters: [...context.lock_waiters, waiter] })
}

/**
 * [K shrink_folio_list, __remove_mapping] Trylock, PG_writeback, unmap (which moves the entry's
 * dirt to the folio), PG_dirty, drop: one step, because all of it is under the folio lock.
 */
function shrink(context: FolioContext, event: Request<'shrink_folio_list'>): Outcome<FolioContext> {
  if (context.PG_locked !== null) return { answers: [answer(event, { reclaim: 'keep' })] }
  if (context.PG_writeback) return { answers: [answer(event, { reclaim: 'writeback' })] }
  const unmapped = { ...context, ...cache.unmap(context) }
  if (unmapped.PG_dirty) return { next: unmapped, answers: [answer(event, { reclaim: 'keep' })] }
  if (!context.pinned)
    return { next: cache.drop(context), answers: [answer(event, { reclaim: 'freed' })] }
  return {
    next: { ...unmapped, ...released(context) },
    answers: [answer(event, { reclaim: 'keep' })],
  }
}

/**
 * [K iomap_release_folio] The per-block state is freed before the last reference is found to be
 * somebody else's, and made anew by whoever dirties the folio next.
 */
function released({ ifs_init, uptodate }: FolioContext): Partial<FolioContext> {
  return ifs_init === 'clear' ? { ifs_uptodate: uptodate.map(() => false) } : {}
}

export const folio = setup({
  types: {} as {
    context: FolioContext
    events: Request<keyof FolioOperations>
    input: Input
  },
}).createMachine({
  id: 'folio',
  context: ({ input }) => initial(input),
  tags: 'idle',
  on: {
    folio_lock: { actions: perform(lock) },
    folio_unlock: { actions: perform(unlock) },
    folio_wait_writeback: { actions: perform(stall) },
    iomap_folio_prepare_writethrough: {
      actions: perform((context, event) => stall(context, locked(context, event))),
    },
    truncate_pagecache: {
      actions: perform((context, event) => stall(context, locked(context, event))),
    },
    folio_end_writeback: { actions: perform(endWriteback) },
    folio_start_writeback: { actions: perform(startWriteback) },
    folio_test_uptodate: {
      actions: reply(({ context, event }) => ({
        uptodate: cache.isUptodate(context, event),
        generation: context.gone.length,
      })),
    },
    folio_test_dirty: { actions: reply(({ context }) => ({ dirty: context.PG_dirty })) },
    folio_fill: {
      actions: [
        assign(({ context, event }) => cache.fill(context, locked(context, event))),
        reply(({ context }) => ({ generation: context.gone.length })),
      ],
    },
    copy_folio_from_iter_atomic: { actions: perform(copyFromIter) },
    copy_folio_to_iter: {
      actions: reply(({ context, event }) => ({
        data: cache.slice(context, event, event.generation),
      })),
    },
    iomap_zero_range: {
      actions: [
        assign(({ context, event }) => cache.zeroRange(context, locked(context, event))),
        reply(),
      ],
    },
    pagecache_isize_extended: {
      actions: [
        assign(({ context, event }) => cache.isizeExtended(context, locked(context, event))),
        reply(),
      ],
    },
    folio_clear_dirty_for_io: {
      actions: perform((context, event) => ({
        next: cache.clearDirtyForIo(locked(context, event) && context),
        answers: [answer(event, { dirty: context.PG_dirty || context.pte.writable })],
      })),
    },
    folio_zero_segment: {
      actions: [
        assign(({ context, event }) => cache.zeroSegment(context, locked(context, event))),
        reply(),
      ],
    },
    folio_mark_dirty: {
      actions: [
        assign(({ context, event }) => cache.markDirty(locked(context, event) && context)),
        reply(),
      ],
    },
    // [K finish_mkwrite_fault] The entry becomes writable before the folio lock is dropped.
    finish_mkwrite_fault: {
      actions: [
        assign(
          ({ context, event }) =>
            locked(context, event) && { pte: { ...context.pte, mapped: true, writable: true } },
        ),
        reply(),
      ],
    },
    store: { actions: perform(hardwareStore) },
    bvec_sample: {
      actions: reply(({ context, event }) => ({
        data: event.blocks.flatMap((pos) =>
          cache.slice(context, { pos, end: pos + context.block_size }),
        ),
      })),
    },
    invalidate_inode_pages2: { actions: perform(invalidate) },
    shrink_folio_list: { actions: perform(shrink) },
  },
})
