/**
 * wait_queue_head_t and the states of the tasks on it. prepare_to_wait() queues the caller and
 * marks it as sleeping; io_schedule() returns at once if a wake-up came since; a wake-up takes the
 * entry off the queue [K prepare_to_wait, try_to_wake_up, autoremove_wake_function]. sleep_on()
 * queued and slept in one, after the caller's test; the kernel has it no more.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { answer, perform, reply } from '../call.ts'
import type { Outcome } from '../call.ts'
import { union } from '../geometry.ts'
import type { Request, Signal, WaitQueueOperations } from '../message.ts'

/** A queue starts empty. */
export const waitQueueHeadInput = z.strictObject({})

type Sleeper = Request<'io_schedule' | 'sleep_on'>

export interface WaitQueueHeadContext {
  /** Tasks on the queue, not in TASK_RUNNING. Sorted: it is a set. */
  readonly head: readonly string[]
  /** Those of them that have given up the processor, in order of arrival. */
  readonly asleep: readonly Sleeper[]
}

type Timeout = Extract<Signal, { readonly type: 'process_timeout' }>

function without(context: WaitQueueHeadContext, task: string): WaitQueueHeadContext {
  return {
    head: context.head.filter((entry) => entry !== task),
    asleep: context.asleep.filter(({ from }) => from !== task),
  }
}

function schedule(
  context: WaitQueueHeadContext,
  event: Request<'io_schedule'>,
): Outcome<WaitQueueHeadContext> {
  if (!context.head.includes(event.from)) return { answers: [answer(event)] }
  return { next: { asleep: [...context.asleep, event] }, answers: [] }
}

/** Wakes everybody: nothing here waits exclusively. */
function wakeUp(
  { asleep }: WaitQueueHeadContext,
  event: Request<'wake_up'>,
): Outcome<WaitQueueHeadContext> {
  return {
    next: { head: [], asleep: [] },
    answers: [answer(event), ...asleep.map((sleeper) => answer(sleeper))],
  }
}

/** The timer of io_schedule_timeout(); one that a wake-up has forestalled finds nobody asleep. */
function timeout(context: WaitQueueHeadContext, { from }: Timeout): Outcome<WaitQueueHeadContext> {
  const woken = context.asleep.filter((sleeper) => sleeper.from === from)
  return {
    next: woken.length === 0 ? {} : without(context, from),
    answers: woken.map((sleeper) => answer(sleeper)),
  }
}

export const wait_queue_head = setup({
  types: {} as {
    context: WaitQueueHeadContext
    events: Request<keyof WaitQueueOperations> | Timeout
    input: z.output<typeof waitQueueHeadInput>
  },
}).createMachine({
  id: 'wait_queue_head',
  context: { head: [], asleep: [] },
  tags: 'idle',
  on: {
    prepare_to_wait: {
      actions: [
        assign({ head: ({ context, event }) => union(context.head, [event.from]) }),
        reply(),
      ],
    },
    finish_wait: {
      actions: [assign(({ context, event }) => without(context, event.from)), reply()],
    },
    io_schedule: { actions: perform(schedule) },
    sleep_on: {
      actions: assign(({ context, event }) => ({
        head: union(context.head, [event.from]),
        asleep: [...context.asleep, event],
      })),
    },
    wake_up: { actions: perform(wakeUp) },
    waitqueue_active: {
      actions: reply(({ context }) => ({ active: context.head.length > 0 })),
    },
    process_timeout: { actions: perform(timeout) },
  },
})
