/**
 * The disk, addressed by sector (the number of a block), and on it the metadata log. A sector that
 * was never written holds what a former owner left, `stale`, which is why an unwritten extent must
 * read as zeros until its data is there.
 *
 * A volatile cache takes writes and forgets them in a power cut, each on its own, unless a flush
 * (REQ_PREFLUSH, a log write) came between or the write was REQ_FUA
 * [K Documentation/block/writeback_cache_control.rst]. A write of several sectors may be torn.
 *
 * The log is the newest metadata that has reached the medium: log writes come over one channel and
 * are not reordered, so that what is durable is always a prefix.
 */
import { assign, sendTo, setup } from 'xstate'
import { z } from 'zod'
import { answer, perform, reply, signal } from '../call.ts'
import type { Outcome } from '../call.ts'
import { blocksIn, bytes, sizes } from '../geometry.ts'
import type { BlockDeviceOperations, Metadata, Request, Sector, Signal } from '../message.ts'

export const blockDeviceInput = z.strictObject({
  block_size: sizes.block_size,
  file_end: bytes.default(16384).describe('the disk has as many blocks as lie below this position'),
  written: bytes.default(0).describe("sectors below this position hold 'old'"),
  cache: z
    .enum(['write-through', 'volatile'])
    .default('write-through')
    .describe('volatile: a write is durable after a flush or with FUA only'),
})

type Input = z.output<typeof blockDeviceInput>

/** One sector in the volatile cache. */
interface Cached {
  readonly sector: number
  readonly word: string
}

export interface BlockDeviceContext {
  readonly cache: Input['cache']
  /** What a power cut leaves, by sector. */
  readonly medium: readonly string[]
  /** Writes the medium may not have, by sector and then in their order. */
  readonly unflushed: readonly Cached[]
  /** The newest transaction on the medium; null before the first. */
  readonly log: Metadata | null
}

/** What a read of `sector` returns; without a sector there is nothing but zeros. */
export function diskAt({ medium, unflushed }: BlockDeviceContext, sector: Sector): string {
  if (sector === null) return 'zero'
  return unflushed.findLast((w) => w.sector === sector)?.word ?? medium[sector] ?? 'stale'
}

type Stored = Pick<BlockDeviceContext, 'medium' | 'unflushed'>

function stored(
  context: BlockDeviceContext,
  { sectors, data, fua }: Pick<Request<'blk_write'>, 'sectors' | 'data' | 'fua'>,
): Stored {
  const writes = sectors.map((sector, i) => ({ sector, word: data[i] ?? 'stale' }))
  const { medium, unflushed } = context
  if (context.cache === 'volatile' && !fua)
    return { medium, unflushed: [...unflushed, ...writes].toSorted((a, b) => a.sector - b.sector) }
  return {
    medium: medium.map((word, i) => writes.findLast((w) => w.sector === i)?.word ?? word),
    unflushed: unflushed.filter((w) => !sectors.includes(w.sector)),
  }
}

function flushed(context: BlockDeviceContext, preflush: boolean): Partial<BlockDeviceContext> {
  if (!preflush) return {}
  return { medium: context.medium.map((_, sector) => diskAt(context, sector)), unflushed: [] }
}

function logForce(
  context: BlockDeviceContext,
  event: Extract<Signal, { readonly type: 'log_force' }>,
): Outcome<BlockDeviceContext> {
  return {
    next: flushed(context, event.preflush),
    answers: [answer({ type: 'xfs_log_force', from: event.from })],
  }
}

/** Whether the oldest write in the cache has reached the medium after all. */
interface PowerLost {
  readonly type: 'power_lost'
  readonly kept: boolean
  readonly alternatives?: readonly PowerLost[]
}

function settled(context: BlockDeviceContext, { kept }: PowerLost): Partial<BlockDeviceContext> {
  const [write, ...unflushed] = context.unflushed
  if (write === undefined || !kept) return { unflushed }
  return { medium: context.medium.with(write.sector, write.word), unflushed }
}

/** -EIO of include/uapi/asm-generic/errno-base.h. */
const EIO = -5

type DeviceEvent =
  | Request<keyof BlockDeviceOperations>
  | Extract<Signal, { readonly type: 'blk_error' | 'log_write' | 'log_force' | 'crash' }>
  | PowerLost

export const block_device = setup({
  types: {} as { context: BlockDeviceContext; events: DeviceEvent; input: Input },
}).createMachine({
  id: 'block_device',
  context: ({ input }) => ({
    cache: input.cache,
    medium: blocksIn(0, input.file_end, input.block_size).map((pos) =>
      pos < input.written ? 'old' : 'stale',
    ),
    unflushed: [],
    log: null,
  }),
  initial: 'powered',
  states: {
    powered: {
      tags: 'idle',
      on: {
        blk_read: {
          actions: reply(({ context, event }) => ({
            data: event.sectors.map((sector) => diskAt(context, sector)),
          })),
        },
        blk_write: {
          actions: [
            assign(({ context, event }) => stored(context, event)),
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
        log_write: {
          actions: assign(({ context, event }) => ({
            ...flushed(context, event.preflush),
            log: event.metadata,
          })),
        },
        log_force: { actions: perform(logForce) },
        crash: [
          { guard: ({ context }) => context.unflushed.length > 0, target: 'losing_power' },
          { target: 'off' },
        ],
      },
    },
    losing_power: {
      entry: sendTo(({ self }) => self, {
        type: 'power_lost',
        kept: true,
        alternatives: [{ type: 'power_lost', kept: false }],
      }),
      on: {
        power_lost: [
          {
            guard: ({ context }) => context.unflushed.length > 1,
            target: 'losing_power',
            reenter: true,
            actions: assign(({ context, event }) => settled(context, event)),
          },
          { target: 'off', actions: assign(({ context, event }) => settled(context, event)) },
        ],
        '*': {},
      },
    },
    // Takes everything and answers nothing; what recovery finds is the medium and the log.
    off: { tags: 'halt', on: { '*': {} } },
  },
})
