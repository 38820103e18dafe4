/**
 * i_size as a 32-bit SMP kernel keeps it: two words and a sequence count, each of them plain
 * memory. Nothing here makes the increments of the count atomic; whoever writes must be alone
 * [K i_size_write, i_size_read in include/linux/fs.h; commit 7762f5a0b709].
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { reply } from '../call.ts'
import { bytes } from '../geometry.ts'
import type { Request, SeqcountOperations, SizeWord } from '../message.ts'

export const iSizeSeqcountInput = z.strictObject({
  i_size: bytes.default(0).describe('i_size at the start'),
})

/** The words by name. An odd sequence says that a store is under way. */
export type ISizeSeqcountContext = Readonly<Record<SizeWord, number>>

const word = 2 ** 32

/** The two words of a size, and back. */
export function split(i_size: number): Pick<ISizeSeqcountContext, 'lo' | 'hi'> {
  return { lo: i_size % word, hi: Math.floor(i_size / word) }
}

export function joined(lo: number, hi: number): number {
  return hi * word + lo
}

export const i_size_seqcount = setup({
  types: {} as {
    context: ISizeSeqcountContext
    events: Request<keyof SeqcountOperations>
    input: z.output<typeof iSizeSeqcountInput>
  },
}).createMachine({
  id: 'i_size_seqcount',
  context: ({ input }) => ({ sequence: 0, ...split(input.i_size) }),
  tags: 'idle',
  on: {
    read_once: { actions: reply(({ context, event }) => ({ value: context[event.word] })) },
    write_once: {
      actions: [
        assign(({ context, event }) => ({ ...context, [event.word]: event.value })),
        reply(),
      ],
    },
  },
})
