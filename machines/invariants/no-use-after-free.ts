/**
 * S11. Nobody touches an object that has been freed, and nobody frees it twice: what KASAN would
 * report, whatever the memory then holds.
 */
import { assign, setup } from 'xstate'
import type { PropertyTemplate } from './template.ts'

interface Delivery {
  readonly type: string
  readonly to: string
}

const machine = setup({
  types: {} as {
    context: { readonly freed: readonly string[] }
    events: Delivery
  },
}).createMachine({
  id: 'no-use-after-free',
  context: { freed: [] },
  initial: 'sound',
  states: {
    sound: {
      on: {
        '*': [
          {
            guard: ({ context, event }) => context.freed.includes(event.to),
            target: 'used_after_free',
          },
          {
            guard: ({ event }) => event.type === 'kfree',
            actions: assign({
              freed: ({ context, event }) => [...context.freed, event.to].toSorted(),
            }),
          },
        ],
      },
    },
    used_after_free: { tags: 'violation' },
  },
})

export const noUseAfterFree: PropertyTemplate = {
  kind: 'monitor',
  law: 'no object is touched after it has been freed',
  source: 'commits 84c4e1f89fef, 09bb839434bd and 4ea899ead278',
  roles: { objects: 'objects of the heap' },
  machine,
  observes: ['objects'],
}
