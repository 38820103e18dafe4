/**
 * Another file on the same disk: it allocates a block, writes a word of its own there and reads it
 * back. Whatever a block that was freed too early does to its next owner shows here.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'

const { block_map, block_device } = wiring

export const otherFileInput = z.strictObject({
  ...{ block_map, block_device },
  ...ordering,
  fill: z.string().default('foreign').describe('the word it writes'),
})

type Input = z.output<typeof otherFileInput>

export interface OtherFileContext extends Input {
  /** The block that belongs to it. */
  readonly sector: number | null
  /** Its word has been written. */
  readonly written: boolean
  /** What it read back. */
  readonly seen: string | null
}

const sectors = ({ sector }: OtherFileContext): readonly number[] =>
  sector === null ? [] : [sector]

export const other_file = setup({
  types: {} as { context: OtherFileContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'other_file',
  context: ({ input }) => ({ ...input, sector: null, written: false, seen: null }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'xfs_alloc_vextent' },
      on: { start: 'xfs_alloc_vextent' },
    },
    xfs_alloc_vextent: {
      entry: call('xfs_alloc_vextent', (c) => c.block_map),
      on: {
        'xfs_alloc_vextent.ret': {
          target: 'blk_write',
          actions: assign({ sector: ({ event }) => event.sector }),
        },
      },
    },
    blk_write: {
      entry: call(
        'blk_write',
        (c) => c.block_device,
        (c) => ({ sectors: sectors(c), data: [c.fill], fua: false }),
      ),
      on: { 'blk_write.ret': { target: 'blk_read', actions: assign({ written: true }) } },
    },
    blk_read: {
      entry: call(
        'blk_read',
        (c) => c.block_device,
        (c) => ({ sectors: sectors(c) }),
      ),
      on: {
        'blk_read.ret': {
          target: 'returned',
          actions: assign({ seen: ({ event }) => event.data[0] ?? null }),
        },
      },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
