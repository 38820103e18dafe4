/**
 * The memory of an object of the heap, struct aio_kiocb or struct iomap_dio, and its reference
 * count. Reading freed memory gives what was there, so nothing is noticed here; a count that is
 * zero already saturates and answers that it is not zero [K refcount_dec_and_test].
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { answer, perform, reply } from '../call.ts'
import type { Request, SlabOperations } from '../message.ts'

export const slabObjectInput = z.strictObject({
  refs: z.number().int().positive().default(1).describe('references held at the start'),
})

export interface SlabObjectContext {
  readonly refs: number
  readonly freed: boolean
}

export const slab_object = setup({
  types: {} as {
    context: SlabObjectContext
    events: Request<keyof SlabOperations>
    input: z.output<typeof slabObjectInput>
  },
}).createMachine({
  id: 'slab_object',
  context: ({ input }) => ({ refs: input.refs, freed: false }),
  tags: 'idle',
  on: {
    slab_read: { actions: reply() },
    refcount_dec_and_test: {
      actions: perform(({ refs }, event) => ({
        next: { refs: Math.max(0, refs - 1) },
        answers: [answer(event, { zero: refs === 1 })],
      })),
    },
    kfree: { actions: [assign({ freed: true }), reply()] },
  },
})
