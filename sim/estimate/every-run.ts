/**
 * How all runs of a design end: the probability of each ending under the uniform walk, and how many
 * schedules there are, from the whole state graph. Step by step: what has arrived in a state moves on
 * to its successors, so cycles and the bound on steps are exact, as far as sums of doubles are.
 */
import { at, read } from '../assert.ts'
import { startedMonitor } from '../model/judge.ts'
import { violatedProperty } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { unpack } from '../schedule/decision.ts'
import { outcome } from '../space/graph.ts'
import type { StateGraph } from '../space/graph.ts'

/** Some of the runs of a design. */
export interface Share {
  /** That a uniform walk is one of them. */
  readonly probability: number
  /** A schedule is the sequence of all decisions, alternatives and timers included. */
  readonly schedules: bigint
}

export interface EveryRun {
  /** Distinct states, all that there are. */
  readonly states: number
  readonly schedules: bigint
  /** By property, those that some run violates. */
  readonly failing: ReadonlyMap<string, Share>
  /** Runs that the bound on steps cuts off. */
  readonly unfinished: Share
}

const none: Share = { probability: 0, schedules: 0n }
const one: Share = { probability: 1, schedules: 1n }

export function everyRun(graph: StateGraph): EveryRun {
  const failing = new Map<string, Share>()
  const fail = (violation: Violation, share: Share): void => {
    const property = violatedProperty(violation)
    failing.set(property, add(failing.get(property), share))
  }
  let [passed, unfinished] = [none, none]
  const monitor = startedMonitor(graph.model)
  if (monitor !== undefined) fail(monitor, one)
  const chances = chancesOf(graph)
  let layer = new Map<number, Share>(monitor === undefined ? [[0, one]] : [])
  for (let left = graph.model.system.bound.steps; layer.size > 0; left--) {
    const next = new Map<number, Share>()
    for (const [state, share] of layer) {
      const end = read(graph.outcome, state)
      if (end === outcome.passed) passed = add(passed, share)
      else if (end >= outcome.failed) fail(at(graph.failures, end - outcome.failed), share)
      else if (left === 0) unfinished = add(unfinished, share)
      else {
        for (let e = read(graph.first, state); e < read(graph.first, state + 1); e++) {
          const { schedules } = share
          const through = { probability: share.probability * at(chances, e), schedules }
          const target = read(graph.target, e)
          if (target < 0) fail(at(graph.failures, -1 - target), through)
          else next.set(target, add(next.get(target), through))
        }
      }
    }
    layer = next
  }
  const all = [...failing.values()].reduce((sum, share) => add(sum, share), add(passed, unfinished))
  return { states: graph.states, schedules: all.schedules, failing, unfinished }
}

function add(a: Share = none, b: Share): Share {
  return { probability: a.probability + b.probability, schedules: a.schedules + b.schedules }
}

/** By step, that the uniform walk takes it: see sim/strategy/uniform.ts. */
function chancesOf(graph: StateGraph): Float64Array {
  const { states, first, decision } = graph
  const chances = new Float64Array(decision.length)
  for (let s = 0; s < states; s++) {
    const [from, to] = [read(first, s), read(first, s + 1)]
    const channels = new Map<number, Offers>()
    for (let e = from; e < to; e++) count(channels, graph, e)
    for (let e = from; e < to; e++) {
      const { channel, timer } = unpack(read(decision, e))
      const offers = channels.get(channel)
      const { data = 0, faults = 0 } = offers?.get(timer) ?? {}
      // A fault or none first, then which of the data alternatives.
      const options = graph.faults.has(e) ? faults + 1 : (faults + 1) * data
      chances[e] = 1 / (channels.size * (offers?.size ?? 0) * options)
    }
  }
  return chances
}

/** What one channel can deliver: by due timer (0 where there is none), the alternatives. */
type Offers = Map<number, { readonly data: number; readonly faults: number }>

function count(channels: Map<number, Offers>, { decision, faults }: StateGraph, e: number): void {
  const { channel, timer } = unpack(read(decision, e))
  const offers: Offers = channels.get(channel) ?? new Map()
  const known = offers.get(timer) ?? { data: 0, faults: 0 }
  const strikes = faults.has(e) ? 1 : 0
  offers.set(timer, { data: known.data + 1 - strikes, faults: known.faults + strikes })
  channels.set(channel, offers)
}
