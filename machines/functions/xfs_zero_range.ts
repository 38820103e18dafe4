/**
 * xfs_zero_range(): iomap_zero_range() over [cursor, limit), folio by folio [K iomap_zero_iter].
 * The caller holds i_rwsem and invalidate_lock. The extents are read under the folio lock, which
 * is what the validity cookie amounts to: a stale mapping is mapped again.
 *
 * Left out: the kernel looks once whether the range is dirty, before it maps and without the folio
 * lock, and does not lock the folio over a clean hole [K iomap_zero_range]. Here both are one step
 * under the lock. The answer is the same: invalidate_lock keeps out the fault that would make a clean
 * folio dirty in between.
 */
import { assign, setup } from 'xstate'
import { call } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState } from '../fragment.ts'
import { folioAt, folioEnd } from '../geometry.ts'
import type { Extent, TaskEvent } from '../message.ts'
import { writeBegin } from './write_begin.ts'
import type { WriteBeginContext } from './write_begin.ts'

export interface ZeroRangeContext extends WriteBeginContext {
  readonly block_map: string
  /** The extents of the folio at the cursor, while it is locked. */
  readonly extents: readonly Extent[]
}

const here = (c: ZeroRangeContext): { readonly pos: number; readonly end: number } => ({
  pos: c.cursor,
  end: Math.min(c.limit, folioEnd(c.cursor, c)),
})

const config = setup({
  types: {} as { context: ZeroRangeContext; events: TaskEvent },
}).createStateConfig({
  initial: 'next_folio',
  states: {
    next_folio: {
      always: [
        { guard: ({ context }) => context.cursor < context.limit, target: 'write_begin' },
        { target: 'zeroed', actions: assign({ cursor: 0, limit: 0 }) },
      ],
    },
    write_begin: { ...writeBegin<ZeroRangeContext>(), onDone: 'iomap_begin' },
    iomap_begin: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        (c) => ({ ...here(c), flags: 'report' as const }),
      ),
      on: {
        'iomap_begin.ret': {
          target: 'iomap_zero_range',
          actions: assign({ extents: ({ event }) => event.extents }),
        },
      },
    },
    iomap_zero_range: {
      entry: call(
        'iomap_zero_range',
        (c) => folioAt(c.folios, c.cursor, c),
        (c) => ({ ...here(c), extents: c.extents }),
      ),
      on: { 'iomap_zero_range.ret': 'folio_unlock' },
    },
    folio_unlock: {
      entry: call('folio_unlock', (c) => folioAt(c.folios, c.cursor, c)),
      on: {
        'folio_unlock.ret': {
          target: 'next_folio',
          actions: assign({ cursor: ({ context }) => here(context).end, extents: [] }),
        },
      },
    },
    zeroed: { type: 'final' },
  },
})

/** Zeroes [cursor, limit). */
export function xfsZeroRange<C extends ZeroRangeContext>(): TaskState<C> {
  return inlined<ZeroRangeContext, C>(config)
}
