/**
 * struct super_block's sb_writers, at the level of writes: a write holds a token, and freezing lets
 * no new one begin and waits for those that are held [K sb_start_write, freeze_super]. The levels
 * below, page faults and internal writers, are left out.
 */
import { setup } from 'xstate'
import { z } from 'zod'
import { answer, perform } from '../call.ts'
import type { Outcome } from '../call.ts'
import type { Request, SuperBlockOperations } from '../message.ts'

/** A filesystem starts thawed, with nobody writing. */
export const superBlockInput = z.strictObject({})

type Waiter = Request<'sb_start_write'>

export interface SuperBlockContext {
  /** Write tokens that are held. */
  readonly writers: number
  /** Whoever has frozen it, or is about to. */
  readonly freezer: Request<'freeze_super'> | null
  readonly waiting: readonly Waiter[]
}

function start(
  context: SuperBlockContext,
  event: Request<'sb_start_write'>,
): Outcome<SuperBlockContext> {
  if (context.freezer !== null)
    return { next: { waiting: [...context.waiting, event] }, answers: [] }
  return { next: { writers: context.writers + 1 }, answers: [answer(event)] }
}

function end(context: SuperBlockContext, event: Request<'sb_end_write'>) {
  const writers = context.writers - 1
  if (writers < 0) throw new Error(`sb_end_write by ${event.from}, and nobody writes`)
  const frozen = writers === 0 && context.freezer !== null ? [answer(context.freezer)] : []
  return { next: { writers }, answers: [answer(event), ...frozen] }
}

function freeze(context: SuperBlockContext, event: Request<'freeze_super'>) {
  if (context.freezer !== null) throw new Error(`freeze_super by ${event.from}: frozen already`)
  return { next: { freezer: event }, answers: context.writers === 0 ? [answer(event)] : [] }
}

function thaw({ waiting, writers }: SuperBlockContext, event: Request<'thaw_super'>) {
  return {
    next: { freezer: null, waiting: [], writers: writers + waiting.length },
    answers: [answer(event), ...waiting.map((waiter) => answer(waiter))],
  }
}

export const super_block = setup({
  types: {} as {
    context: SuperBlockContext
    events: Request<keyof SuperBlockOperations>
    input: z.output<typeof superBlockInput>
  },
}).createMachine({
  id: 'super_block',
  context: { writers: 0, freezer: null, waiting: [] },
  tags: 'idle',
  on: {
    sb_start_write: { actions: perform(start) },
    sb_end_write: { actions: perform(end) },
    freeze_super: { actions: perform(freeze) },
    thaw_super: { actions: perform(thaw) },
  },
})
