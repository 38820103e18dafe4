/** Writes back whatever is dirty, once, and waits for it: see iomap_writepages.ts. */
import { setup } from 'xstate'
import { z } from 'zod'
import { perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { bytes, sizes } from '../geometry.ts'
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
  pos: bytes.default(0).describe('where it begins'),
  len: bytes.default(0).describe('how much it writes back; 0: all to the end'),
  ...writepagesOrder,
})

type Input = z.output<typeof flusherInput>

export interface FlusherContext extends WritepagesContext {
  readonly notify: readonly string[]
  readonly after: string | null
}

function initial({ pos, len, ...input }: Input): FlusherContext {
  const limit = len === 0 ? input.folios.length * input.page_size : pos + len
  return { ...idleWritepages, ...input, cursor: pos, limit }
}

export const flusher = setup({
  types: {} as { context: FlusherContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'flusher',
  context: ({ input }) => initial(input),
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
