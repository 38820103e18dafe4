/**
 * The part of iomap_write_begin() that can wait: lock the folio, then wait for stable pages
 * [K __filemap_get_folio with FGP_WRITEBEGIN, folio_wait_stable]. The wait happens with the folio
 * lock held, and only if the mapping asks for stable pages at this instant.
 */
import { setup } from 'xstate'
import { call } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState, Walk } from '../fragment.ts'
import { folioAt } from '../geometry.ts'
import type { TaskEvent } from '../message.ts'

/** `cursor` names the folio. */
export interface WriteBeginContext extends Walk {
  readonly inode: string
}

const at = (c: WriteBeginContext): string => folioAt(c.folios, c.cursor, c)

const config = setup({
  types: {} as { context: WriteBeginContext; events: TaskEvent },
}).createStateConfig({
  initial: 'folio_lock',
  states: {
    folio_lock: {
      entry: call('folio_lock', at),
      on: { 'folio_lock.ret': 'mapping_stable_writes' },
    },
    mapping_stable_writes: {
      entry: call('mapping_stable_writes', (c) => c.inode),
      on: {
        'mapping_stable_writes.ret': [
          { guard: ({ event }) => event.stable, target: 'folio_wait_stable' },
          { target: 'locked' },
        ],
      },
    },
    folio_wait_stable: {
      entry: call('folio_wait_writeback', at),
      on: { 'folio_wait_writeback.ret': 'locked' },
    },
    locked: { type: 'final' },
  },
})

/** Ends with the folio at `cursor` locked. */
export function writeBegin<C extends WriteBeginContext>(): TaskState<C> {
  return inlined<WriteBeginContext, C>(config)
}
