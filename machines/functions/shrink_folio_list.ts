/**
 * Reclaim of the folios in `lru`, as a task of its own or inside an allocation (direct reclaim)
 * [K shrink_folio_list]. A folio that is locked or dirty is kept. One under writeback is kept too,
 * unless the caller may wait: then reclaim waits, without the folio lock, and looks again. An
 * allocation inside writeback must not wait, because its own task may be the only one that can
 * submit the folio's bio [commit ecf5fc6e9654].
 *
 * Left out: references, age, pins, and the throttling of kswapd.
 */
import { assign, setup } from 'xstate'
import type { MachineContext } from 'xstate'
import { z } from 'zod'
import { call } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'

/** Inputs of a task that contains reclaim. */
export const reclaiming = {
  reclaim_waits: z
    .boolean()
    .default(false)
    .describe('reclaim waits for a folio under writeback: may_enter_fs, or before ecf5fc6e9654'),
} as const

export interface ShrinkFolioListContext extends MachineContext {
  readonly reclaim_waits: boolean
  /** What is still to be looked at. */
  readonly lru: readonly string[]
}

const first = ({ lru }: ShrinkFolioListContext): string => lru[0] ?? ''
const next = assign<ShrinkFolioListContext, TaskEvent, undefined, TaskEvent, never>(
  ({ context }) => ({ lru: context.lru.slice(1) }),
)

const config = setup({
  types: {} as { context: ShrinkFolioListContext; events: TaskEvent },
}).createStateConfig({
  initial: 'next_folio',
  states: {
    next_folio: {
      always: [
        { guard: ({ context }) => context.lru.length > 0, target: 'shrink_folio_list' },
        { target: 'shrunk' },
      ],
    },
    shrink_folio_list: {
      entry: call('shrink_folio_list', first),
      on: {
        'shrink_folio_list.ret': [
          {
            guard: ({ context, event }) => context.reclaim_waits && event.reclaim === 'writeback',
            target: 'folio_wait_writeback',
          },
          { target: 'next_folio', actions: next },
        ],
      },
    },
    folio_wait_writeback: {
      entry: call('folio_wait_writeback', first),
      on: { 'folio_wait_writeback.ret': 'shrink_folio_list' },
    },
    shrunk: { type: 'final' },
  },
})

/** Ends with `lru` empty. */
export function shrinkFolioList<C extends ShrinkFolioListContext>(): TaskState<C> {
  return inlined<ShrinkFolioListContext, C>(config)
}
