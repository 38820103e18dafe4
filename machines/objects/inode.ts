/**
 * struct inode and its address_space: i_size, i_dio_count, AS_STABLE_WRITES, wb_err.
 *
 * i_size_write() is one store and i_size_read() one load [K include/linux/fs.h]; nothing here
 * makes a read, compare, store of a caller atomic. i_dio_count is raised under i_rwsem and dropped
 * under no lock [K inode_dio_begin, inode_dio_end]. AS_STABLE_WRITES is one bit in mainline and in
 * RFC v2; v1 counted its users and a later RFC counts them again [P, S].
 *
 * v1's count is an atomic beside the bit. Its second steps are messages of the inode to itself, so
 * that others may come between; they keep their order among each other, which loses no outcome.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { answer, perform, reply } from '../call.ts'
import type { Outcome } from '../call.ts'
import { bytes } from '../geometry.ts'
import type { InodeOperations, Request, Signal } from '../message.ts'

export const inodeInput = z.strictObject({
  i_size: bytes.default(0).describe('i_size at the start'),
  stable: z
    .enum(['bit', 'count', 'count-racy'])
    .default('bit')
    .describe(
      'AS_STABLE_WRITES: one bit, which any completion clears; a count of users; or, as in RFC v1, ' +
        'a bit beside a count, set before the count goes up and cleared after it has come down',
    ),
  stable_required: z
    .boolean()
    .default(false)
    .describe('the device checksums its data, so pages under writeback must never change'),
})

type Input = z.output<typeof inodeInput>

export interface InodeContext {
  readonly i_size: number
  readonly i_dio_count: number
  readonly dio_waiters: readonly Request<'inode_dio_wait'>[]
  readonly stable: Input['stable']
  /** The bit as 0 or 1, or the number of users with the device's own requirement as one. */
  readonly stable_writes: number
  /** AS_STABLE_WRITES where it is kept beside the count. */
  readonly stable_bit: boolean
  readonly wb_err: number
  /** The errseq_t behind it: errors that were told apart, and whether the last was reported. */
  readonly wb_err_seq: number
  readonly wb_err_seen: boolean
}

/** [K errseq_set] An error that nobody has seen yet is not counted again. */
function setError(
  context: InodeContext,
  event: Request<'mapping_set_error'>,
): Outcome<InodeContext> {
  const counts = context.wb_err === 0 || context.wb_err_seen
  return {
    next: {
      wb_err: event.error,
      wb_err_seq: context.wb_err_seq + (counts ? 1 : 0),
      wb_err_seen: false,
    },
    answers: [answer(event)],
  }
}

/** [K errseq_check_and_advance] Each opener is told once, whoever was told before. */
function checkAndAdvance(
  context: InodeContext,
  event: Request<'file_check_and_advance_wb_err'>,
): Outcome<InodeContext> {
  const since = context.wb_err_seq
  if (event.since === since) return { answers: [answer(event, { error: 0, since })] }
  return {
    next: { wb_err_seen: true },
    answers: [answer(event, { error: context.wb_err, since })],
  }
}

/** AS_EIO before commit 088737f44bbf: who looks first clears it for all. */
function checkErrors(
  context: InodeContext,
  event: Request<'filemap_check_errors'>,
): Outcome<InodeContext> {
  const error = context.wb_err_seen ? 0 : context.wb_err
  return {
    next: { wb_err_seen: error !== 0 || context.wb_err_seen },
    answers: [answer(event, { error })],
  }
}

function dioEnd(context: InodeContext, event: Request<'inode_dio_end'>): Outcome<InodeContext> {
  const i_dio_count = context.i_dio_count - 1
  if (i_dio_count < 0) throw new Error(`inode_dio_end by ${event.from}: i_dio_count below zero`)
  const woken = i_dio_count === 0 ? context.dio_waiters : []
  return {
    next: { i_dio_count, dio_waiters: i_dio_count === 0 ? [] : context.dio_waiters },
    answers: [event, ...woken].map((request) => answer(request)),
  }
}

function dioWait(context: InodeContext, event: Request<'inode_dio_wait'>): Outcome<InodeContext> {
  if (context.i_dio_count === 0) return { answers: [answer(event)] }
  const waiter = { type: event.type, from: event.from }
  return { next: { dio_waiters: [...context.dio_waiters, waiter] }, answers: [] }
}

/** [P RFC v1 2/3: counted] [S iomap_writethrough_complete(): cleared whoever else needs it] */
function cleared({ stable, stable_writes }: InodeContext): number {
  if (stable === 'bit') return 0
  if (stable_writes === 0) throw new Error('stable-writes count below zero')
  return stable_writes - 1
}

/** The second steps of v1's count. */
type StableHalf = Extract<Signal, { readonly type: 'stable_count_inc' | 'stable_bit_clear' }>

const racy = ({ context }: { readonly context: InodeContext }): boolean =>
  context.stable === 'count-racy'

export const inode = setup({
  types: {} as {
    context: InodeContext
    events: Request<keyof InodeOperations> | StableHalf
    input: Input
  },
}).createMachine({
  id: 'inode',
  context: ({ input }) => ({
    i_size: input.i_size,
    i_dio_count: 0,
    dio_waiters: [],
    stable: input.stable,
    stable_writes: input.stable_required ? 1 : 0,
    stable_bit: input.stable_required,
    wb_err: 0,
    wb_err_seq: 0,
    wb_err_seen: false,
  }),
  tags: 'idle',
  on: {
    i_size_read: { actions: reply(({ context }) => ({ i_size: context.i_size })) },
    i_size_write: { actions: [assign({ i_size: ({ event }) => event.i_size }), reply()] },
    inode_dio_begin: {
      actions: [assign({ i_dio_count: ({ context }) => context.i_dio_count + 1 }), reply()],
    },
    inode_dio_end: { actions: perform(dioEnd) },
    inode_dio_wait: { actions: perform(dioWait) },
    mapping_set_stable_writes: [
      {
        guard: racy,
        actions: perform((_, { from }, self) => ({
          next: { stable_bit: true },
          answers: [{ to: self, event: { type: 'stable_count_inc', from } }],
        })),
      },
      {
        actions: [
          assign({
            stable_writes: ({ context }) =>
              context.stable === 'bit' ? 1 : context.stable_writes + 1,
          }),
          reply(),
        ],
      },
    ],
    stable_count_inc: {
      actions: perform((context, { from }) => ({
        next: { stable_writes: context.stable_writes + 1 },
        answers: [answer({ type: 'mapping_set_stable_writes', from })],
      })),
    },
    mapping_clear_stable_writes: [
      {
        guard: ({ context }) => racy({ context }) && context.stable_writes === 1,
        actions: perform((_, { from }, self) => ({
          next: { stable_writes: 0 },
          answers: [{ to: self, event: { type: 'stable_bit_clear', from } }],
        })),
      },
      { actions: [assign({ stable_writes: ({ context }) => cleared(context) }), reply()] },
    ],
    stable_bit_clear: {
      actions: perform((_, { from }) => ({
        next: { stable_bit: false },
        answers: [answer({ type: 'mapping_clear_stable_writes', from })],
      })),
    },
    mapping_stable_writes: {
      actions: reply(({ context }) => ({
        stable: racy({ context }) ? context.stable_bit : context.stable_writes > 0,
      })),
    },
    mapping_set_error: { actions: perform(setError) },
    file_check_and_advance_wb_err: { actions: perform(checkAndAdvance) },
    filemap_check_errors: { actions: perform(checkErrors) },
  },
})
