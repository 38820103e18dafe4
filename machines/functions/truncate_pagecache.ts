/**
 * truncate_pagecache() from the cursor to the limit: folio by folio lock, wait for writeback, then
 * drop the folio or zero its part past the new EOF [K truncate_inode_pages_range,
 * truncate_inode_partial_folio]. Unmapping goes with the drop.
 */
import { assign, setup } from 'xstate'
import { call } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState, Walk } from '../fragment.ts'
import { folioAt, folioEnd } from '../geometry.ts'
import type { TaskEvent } from '../message.ts'

const at = (c: Walk): string => folioAt(c.folios, c.cursor, c)

const config = setup({
  types: {} as { context: Walk; events: TaskEvent },
}).createStateConfig({
  initial: 'next_folio',
  states: {
    next_folio: {
      always: [
        { guard: ({ context }) => context.cursor < context.limit, target: 'folio_lock' },
        { target: 'truncated', actions: assign({ cursor: 0, limit: 0 }) },
      ],
    },
    folio_lock: {
      entry: call('folio_lock', at),
      on: { 'folio_lock.ret': 'truncate_folio' },
    },
    truncate_folio: {
      entry: call('truncate_pagecache', at, (c) => ({ pos: c.cursor })),
      on: { 'truncate_pagecache.ret': 'folio_unlock' },
    },
    folio_unlock: {
      entry: call('folio_unlock', at),
      on: {
        'folio_unlock.ret': {
          target: 'next_folio',
          actions: assign({ cursor: ({ context }) => folioEnd(context.cursor, context) }),
        },
      },
    },
    truncated: { type: 'final' },
  },
})

/** Truncates the cache over [cursor, limit). */
export function truncatePagecache<C extends Walk>(): TaskState<C> {
  return inlined<Walk, C>(config)
}
