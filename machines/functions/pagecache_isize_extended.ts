/**
 * pagecache_isize_extended(inode, from = cursor, to = limit): what a caller does after it has
 * moved i_size from `from` to at least `to` [K mm/truncate.c]. The folio that holds the old EOF is
 * write-protected, so that the next store faults and finds its block; that is all that 6.12.117 does.
 * Since commit 52aecaee1c26, which is newer, a dirty folio is also zeroed from the old EOF on.
 *
 * The kernel demands that i_size is updated already and that i_rwsem is held, so that it is stable
 * and nobody observes it before stores at the new size are prepared for. Reads of i_size take no
 * i_rwsem, though. Neither demand is checked here: whether a design that breaks them loses data is
 * the question.
 */
import { assign, setup } from 'xstate'
import { call } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState, Walk } from '../fragment.ts'
import { folioAt } from '../geometry.ts'
import type { TaskEvent } from '../message.ts'

export interface IsizeExtendedContext extends Walk {
  readonly isize_extended_mkclean: boolean
  readonly isize_extended_zero: boolean
  /** The zeroing half does not ask whether the folio is dirty, and dirties it. */
  readonly isize_extended_clean?: boolean
}

/** The helper returns early when no block of the old EOF folio can lie past the old EOF. */
export function concernsFolio(
  from: number,
  to: number,
  { block_size, page_size }: { readonly block_size: number; readonly page_size: number },
): boolean {
  const rounded_from = Math.ceil(from / block_size) * block_size
  return block_size < page_size && rounded_from < to && rounded_from % page_size !== 0
}

const at = (c: IsizeExtendedContext): string => folioAt(c.folios, c.cursor, c)

const config = setup({
  types: {} as { context: IsizeExtendedContext; events: TaskEvent },
}).createStateConfig({
  initial: 'entered',
  states: {
    entered: {
      always: [
        {
          guard: ({ context: c }) => concernsFolio(c.cursor, c.limit, c),
          target: 'filemap_lock_folio',
        },
        { target: 'left' },
      ],
    },
    filemap_lock_folio: {
      entry: call('folio_lock', at),
      on: { 'folio_lock.ret': 'isize_extended' },
    },
    isize_extended: {
      entry: call('pagecache_isize_extended', at, (c) => ({
        pos: c.cursor,
        end: c.limit,
        mkclean: c.isize_extended_mkclean,
        zero: c.isize_extended_zero,
        clean: c.isize_extended_clean === true,
      })),
      on: { 'pagecache_isize_extended.ret': 'folio_unlock' },
    },
    folio_unlock: {
      entry: call('folio_unlock', at),
      on: { 'folio_unlock.ret': 'left' },
    },
    left: { type: 'final', entry: assign({ cursor: 0, limit: 0 }) },
  },
})

/** Runs the helper for [cursor, limit). */
export function pagecacheIsizeExtended<C extends IsizeExtendedContext>(): TaskState<C> {
  return inlined<IsizeExtendedContext, C>(config)
}
