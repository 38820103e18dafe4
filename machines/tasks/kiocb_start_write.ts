/**
 * The beginning of an asynchronous write [K aio_write, io_write]: take the write token on behalf of
 * the iocb, then call ->write_iter(), which is another actor. The completion drops the token.
 */
import { setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'

export const kiocbStartWriteInput = z.strictObject({
  notify: ordering.notify,
  super_block: z.string().default('super_block').describe('whose token it takes'),
})

type Input = z.output<typeof kiocbStartWriteInput>

export const kiocb_start_write = setup({
  types: {} as { context: Input; events: TaskEvent; input: Input },
}).createMachine({
  id: 'kiocb_start_write',
  context: ({ input }) => input,
  initial: 'sb_start_write',
  states: {
    sb_start_write: {
      entry: call('sb_start_write', (c) => c.super_block),
      on: { 'sb_start_write.ret': 'write_iter' },
    },
    write_iter: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
