/** The power fails at any time, once: the disk forgets what it may and answers nobody any more. */
import { setup } from 'xstate'
import { z } from 'zod'
import { signal } from '../call.ts'
import { wiring } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'

export const powerCutInput = z.strictObject({ block_device: wiring.block_device })

type Input = z.output<typeof powerCutInput>

export const power_cut = setup({
  types: {} as { context: Input; events: TaskEvent; input: Input },
}).createMachine({
  id: 'power_cut',
  context: ({ input }) => input,
  initial: 'cut',
  states: {
    cut: {
      type: 'final',
      entry: signal(
        (c) => c.block_device,
        () => ({ type: 'crash' }),
      ),
    },
  },
})
