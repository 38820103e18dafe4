/**
 * S1. Between truncates, i_size never moves back. Whoever stores a smaller size than the one
 * published before has compared against an older sample.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { bytes } from '../geometry.ts'
import type { PropertyTemplate } from './template.ts'

const params = z.strictObject({ initial: bytes.default(0).describe('i_size at the start') })

interface Input {
  readonly initial: number
  readonly truncates: string | readonly string[]
}

interface Delivery {
  readonly type: 'i_size_write'
  readonly from: string
  readonly event: { readonly i_size: number }
}

const machine = setup({
  types: {} as {
    context: { readonly i_size: number; readonly truncates: readonly string[] }
    events: Delivery
    input: Input
  },
}).createMachine({
  id: 'size-monotone',
  context: ({ input }) => ({ i_size: input.initial, truncates: [input.truncates].flat() }),
  initial: 'growing',
  states: {
    growing: {
      on: {
        i_size_write: [
          {
            guard: ({ context, event }) =>
              event.event.i_size < context.i_size && !context.truncates.includes(event.from),
            target: 'moved_back',
          },
          { actions: assign({ i_size: ({ event }) => event.event.i_size }) },
        ],
      },
    },
    moved_back: { tags: 'violation' },
  },
})

export const sizeMonotone: PropertyTemplate = {
  kind: 'monitor',
  law: 'i_size never moves back but by a truncate',
  source: 'commit b9d59846f737 (xfs: DIO write completion size updates race)',
  roles: {
    inode: 'the inode',
    truncates: 'tasks that may make it smaller; a list, which may be empty',
  },
  params,
  machine,
  observes: ['inode'],
}
