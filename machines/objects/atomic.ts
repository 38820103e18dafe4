/** atomic_t: each operation is one step, whoever else looks at the counter. */
import { setup } from 'xstate'
import { z } from 'zod'
import { answer, perform, reply } from '../call.ts'
import type { AtomicOperations, Request } from '../message.ts'

export const atomicInput = z.strictObject({
  counter: z.number().int().nonnegative().default(0).describe('the value at the start'),
})

type Input = z.output<typeof atomicInput>

export const atomic = setup({
  types: {} as {
    context: Input
    events: Request<keyof AtomicOperations>
    input: Input
  },
}).createMachine({
  id: 'atomic',
  context: ({ input }) => input,
  tags: 'idle',
  on: {
    atomic_read: { actions: reply(({ context: { counter } }) => ({ counter })) },
    atomic_dec_and_test: {
      actions: perform((context, event) => {
        const counter = context.counter - 1
        if (counter < 0) throw new Error(`atomic_dec_and_test by ${event.from}: below zero`)
        return { next: { counter }, answers: [answer(event, { zero: counter === 0 })] }
      }),
    },
  },
})
