/** Writes back whatever is dirty, once, and waits for it: see iomap_writepages.ts. */
import { setup } from 'xstate'
import { z } from 'zod'
import { perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { sizes } from '../geometry.ts'
import { idleWritepages, iomapWritepages, writepagesOrder } from '../functions/iomap_writepages.ts'
import type { WritepagesContext } from '../functions/iomap_writepages.ts'
import type { TaskEvent } from '../message.ts'
import { design } from '../objects/work.ts'

const { inode, folios, block_map } = wiring

export const flusherInput = z.strictObject({
  ...{ inode, folios, block_map },
  ...sizes,
  ...ordering,
  i_disk_size: design.i_disk_size,
  bio: z.string().default('bio').describe('the bio it writes with'),
  ...writepagesOrder,
})

type Input = z.output<typeof flusherInput>

export interface FlusherContext extends WritepagesContext {
  readonly notify: readonly string[]
  readonly after: string | null
}

export const flusher = setup({
  types: {} as { context: FlusherContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'flusher',
  context: ({ input }) => ({
    ...idleWritepages,
    ...input,
    cursor: 0,
    limit: input.folios.length * input.page_size,
  }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'iomap_writepages' },
      on: { start: 'iomap_writepages' },
    },
    iomap_writepages: { ...iomapWritepages<FlusherContext>(), onDone: 'returned' },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
