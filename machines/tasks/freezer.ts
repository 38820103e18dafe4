/** A program that freezes the filesystem, takes a snapshot of the device, and thaws it. */
import { setup } from 'xstate'
import { z } from 'zod'
import { call } from '../call.ts'
import type { TaskEvent } from '../message.ts'

export const freezerInput = z.strictObject({
  super_block: z.string().default('super_block').describe('what it freezes'),
})

type Input = z.output<typeof freezerInput>

export const freezer = setup({
  types: {} as { context: Input; events: TaskEvent; input: Input },
}).createMachine({
  id: 'freezer',
  context: ({ input }) => input,
  initial: 'freeze_super',
  states: {
    freeze_super: {
      entry: call('freeze_super', (c) => c.super_block),
      on: { 'freeze_super.ret': 'thaw_super' },
    },
    thaw_super: {
      entry: call('thaw_super', (c) => c.super_block),
      on: { 'thaw_super.ret': 'returned' },
    },
    returned: { type: 'final' },
  },
})
