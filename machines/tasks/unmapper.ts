/** Memory reclaim, as far as it takes one page of a program's memory away [K try_to_unmap]. */
import { setup } from 'xstate'
import { z } from 'zod'
import { call } from '../call.ts'
import type { TaskEvent } from '../message.ts'

export const unmapperInput = z.strictObject({
  user_pages: z.string().default('user_pages').describe('whose page'),
  page: z.number().int().nonnegative().default(0).describe('which page'),
})

type Input = z.output<typeof unmapperInput>

export const unmapper = setup({
  types: {} as { context: Input; events: TaskEvent; input: Input },
}).createMachine({
  id: 'unmapper',
  context: ({ input }) => input,
  initial: 'try_to_unmap',
  states: {
    try_to_unmap: {
      entry: call(
        'try_to_unmap',
        (c) => c.user_pages,
        ({ page }) => ({ page }),
      ),
      on: { 'try_to_unmap.ret': 'returned' },
    },
    returned: { type: 'final' },
  },
})
