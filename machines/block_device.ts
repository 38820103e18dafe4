/**
 * The disk, addressed by file position: the model has one file, and a block that it frees is given
 * to nobody else. A block that was never written holds what a former owner left, `stale`, which is
 * why an unwritten extent must read as zeros until its data is there.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { reply, signal } from './call.ts'
import { blocksIn, bytes, sizes } from './geometry.ts'
import type { BlockDeviceOperations, Request, Signal } from './message.ts'

export const blockDeviceInput = z.strictObject({
  block_size: sizes.block_size,
  file_end: bytes.default(16384).describe('the model follows the file up to here'),
  written: bytes.default(0).describe("blocks below this position hold 'old'"),
})

type Input = z.output<typeof blockDeviceInput>

export interface BlockDeviceContext {
  readonly block_size: number
  readonly data: readonly string[]
}

/** What the disk holds for the block at `pos`. */
export function diskAt({ data, block_size }: BlockDeviceContext, pos: number): string {
  return data[Math.floor(pos / block_size)] ?? 'stale'
}

/** -EIO of include/uapi/asm-generic/errno-base.h. */
const EIO = -5

type Faulty = Extract<Signal, { readonly type: 'blk_error' }>

export const block_device = setup({
  types: {} as {
    context: BlockDeviceContext
    events: Request<keyof BlockDeviceOperations> | Faulty
    input: Input
  },
}).createMachine({
  id: 'block_device',
  context: ({ input }) => ({
    block_size: input.block_size,
    data: blocksIn(0, input.file_end, input.block_size).map((pos) =>
      pos < input.written ? 'old' : 'stale',
    ),
  }),
  tags: 'idle',
  on: {
    blk_read: {
      actions: reply(({ context, event }) => ({
        data: blocksIn(event.pos, event.end, context.block_size).map((pos) => diskAt(context, pos)),
      })),
    },
    blk_write: {
      actions: [
        assign({
          data: ({ context, event }) =>
            context.data.map((old, i) => {
              const at = event.blocks.indexOf(i * context.block_size)
              return event.data[at] ?? old
            }),
        }),
        reply(() => ({ error: 0 })),
      ],
    },
    // Delivered in place of blk_write: the medium keeps what it had.
    blk_error: {
      actions: signal(
        (_, event) => event.from,
        () => ({ type: 'blk_write.ret', error: EIO }),
      ),
    },
  },
})
