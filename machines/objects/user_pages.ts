/**
 * The memory that a write copies from: pages of a mapping of a file, which reclaim takes away and
 * faults bring back. A fault runs in the task's own context, but locks the folio behind the page
 * like anybody else [K filemap_fault], so here it is another actor. At most `room` pages stay.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { answer, call, perform, reply } from '../call.ts'
import type { Request, Return, UserPagesOperations } from '../message.ts'

export const userPagesInput = z.strictObject({
  source: z.string().describe('the folio behind the pages'),
  resident: z
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe('so many pages, from the first on, are mapped at the start'),
  room: z.number().int().positive().default(2).describe('pages that fit into memory at once'),
})

type Input = z.output<typeof userPagesInput>
type Fault = Request<'fault_in_iov_iter_readable' | 'copy_from_user'>
type Event = Request<keyof UserPagesOperations> | Return<'folio_lock' | 'folio_unlock'>

export interface UserPagesContext extends Omit<Input, 'resident'> {
  /** Pages that are mapped, the one faulted in last at the end. */
  readonly resident: readonly number[]
  /** The fault that is being served. */
  readonly fault: Fault | null
}

function settled({ fault, resident, room }: UserPagesContext) {
  if (fault === null) throw new Error('no fault is being served')
  const others = resident.filter((page) => page !== fault.page)
  const result =
    fault.type === 'copy_from_user'
      ? answer<'copy_from_user'>({ type: fault.type, from: fault.from }, { copied: true })
      : answer<'fault_in_iov_iter_readable'>({ type: fault.type, from: fault.from })
  return {
    next: { fault: null, resident: [...others, fault.page].slice(-room) },
    answers: [result],
  }
}

export const user_pages = setup({
  types: {} as { context: UserPagesContext; events: Event; input: Input },
}).createMachine({
  id: 'user_pages',
  context: ({ input }) => ({
    ...input,
    resident: Array.from({ length: input.resident }, (_, page) => page),
    fault: null,
  }),
  initial: 'idle',
  on: {
    // [K try_to_unmap] Reclaim asks nobody.
    try_to_unmap: {
      actions: [
        assign({
          resident: ({ context, event }) => context.resident.filter((page) => page !== event.page),
        }),
        reply(),
      ],
    },
  },
  states: {
    idle: {
      tags: 'idle',
      on: {
        fault_in_iov_iter_readable: [
          {
            guard: ({ context, event }) => context.resident.includes(event.page),
            actions: reply(),
          },
          { target: 'folio_lock', actions: assign({ fault: ({ event }) => event }) },
        ],
        copy_from_user: [
          {
            guard: ({ context, event }) =>
              event.pagefault === 'disabled' || context.resident.includes(event.page),
            actions: reply(({ context, event }) => ({
              copied: context.resident.includes(event.page),
            })),
          },
          { target: 'folio_lock', actions: assign({ fault: ({ event }) => event }) },
        ],
      },
    },
    folio_lock: {
      entry: call('folio_lock', (c) => c.source),
      on: { 'folio_lock.ret': 'folio_unlock' },
    },
    folio_unlock: {
      entry: call('folio_unlock', (c) => c.source),
      on: { 'folio_unlock.ret': { target: 'idle', actions: perform((c) => settled(c)) } },
    },
  },
})
