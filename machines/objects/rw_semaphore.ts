/**
 * struct rw_semaphore: i_rwsem, invalidate_lock, the XFS ILOCK; with writers only it also stands
 * for a spinlock such as i_flags_lock. Fair in order of arrival, as the kernel's rwsem hands off
 * [K kernel/locking/rwsem.c]: a reader that comes after a waiting writer waits too.
 */
import { setup } from 'xstate'
import { z } from 'zod'
import { answer, perform } from '../call.ts'
import type { Outcome } from '../call.ts'
import { union } from '../geometry.ts'
import type { Request, RwsemOperations } from '../message.ts'

/** A semaphore starts free. */
export const rwSemaphoreInput = z.strictObject({
  kind: z
    .enum(['rwsem', 'spinlock'])
    .optional()
    .describe(
      'what it stands for, which only predictions ask; without it i_flags_lock and size_lock are ' +
        'spinlocks, by name',
    ),
})

export type RwSemaphoreInput = z.output<typeof rwSemaphoreInput>

type RwsemRequest = Request<keyof RwsemOperations>
type Waiter = Request<'down_read' | 'down_write'>

export interface RwSemaphoreContext {
  readonly writer: string | null
  /** Sorted: it is a set. */
  readonly readers: readonly string[]
  /** In order of arrival. */
  readonly queue: readonly Waiter[]
}

/** Lets in everyone at the head of the queue who can hold the lock now. */
function grant(context: RwSemaphoreContext): Outcome<RwSemaphoreContext> {
  let { writer, readers, queue } = context
  const answers = []
  for (let head = queue[0]; head !== undefined && writer === null; head = queue[0]) {
    if (head.type === 'down_write') {
      if (readers.length > 0) break
      writer = head.from
    } else readers = union(readers, [head.from])
    answers.push(answer(head))
    queue = queue.slice(1)
  }
  return { next: { writer, readers, queue }, answers }
}

function down(context: RwSemaphoreContext, event: Waiter): Outcome<RwSemaphoreContext> {
  if (context.writer === event.from || context.readers.includes(event.from))
    throw new Error(`${event.from} takes a lock that it holds already`)
  return grant({ ...context, queue: [...context.queue, { type: event.type, from: event.from }] })
}

function trylock(
  context: RwSemaphoreContext,
  event: Request<'down_write_trylock'>,
): Outcome<RwSemaphoreContext> {
  const acquired = context.writer === null && context.readers.length === 0
  return {
    next: acquired ? { writer: event.from } : {},
    answers: [answer(event, { acquired })],
  }
}

function up(
  context: RwSemaphoreContext,
  event: Request<'up_read' | 'up_write' | 'downgrade_write'>,
): Outcome<RwSemaphoreContext> {
  const { from, type } = event
  const held = type === 'up_read' ? context.readers.includes(from) : context.writer === from
  if (!held) throw new Error(`${type} by ${from}, which does not hold the lock`)
  const woken = grant({
    writer: null,
    readers:
      type === 'downgrade_write' ? [from] : context.readers.filter((reader) => reader !== from),
    queue: context.queue,
  })
  return { ...woken, answers: [answer(event), ...woken.answers] }
}

export const rw_semaphore = setup({
  types: {} as {
    context: RwSemaphoreContext
    events: RwsemRequest
    input: z.output<typeof rwSemaphoreInput>
  },
}).createMachine({
  id: 'rw_semaphore',
  context: { writer: null, readers: [], queue: [] },
  tags: 'idle',
  on: {
    down_read: { actions: perform(down) },
    down_write: { actions: perform(down) },
    down_write_trylock: { actions: perform(trylock) },
    downgrade_write: { actions: perform(up) },
    up_read: { actions: perform(up) },
    up_write: { actions: perform(up) },
  },
})
