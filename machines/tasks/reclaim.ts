/**
 * Memory reclaim as kswapd runs it: at any time, on any folio, whatever else goes on. It drops what
 * is clean and not in use; whoever wants the folio next reads it again.
 */
import { setup } from 'xstate'
import { z } from 'zod'
import { perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'
import { reclaiming, shrinkFolioList } from '../functions/shrink_folio_list.ts'
import type { ShrinkFolioListContext } from '../functions/shrink_folio_list.ts'

export const reclaimInput = z.strictObject({
  folios: wiring.folios,
  ...ordering,
  ...reclaiming,
})

export interface ReclaimContext extends ShrinkFolioListContext {
  readonly notify: readonly string[]
  readonly after: string | null
}

export const reclaim = setup({
  types: {} as {
    context: ReclaimContext
    events: TaskEvent
    input: z.output<typeof reclaimInput>
  },
}).createMachine({
  id: 'reclaim',
  context: ({ input: { folios, ...input } }) => ({ ...input, lru: folios }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'shrink_folio_list' },
      on: { start: 'shrink_folio_list' },
    },
    shrink_folio_list: { ...shrinkFolioList<ReclaimContext>(), onDone: 'returned' },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
