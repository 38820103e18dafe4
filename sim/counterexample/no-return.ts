/**
 * When a failing run could still have gone another way: exact, from the whole state space.
 *
 * States are judged by what the runs from them can end in. From a state the failure is *excluded*
 * (no run ends in it), *certain* (every fair run does) or *open*. Excluded and certain stay so along
 * a run, so a failing run is open up to one step and certain from there: that step is the *point of
 * no return*. A design that has a race can fail from its first state on, so "possible" alone tells
 * nothing about the run. What tells is when the next delivery decides: at a state of the run with an
 * *exit*, a delivery that could have come next and after which the failure is excluded. The *race
 * window* is the longest stretch of steps up to the point of no return each of which had an exit:
 * it opens where the failure first hangs on which delivery comes next, and closes where none helps.
 *
 * Certain is relative to the model: weak fairness per channel, no promise about choices, faults as
 * far as the scenario allows them.
 */
import { at, invariant, read } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { failureId } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { endingsFrom, futuresOf } from '../space/futures.ts'
import type { Futures } from '../space/futures.ts'
import { buildGraph, outcome, wayTo } from '../space/graph.ts'
import type { StateGraph } from '../space/graph.ts'
import { endlessStates, followed, successor } from '../space/ways.ts'
import { execute } from '../trace/execute.ts'
import type { Step } from '../trace/trace.ts'

/** What becomes of the failure after a step. */
export type Lead = 'excluded' | 'open' | 'certain'

/** A delivery that could have come instead of one of the run. */
export interface Alternative {
  readonly step: Step
  readonly lead: Lead
  /** Whether a run that goes on from there can pass. */
  readonly passes: boolean
  /** The failures that runs from there can end in. */
  readonly failures: readonly Violation[]
}

/** A delivery that excludes the failure if it comes next, instead of any of the steps `from` to `to`. */
export interface Exit {
  readonly from: number
  readonly to: number
  /** Taken instead of step `to`. */
  readonly alternative: Alternative
}

export interface NoReturn {
  readonly kind: 'exact'
  /** Distinct states of the design, all of which were looked at. */
  readonly states: number
  /** Steps of the shortest run that ends in the failure. */
  readonly shortest: number
  /**
   * The step after which the failure is certain, 1 for the first; 0 when it is certain from the
   * start: no interleaving avoids it.
   */
  readonly step: number
  /** What could have come instead of that step: those that exclude the failure, open, certain. */
  readonly alternatives: readonly Alternative[]
  /** The window opens after the step `opens` (0: the start) and closes with the point of no return. */
  readonly window?: { readonly opens: number; readonly closes: number }
  /** All exits of the run, the latest first. */
  readonly exits: readonly Exit[]
  /** The step after which no run passes, when that is before the point of no return. */
  readonly noPass?: number
  /** What runs of the design can violate, this failure included. */
  readonly failures: readonly Violation[]
}

/**
 * The point of no return of the run that takes `decisions` (packed) and ends in `violation`. Yields
 * the number of states known.
 * @throws TooLargeError when there are more than `maxStates` states.
 */
export function* noReturn(
  model: Model,
  decisions: Int32Array,
  violation: Violation,
  maxStates: number,
): Generator<number, NoReturn> {
  const graph = yield* buildGraph(model, maxStates)
  return new Judge(graph, decisions, violation).judge()
}

class Judge {
  private readonly graph: StateGraph
  private readonly decisions: Int32Array
  private readonly failure: number
  private readonly endless: ReadonlySet<number>
  private readonly futures: Futures
  /** The state before each step and after the last; below zero, the last step is the violation. */
  private readonly way: readonly number[]

  constructor(graph: StateGraph, decisions: Int32Array, violation: Violation) {
    this.graph = graph
    this.decisions = decisions
    const id = failureId(violation)
    this.failure = graph.failures.findIndex((v) => failureId(v) === id)
    invariant(this.failure >= 0, `the state space has no failure ${id}`)
    this.endless = endlessStates(graph)
    this.futures = futuresOf(graph, this.failure, this.endless)
    this.way = followed(graph, decisions)
  }

  judge(): NoReturn {
    const { graph, way } = this
    const step = way.findIndex((s) => this.leadOf(s) === 'certain')
    invariant(step >= 0, 'a failing run ends in a state from which it fails')
    const noPass = way.findIndex((s) => s < 0 || this.futures.canPass[s] === 0)
    const exits = this.exitsBefore(step)
    const opens = windowStart(exits, step)
    return {
      kind: 'exact',
      states: graph.states,
      shortest: this.shortest(),
      step,
      alternatives: step === 0 ? [] : this.alternativesTo(step),
      ...(opens !== undefined && { window: { opens, closes: step } }),
      exits: exits.map(({ decision, from, to }) => ({
        from,
        to,
        alternative: this.alternative(to, decision),
      })),
      ...(noPass < step && { noPass }),
      failures: graph.failures,
    }
  }

  private leadOf(state: number): Lead {
    if (state < 0) return state === -1 - this.failure ? 'certain' : 'excluded'
    if (this.futures.canFail[state] === 0) return 'excluded'
    return this.futures.canAvoid[state] === 0 ? 'certain' : 'open'
  }

  private alternativesTo(step: number): readonly Alternative[] {
    const order: readonly Lead[] = ['excluded', 'open', 'certain']
    return this.othersThan(step)
      .map((decision) => this.alternative(step, decision))
      .toSorted((a, b) => order.indexOf(a.lead) - order.indexOf(b.lead))
  }

  /** The decisions that could have been taken instead of that of `step`. */
  private othersThan(step: number): readonly number[] {
    const { first, decision } = this.graph
    const state = at(this.way, step - 1)
    const all = decision.subarray(at(first, state), at(first, state + 1))
    return [...all].filter((d) => d !== at(this.decisions, step - 1))
  }

  private alternative(step: number, decision: number): Alternative {
    const { graph, decisions, endless } = this
    const target = successor(graph, at(this.way, step - 1), decision)
    const prefix = decisions.subarray(0, step - 1)
    const taken = execute(graph.model, Int32Array.of(...prefix, decision)).steps.at(-1)
    invariant(taken !== undefined, 'a run with a decision has a step')
    const { passes, failures } = endingsFrom(graph, target, endless)
    const lead = this.leadOf(target)
    return { step: taken, lead, passes, failures: failures.map((f) => at(graph.failures, f)) }
  }

  /** The exits before `end`, the latest first; one delivery's stretches of steps are told apart. */
  private exitsBefore(end: number): readonly Stretch[] {
    const open = new Map<number, Stretch>()
    const closed: Stretch[] = []
    for (let step = 1; step <= end; step++) {
      const state = at(this.way, step - 1)
      const exits = this.othersThan(step).filter(
        (d) => this.leadOf(successor(this.graph, state, d)) === 'excluded',
      )
      for (const [decision, stretch] of open) {
        if (exits.includes(decision)) continue
        closed.push(stretch)
        open.delete(decision)
      }
      for (const decision of exits) {
        const from = open.get(decision)?.from ?? step
        open.set(decision, { decision, from, to: step })
      }
    }
    return [...closed, ...open.values()].toSorted((a, b) => b.to - a.to || b.from - a.from)
  }

  private shortest(): number {
    const { graph, failure } = this
    const refused = (s: number): boolean =>
      graph.target.subarray(read(graph.first, s), read(graph.first, s + 1)).includes(-1 - failure)
    const lengths = [
      wayTo(graph, (s) => read(graph.outcome, s) === outcome.failed + failure)?.length,
      ...[wayTo(graph, refused)].map((way) => way && way.length + 1),
    ]
    return Math.min(...lengths.filter((n) => n !== undefined))
  }
}

interface Stretch {
  readonly decision: number
  readonly from: number
  readonly to: number
}

/** The step after which each step up to `end` has an exit; undefined when `end` itself has none. */
function windowStart(exits: readonly Stretch[], end: number): number | undefined {
  let start = end
  for (; start > 0; start--) {
    if (!exits.some(({ from, to }) => from <= start && start <= to)) break
  }
  return start === end ? undefined : start
}
