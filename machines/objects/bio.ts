/**
 * struct bio, one actor per entry of a task's pool, so that the device may finish bios in any
 * order. An entry that is built but not yet submitted does not exist here: its folios are under
 * writeback and its submitter still holds the bvec array, which is the point of hazards such as a
 * wait on one's own unsubmitted writeback [K, commit ecf5fc6e9654 for the class].
 *
 * submitted: checksum (if the device wants one), queued, DMA, medium, bi_end_io. The checksum and
 * the DMA read the folio at different times, and whoever does not honour stable pages may change
 * the folio between them [commit d76ee18a8551].
 */
import { assign, sendTo, setup } from 'xstate'
import { z } from 'zod'
import { call, signal } from '../call.ts'
import type { Return, Segment, Signal } from '../message.ts'

export const bioInput = z.strictObject({
  block_device: z.string().default('block_device').describe('the block_device it is sent to'),
  checksum: z
    .boolean()
    .default(false)
    .describe('the device checksums the data before DMA, as T10 PI or an iSCSI digest does'),
})

type Input = z.output<typeof bioInput>

export interface BioContext extends Input {
  /** Who is told by bi_end_io: a write's context, or the task itself. */
  readonly private: string
  readonly segments: readonly Segment[]
  readonly end_writeback: boolean
  /** The segment that is being sampled or ended. */
  readonly segment: number
  readonly checksummed: readonly string[]
  readonly dma: readonly string[]
  readonly error: number
  readonly fua: boolean
}

const free = {
  private: '',
  segments: [],
  end_writeback: false,
  segment: 0,
  checksummed: [],
  dma: [],
  error: 0,
  fua: false,
} as const

type BioEvent =
  | Extract<Signal, { readonly type: 'submit_bio' | 'dispatch' }>
  | Return<'bvec_sample' | 'blk_write' | 'folio_end_writeback'>

function segmentOf({ segments, segment }: BioContext): Segment {
  const found = segments[segment]
  if (found === undefined) throw new Error(`bio has no segment ${segment}`)
  return found
}

function lastSegment({ segments, segment }: BioContext): boolean {
  return segment >= segments.length - 1
}

const sample = call<BioContext, BioEvent, 'bvec_sample'>(
  'bvec_sample',
  (c) => segmentOf(c).folio,
  (c) => ({ blocks: segmentOf(c).blocks }),
)

export const bio = setup({
  types: {} as { context: BioContext; events: BioEvent; input: Input },
}).createMachine({
  id: 'bio',
  context: ({ input }) => ({ ...input, ...free }),
  initial: 'free',
  states: {
    free: {
      tags: 'idle',
      on: {
        submit_bio: {
          target: 'submitted',
          actions: assign(({ event }) => ({
            private: event.from,
            segments: event.segments,
            end_writeback: event.end_writeback,
            dma: event.data,
            fua: event.fua,
          })),
        },
      },
    },
    submitted: {
      always: [
        // A direct write's bytes are the user's buffer, which nobody changes in this model.
        { guard: ({ context }) => context.dma.length > 0, target: 'queued' },
        { guard: ({ context }) => context.checksum, target: 'checksum' },
        { target: 'queued' },
      ],
    },
    checksum: {
      entry: sample,
      on: {
        'bvec_sample.ret': [
          {
            guard: ({ context }) => lastSegment(context),
            target: 'queued',
            actions: assign(({ context, event }) => ({
              checksummed: [...context.checksummed, ...event.data],
              segment: 0,
            })),
          },
          {
            target: 'checksum',
            reenter: true,
            actions: assign(({ context, event }) => ({
              checksummed: [...context.checksummed, ...event.data],
              segment: context.segment + 1,
            })),
          },
        ],
      },
    },
    // In the queue of the block layer and of the device, for as long as it likes.
    queued: {
      entry: sendTo(({ self }) => self, { type: 'dispatch' }),
      on: {
        dispatch: [
          { guard: ({ context }) => context.dma.length > 0, target: 'medium' },
          { target: 'dma' },
        ],
      },
    },
    dma: {
      entry: sample,
      on: {
        'bvec_sample.ret': [
          {
            guard: ({ context }) => lastSegment(context),
            target: 'medium',
            actions: assign(({ context, event }) => ({
              dma: [...context.dma, ...event.data],
              segment: 0,
            })),
          },
          {
            target: 'dma',
            reenter: true,
            actions: assign(({ context, event }) => ({
              dma: [...context.dma, ...event.data],
              segment: context.segment + 1,
            })),
          },
        ],
      },
    },
    medium: {
      entry: call(
        'blk_write',
        (c) => c.block_device,
        (c, self) => ({
          sectors: c.segments.flatMap((s) => s.sectors),
          data: c.dma,
          fua: c.fua,
          faults: [{ type: 'blk_error', from: self }],
        }),
      ),
      on: {
        'blk_write.ret': {
          target: 'ended',
          actions: assign({ error: ({ event }) => event.error }),
        },
      },
    },
    ended: {
      always: [
        { guard: ({ context }) => context.end_writeback, target: 'end_writeback' },
        { target: 'bi_end_io' },
      ],
    },
    // RFC v2: the quoted completion ends no writeback, so the bio must [S; inferred].
    end_writeback: {
      entry: call('folio_end_writeback', (c) => segmentOf(c).folio),
      on: {
        'folio_end_writeback.ret': [
          { guard: ({ context }) => lastSegment(context), target: 'bi_end_io' },
          {
            target: 'end_writeback',
            reenter: true,
            actions: assign({ segment: ({ context }) => context.segment + 1 }),
          },
        ],
      },
    },
    bi_end_io: {
      entry: [
        signal(
          (c) => c.private,
          (c, self) => ({ type: 'bi_end_io', bio: self, error: c.error }),
        ),
        assign(free),
      ],
      always: 'free',
    },
  },
})
