/**
 * The copying loop of a buffered write whose source may be the folio that it writes to
 * [K iomap_write_iter]: fault the source in, lock the folio, copy, unlock; a copy that falls short
 * into a folio that is not up to date counts as nothing, and the loop tries again. A page is as
 * long as a block here, and the folio has one block per page of the write.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call } from '../call.ts'
import { sizes } from '../geometry.ts'
import type { TaskEvent } from '../message.ts'

export const selfCopyWriterInput = z.strictObject({
  block_size: sizes.block_size,
  user_pages: z.string().default('user_pages').describe('the source'),
  dest: z.string().describe('the folio that it writes to, from its first block on'),
  pages: z.number().int().positive().default(2).describe('how long the write is'),
  pagefault: z
    .enum(['enabled', 'disabled'])
    .default('disabled')
    .describe('whether the copy under the folio lock may fault (pagefault_disable)'),
  retry: z
    .enum(['whole', 'halve'])
    .default('halve')
    .describe('after nothing was copied: the same length again, or half of it'),
})

type Input = z.output<typeof selfCopyWriterInput>

export interface SelfCopyWriterContext extends Input {
  /** Pages written so far, the length of this pass, and how far this pass has come. */
  readonly written: number
  readonly chunk: number
  readonly done: number
}

const page = (c: SelfCopyWriterContext): number => c.written + c.done
const rest = (c: SelfCopyWriterContext): number => Math.min(c.chunk, c.pages - c.written)

/** What one pass leaves: progress, or another length for the next one. */
function passed(c: SelfCopyWriterContext, written: number): Partial<SelfCopyWriterContext> {
  if (written > 0) return { written: c.written + written / c.block_size, done: 0 }
  const half = Math.max(1, Math.floor(c.chunk / 2))
  return { chunk: c.retry === 'halve' ? half : c.chunk, done: 0 }
}

const another = assign<SelfCopyWriterContext, TaskEvent, undefined, TaskEvent, never>(
  ({ context }) => ({ done: context.done + 1 }),
)

export const self_copy_writer = setup({
  types: {} as { context: SelfCopyWriterContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'self_copy_writer',
  context: ({ input }) => ({ ...input, written: 0, chunk: input.pages, done: 0 }),
  initial: 'loop',
  states: {
    loop: {
      always: [
        { guard: ({ context }) => context.written >= context.pages, target: 'returned' },
        { guard: ({ context }) => context.done < rest(context), target: 'fault_in' },
        { target: 'folio_lock', actions: assign({ done: 0 }) },
      ],
    },
    fault_in: {
      entry: call(
        'fault_in_iov_iter_readable',
        (c) => c.user_pages,
        (c) => ({ page: page(c) }),
      ),
      on: { 'fault_in_iov_iter_readable.ret': { target: 'loop', actions: another } },
    },
    folio_lock: {
      entry: call('folio_lock', (c) => c.dest),
      on: { 'folio_lock.ret': 'copying' },
    },
    copying: {
      always: [
        { guard: ({ context }) => context.done < rest(context), target: 'copy_from_user' },
        { target: 'write_end' },
      ],
    },
    copy_from_user: {
      entry: call(
        'copy_from_user',
        (c) => c.user_pages,
        (c) => ({ page: page(c), pagefault: c.pagefault }),
      ),
      on: {
        'copy_from_user.ret': [
          { guard: ({ event }) => event.copied, target: 'copying', actions: another },
          { target: 'write_end' },
        ],
      },
    },
    write_end: {
      entry: call(
        'copy_folio_from_iter_atomic',
        (c) => c.dest,
        (c) => ({
          pos: c.written * c.block_size,
          end: (c.written + rest(c)) * c.block_size,
          fill: 'S',
          copied: c.done * c.block_size,
        }),
      ),
      on: {
        'copy_folio_from_iter_atomic.ret': {
          target: 'folio_unlock',
          actions: assign(({ context, event }) => passed(context, event.written)),
        },
      },
    },
    folio_unlock: {
      entry: call('folio_unlock', (c) => c.dest),
      on: { 'folio_unlock.ret': 'loop' },
    },
    returned: { type: 'final' },
  },
})
