/**
 * The steps of a global state, restated plainly: what may be delivered, and what the delivery does.
 * It knows nothing of tables, fingerprints or any order of search.
 */
import { at } from '../assert.ts'
import type { StateLine } from '../certificate/format.ts'
import type { Answers, Emission } from './answers.ts'
import { RefusedError } from './refused.ts'

/** A state without its successors. Arrays are as in its line, and never changed. */
export interface State {
  readonly locals: readonly number[]
  readonly channels: Lists
  readonly timers: Lists
  readonly faults: number
  readonly reached: number
}

/** Rows [key, item, …], at least one item each; keys ascend. */
type Lists = readonly (readonly number[])[]

/** A step: `to` gets alternative `option` of `message` from `from`. */
export interface Step {
  readonly from: number
  readonly to: number
  readonly message: number
  readonly option: number
  readonly state: State
}

/** More messages in one channel, or timers of one actor, are an error of the machine. */
const mostWaiting = 4_096

export function withoutSuccessors([locals, channels, timers, faults, reached]: StateLine): State {
  return { locals, channels, timers, faults, reached }
}

/** How the line of `state` begins. */
export function textOf({ locals, channels, timers, faults, reached }: State): string {
  return `${JSON.stringify([locals, channels, timers, faults, reached]).slice(0, -1)},[`
}

/** The first state: what the actors emit at their start is on its way. */
export function initialState(answers: Answers, faults: number): State {
  const { actors, monitors } = answers
  const starts = Array.from({ length: actors + monitors.length }, (_, i) => answers.start(i))
  const locals = starts.map((s) => s.next)
  const nothing: State = { locals, channels: [], timers: [], faults, reached: 0 }
  return starts.reduce((state, { emits }, actor) => emitted(answers, state, actor, emits), nothing)
}

/** Every step of `state`, in the order of the format. @throws RefusedError for one that violates */
export function stepsOf(answers: Answers, state: State, line: number): readonly Step[] {
  const { actors } = answers
  const steps: Step[] = []
  const offer = (from: number, message: number, left: State): void => {
    const { to, options, data } = at(answers.messages, message)
    const allowed = left.faults > 0 ? options.length : data
    for (let option = 0; option < allowed; option++) {
      const before = option < data ? left : { ...left, faults: left.faults - 1 }
      const step = { from, to, message, option, state: before }
      steps.push({ ...step, state: delivered(answers, step, line) })
    }
  }
  for (const row of state.channels) {
    const [channel, message] = [at(row, 0), at(row, 1)]
    const left = { ...state, channels: without(state.channels, row, 1) }
    offer(Math.floor(channel / actors), message, left)
  }
  for (const row of state.timers) {
    for (const place of duePlaces(answers, row)) {
      const left = { ...state, timers: without(state.timers, row, place) }
      offer(at(row, 0), at(answers.timers, at(row, place)).message, left)
    }
  }
  return steps
}

/** A timer is due unless one that was set no later has a delay that is no longer. */
function duePlaces({ timers }: Answers, row: readonly number[]): readonly number[] {
  const delay = (place: number): number => at(timers, at(row, place)).delay
  const places = row.map((_, i) => i).slice(1)
  return places.filter((i) => !places.some((j) => j < i && delay(j) <= delay(i)))
}

/** The state after `step`, whose own state is that before the receiver has looked. */
function delivered(answers: Answers, step: Step, line: number): State {
  const { from, to, message, option, state } = step
  const local = at(state.locals, to)
  const reaction = answers.react(local, message, option, undefined, line)
  switch (reaction.kind) {
    case 'unhandled':
      throw new RefusedError(line, `unhandled: ${answers.describe(local, message, option)}`)
    case 'error':
      throw new RefusedError(line, `machine-error: ${reaction.message}`)
    case 'next':
  }
  const moved = { ...state, locals: state.locals.with(to, reaction.next) }
  const after = emitted(answers, moved, to, reaction.emits)
  const stops = at(answers.locals, reaction.next).snapshot.status !== 'active'
  const kept = stops ? { ...after, timers: set(after.timers, to, []) } : after
  for (const [key, ...items] of [...kept.channels, ...kept.timers]) {
    if (items.length <= mostWaiting) continue
    throw new RefusedError(line, `machine-error: ${items.length} messages wait at ${key}`)
  }
  return observed(answers, { ...step, state: kept }, from, line)
}

function observed(answers: Answers, step: Step, from: number, line: number): State {
  const { state, message, option } = step
  const locals = [...state.locals]
  for (const [i, { name }] of answers.monitors.entries()) {
    if (!answers.observes(i, step.to)) continue
    const index = answers.actors + i
    const reaction = answers.react(at(locals, index), message, option, from, line)
    if (reaction.kind === 'unhandled') continue
    if (reaction.kind === 'error') {
      throw new RefusedError(line, `machine-error: ${name}: ${reaction.message}`)
    }
    locals[index] = reaction.next
  }
  return { ...state, locals }
}

/** `actor` sends, sets and cancels. Timers set together are kept in the order of their delays. */
function emitted(
  { actors, timers: known }: Answers,
  state: State,
  actor: number,
  emits: readonly Emission[],
): State {
  if (emits.length === 0) return state
  let { channels } = state
  const before = get(state.timers, actor)
  let kept = before
  let fresh: readonly number[] = []
  for (const emission of emits) {
    switch (emission.kind) {
      case 'send': {
        const channel = actor * actors + emission.to
        channels = set(channels, channel, [...get(channels, channel), emission.message])
        break
      }
      case 'timer':
        fresh = [...fresh, emission.timer]
        break
      case 'cancel': {
        const stays = (timer: number): boolean => at(known, timer).id !== emission.id
        kept = kept.filter(stays)
        fresh = fresh.filter(stays)
        break
      }
    }
  }
  const delay = (timer: number): number => at(known, timer).delay
  const after = [...kept, ...fresh.toSorted((a, b) => delay(a) - delay(b))]
  if (before.length + after.length === 0) return { ...state, channels }
  return { ...state, channels, timers: set(state.timers, actor, after) }
}

function get(lists: Lists, key: number): readonly number[] {
  return lists.find((row) => row[0] === key)?.slice(1) ?? []
}

function set(lists: Lists, key: number, items: readonly number[]): Lists {
  const before = lists.filter((row) => at(row, 0) < key)
  const after = lists.filter((row) => at(row, 0) > key)
  return items.length === 0 ? [...before, ...after] : [...before, [key, ...items], ...after]
}

function without(lists: Lists, row: readonly number[], place: number): Lists {
  return set(lists, at(row, 0), row.toSpliced(place, 1).slice(1))
}
