/**
 * struct iomap_writethrough_ctx of the series, and struct iomap_dio, whose pattern it follows:
 * reference count, first error, and who runs the completion when the last reference goes. The
 * submitter holds one reference and every bio one [S; K iomap_dio_submit_bio, __iomap_dio_rw].
 *
 * The last reference wakes a submitter that waits, hands the work back to a submitter that drops
 * it itself, and otherwise queues the work [K iomap_dio_bio_end_io; M cover of RFC v2].
 */
import { setup } from 'xstate'
import { z } from 'zod'
import { answer, perform, reply } from '../call.ts'
import type { Outcome, Post } from '../call.ts'
import { union } from '../geometry.ts'
import type { Range, Request, Signal } from '../message.ts'
import type { Work } from './work.ts'

export const iomapCtxInput = z.strictObject({
  kworker: z.string().default('kworker').describe('the kworker that AIO completions are queued on'),
  partial: z
    .enum(['none', 'bytes', 'prefix'])
    .default('none')
    .describe(
      'what a write of several bios comes to when one fails: nothing (v2), as many bytes as were ' +
        'written, or the bytes before the first failure (v3)',
    ),
})

type Input = z.output<typeof iomapCtxInput>

export interface IomapCtxContext extends Input {
  readonly ref: number
  readonly error: number
  readonly folios: readonly string[]
  readonly unwritten: readonly number[]
  /** Set once the submitter has dropped its own reference. */
  readonly work: Work | null
  readonly waiter: Request<'ctx_put'> | null
  /** What each bio carries, in the order of submission; kept only if `partial` needs it. */
  readonly parts: readonly Part[]
}

interface Part extends Range {
  readonly bio: string
  readonly folios: readonly string[]
  readonly failed: boolean
}

type CtxEvent =
  | Request<'ctx_error' | 'ctx_submit_bio' | 'ctx_put'>
  | Extract<Signal, { readonly type: 'bi_end_io' }>

function part({ bio, pos, end, segments }: Request<'ctx_submit_bio'>): Part {
  return { bio, pos, end, folios: segments.map(({ folio }) => folio), failed: false }
}

/** The completion that the write's parts amount to. */
function outcome(
  context: IomapCtxContext,
  work: Work,
): Pick<Work, 'written' | 'error' | 'unwritten' | 'invalidate'> {
  const { partial, parts, error, unwritten } = context
  const { invalidate, invalidate_failed } = work
  const whole = { written: work.written, error, unwritten, invalidate }
  if (error === 0 || partial === 'none') return whole
  const failed = parts.findIndex((part) => part.failed)
  const good = partial === 'prefix' ? parts.slice(0, failed) : parts.filter((part) => !part.failed)
  const written = good.reduce((sum, { pos, end }) => sum + end - pos, 0)
  if (written === 0) return whole
  const kept = new Set(good.flatMap(({ folios }) => folios))
  return {
    written,
    error: 0,
    unwritten: unwritten.filter((at) => at < work.pos + written),
    invalidate: union(
      invalidate,
      invalidate_failed.filter((folio) => !kept.has(folio)),
    ),
  }
}

/** [M RFC v2 2/5, iomap_writethrough_submit_bio: take a reference, submit_bio] */
function submitBio(
  context: IomapCtxContext,
  event: Request<'ctx_submit_bio'>,
  self: string,
): Outcome<IomapCtxContext> {
  const { bio, segments, data, end_writeback, fua } = event
  const submit: Post = {
    to: bio,
    event: { type: 'submit_bio', from: self, segments, data, end_writeback, fua } satisfies Signal,
  }
  return {
    next: {
      ref: context.ref + 1,
      folios: union(
        context.folios,
        end_writeback || data.length > 0 ? [] : segments.map((segment) => segment.folio),
      ),
      unwritten: union(context.unwritten, event.unwritten),
      parts: context.partial === 'none' ? [] : [...context.parts, part(event)],
    },
    answers: [submit, answer(event)],
  }
}

/** Drops one reference; with the last one the completion becomes somebody's business. */
function put(context: IomapCtxContext): Outcome<IomapCtxContext> {
  const { folios, waiter } = context
  const ref = context.ref - 1
  if (ref < 0) throw new Error('reference count of the write below zero')
  if (ref > 0 || context.work === null) return { next: { ...context, ref }, answers: [] }
  const inline = waiter !== null
  const work = { ...context.work, ...outcome(context, context.work), folios, inline }
  const next = { ...context, ref, folios: [], unwritten: [], parts: [], work: null, waiter: null }
  const post: Post =
    waiter === null
      ? { to: context.kworker, event: { type: 'queue_work', work } satisfies Signal }
      : answer(waiter, { queued: false, work })
  return { next, answers: [post] }
}

function submitterPut(
  context: IomapCtxContext,
  event: Request<'ctx_put'>,
): Outcome<IomapCtxContext> {
  const waits = event.wait || context.ref === 1
  const waiter = waits ? event : null
  const dropped = put({ ...context, work: event.work, waiter })
  if (waits) return dropped
  return { ...dropped, answers: [answer(event, { queued: true, work: null }), ...dropped.answers] }
}

/** [K iomap_dio_set_error: the first error wins, by cmpxchg] */
function bioEnd(
  context: IomapCtxContext,
  event: Extract<Signal, { readonly type: 'bi_end_io' }>,
): Outcome<IomapCtxContext> {
  const parts = context.parts.map((part) =>
    part.bio === event.bio ? { ...part, failed: event.error !== 0 } : part,
  )
  return put({ ...context, parts, error: context.error === 0 ? event.error : context.error })
}

const iomap_ctx = setup({
  types: {} as { context: IomapCtxContext; events: CtxEvent; input: Input },
}).createMachine({
  id: 'iomap_writethrough_ctx',
  context: ({ input }) => ({
    ...input,
    ref: 1,
    error: 0,
    folios: [],
    unwritten: [],
    work: null,
    waiter: null,
    parts: [],
  }),
  tags: 'idle',
  on: {
    ctx_error: { actions: reply(({ context }) => ({ error: context.error })) },
    ctx_submit_bio: {
      actions: perform((context, event, self) => submitBio(context, event, self)),
    },
    ctx_put: { actions: perform(submitterPut) },
    bi_end_io: { actions: perform(bioEnd) },
  },
})

export { iomap_ctx as iomap_writethrough_ctx, iomap_ctx as iomap_dio }
