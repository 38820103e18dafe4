/** The objects that the programs share: memory cells, arrays, and mutexes with conditions. */
import type { AnyStateMachine } from 'xstate'
import { at } from '../../sim/assert.ts'
import { shared } from './shared.ts'
import type { Operation } from './shared.ts'

interface Cell {
  readonly value: number
}

/** A variable: `get`, `set`, and the atomic `add`, which answers the sum. */
export function variable(initial = 0): AnyStateMachine {
  return shared<{ value: number }>(
    { value: initial },
    {
      get: ({ value }, { from }) => ({ answers: [{ to: from, value }] }),
      set: (_, { from, value = 0 }) => ({ next: { value }, answers: [{ to: from }] }),
      add: (cell: Cell, { from, value: summand = 0 }) => {
        const value = cell.value + summand
        return { next: { value }, answers: [{ to: from, value }] }
      },
    },
  )
}

/** An array of `length` cells: `get` and `set` at `index`. A cell outside it holds NaN. */
export function array(length: number): AnyStateMachine {
  return shared<{ items: readonly number[] }>(
    { items: Array.from({ length }, () => 0) },
    {
      get: ({ items }, { from, index = -1 }) => ({
        answers: [{ to: from, value: items[index] ?? outside }],
      }),
      set: ({ items }, { from, index = -1, value = 0 }) => ({
        next: { items: items.with(index, value) },
        answers: [{ to: from }],
      }),
    },
  )
}

/** What `get` answers beyond the end of an array. */
export const outside = -1

/** A type and not an interface, because XState asks for an index signature. */
type MutexState = {
  readonly owner: string
  /** Those that wait for the mutex, in the order of asking. */
  readonly queue: readonly string[]
  /** Those that sleep on each condition. */
  readonly sleepers: readonly (readonly string[])[]
}

const nobody = ''

const take: Operation<MutexState> = ({ owner, queue }, { from }) =>
  owner === nobody
    ? { next: { owner: from }, answers: [{ to: from }] }
    : { next: { queue: [...queue, from] }, answers: [] }

/** The mutex goes to the first in the queue. */
function released({ queue }: MutexState): { next: Partial<MutexState>; woken: readonly string[] } {
  const [first, ...queued] = queue
  return {
    next: { owner: first ?? nobody, queue: queued },
    woken: first === undefined ? [] : [first],
  }
}

const release: Operation<MutexState> = (state, { from }) => {
  const { next, woken } = released(state)
  return { next, answers: [from, ...woken].map((to) => ({ to })) }
}

const sleep: Operation<MutexState> = (state, { from, condition = 0 }) => {
  const { next, woken } = released(state)
  const sleepers = state.sleepers.with(condition, [...at(state.sleepers, condition), from])
  return { next: { ...next, sleepers }, answers: woken.map((to) => ({ to })) }
}

/** Who is woken takes the mutex before it goes on. */
const wake: Operation<MutexState> = (state, { from, condition = 0 }) => {
  const [first, ...others] = at(state.sleepers, condition)
  if (first === undefined) return { answers: [{ to: from }] }
  const taken = take(state, { type: 'lock', from: first })
  return {
    next: { ...taken.next, sleepers: state.sleepers.with(condition, others) },
    answers: [{ to: from }, ...taken.answers],
  }
}

/**
 * A mutex with `conditions` condition variables: `lock`, `unlock`, `wait`, `signal`. First come,
 * first served; any other order of service is that of another order of asking.
 */
export function mutex(conditions = 0): AnyStateMachine {
  return shared<MutexState>(
    { owner: nobody, queue: [], sleepers: Array.from({ length: conditions }, () => []) },
    { lock: take, unlock: release, wait: sleep, signal: wake },
  )
}
