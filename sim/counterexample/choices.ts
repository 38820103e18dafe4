/**
 * Which design choices close a failure: the designs next to a failing one, explored whole, those
 * that differ in one choice first. Where none of these holds, those that differ in two. A design with
 * too many states is sampled beside what was explored of it, and is said to be.
 */
import { sweepSeeds } from '../explore/sweep.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { violatedProperty } from '../model/violation.ts'
import { bind } from '../scenario/bind.ts'
import { designs } from '../scenario/design.ts'
import type { Choice, Design, Scenario } from '../scenario/scenario.ts'
import { checkInBatches } from '../space/check.ts'
import { TooManyGoalsError } from '../space/global-state.ts'
import type { CheckResult } from '../space/result.ts'
import { uniform } from '../strategy/uniform.ts'
import { unaskedIn } from '../verdict/check.ts'

/** What changing some choices of the failing design does. */
export interface Change {
  /** The choices that differ. */
  readonly choices: readonly (readonly [variant: string, choice: Choice])[]
  /** Whether it changes what the scenario says is given: the question, which no fix may change. */
  readonly given: boolean
  readonly design: Design
  /** `open`: neither the property's violation was found nor all states explored. */
  readonly effect: 'closes' | 'keeps' | 'open'
  /** Other properties that are violated in the changed design. */
  readonly violates: readonly string[]
  /** Names of *sometimes* properties that never hold there: it may pass by doing nothing. */
  readonly vacuous: readonly string[]
  /** Names of *at-rest* properties that were never asked there, because no run ends. */
  readonly unasked: readonly string[]
  /** States explored; none where a state cannot be kept. */
  readonly states: number
  /** Whether every state was explored. */
  readonly proved: boolean
  /** Random runs beside the states, where these were not all and showed no violation. */
  readonly sample?: ChangeSample
}

export interface ChangeSample {
  readonly runs: number
  /** Runs in which the property is violated. */
  readonly failing: number
}

export interface Changes {
  readonly done: readonly Change[]
  /** Designs that are looked at unless an earlier one fixes it. */
  readonly total: number
  /** States of the design that is being explored. */
  readonly states: number
}

/** Most designs that are explored. */
const maxDesigns = 64

/**
 * Explores the designs next to `design`, in which `property` is violated. Yields what is known after
 * each batch of states and each design.
 */
export function* changes(
  scenario: Scenario,
  design: Design,
  property: string,
  maxStates: number,
): Generator<Changes, void> {
  const done: Change[] = []
  const near = neighbours(scenario, design)
  for (const other of near) {
    const choices = differing(design, other)
    // A design that differs in two choices is no news where one will do.
    if (choices.length > 1 && done.some(fixes)) break
    const model = createModel(bind(scenario, other))
    let explored = unexplored
    for (explored of explore(model, maxStates)) {
      yield { done: [...done], total: near.length, states: explored.states }
    }
    const change = changeOf(model, scenario, { choices, design: other }, property, explored)
    done.push(change.effect === 'open' ? sampled(change, model, property) : change)
    yield { done: [...done], total: near.length, states: 0 }
  }
}

type Explored = Pick<CheckResult, 'failures' | 'witnesses' | 'states' | 'ends' | 'stopped'>

/** A design of whose states not one can be kept. */
const unexplored: Explored = { failures: [], witnesses: [], states: 0, ends: 0, stopped: 'states' }

function* explore(model: Model, maxStates: number): Generator<Explored, void> {
  try {
    yield* checkInBatches(model, { maxStates })
  } catch (error) {
    if (!(error instanceof TooManyGoalsError)) throw error
  }
}

/** Runs of a design that is not explored whole: they may find a violation, and prove nothing. */
const sampleSeeds = { first: 1, last: 1_000 }

function sampled(change: Change, model: Model, property: string): Change {
  const { failures, runs } = sweepSeeds(model, uniform(), sampleSeeds)
  const named = failures.map((f) => ({ name: violatedProperty(f.violation), runs: f.runs }))
  const failing = named.reduce((sum, f) => sum + (f.name === property ? f.runs : 0), 0)
  const others = named.flatMap(({ name }) => (name === property ? [] : [name]))
  return {
    ...change,
    effect: failing > 0 ? 'keeps' : 'open',
    violates: [...new Set([...change.violates, ...others])],
    sample: { runs, failing },
  }
}

/** A change of the design with which nothing at all is violated, proved, and not for doing nothing. */
export function fixes(change: Change): boolean {
  const { effect, given, violates, vacuous, unasked, proved } = change
  const empty = vacuous.length + unasked.length > 0
  return effect === 'closes' && !given && proved && violates.length === 0 && !empty
}

function neighbours(scenario: Scenario, design: Design): readonly Design[] {
  const distance = (other: Design): number => differing(design, other).length
  const near = designs(scenario).filter((d) => distance(d) === 1 || distance(d) === 2)
  // Of as many differences the variants that the scenario names first, which are its question.
  const variants = Object.keys(scenario.variants)
  const place = (other: Design): number => variants.indexOf(differing(design, other)[0]?.[0] ?? '')
  return near
    .toSorted((a, b) => distance(a) - distance(b) || place(a) - place(b))
    .slice(0, maxDesigns)
}

function differing(design: Design, other: Design): Change['choices'] {
  return Object.entries(other).filter(([variant, choice]) => design[variant] !== choice)
}

function changeOf(
  { system }: Model,
  { cost }: Scenario,
  { choices, design }: Pick<Change, 'choices' | 'design'>,
  property: string,
  explored: Explored,
): Change {
  const { failures, witnesses, states, stopped } = explored
  const violated = [...new Set(failures.map((f) => violatedProperty(f.violation)))]
  const proved = stopped === undefined
  return {
    choices,
    given: choices.some(([variant]) => cost[variant] === 'given'),
    design,
    effect: violated.includes(property) ? 'keeps' : proved ? 'closes' : 'open',
    violates: violated.filter((v) => v !== property),
    vacuous: proved ? witnesses.filter((w) => w.states === 0).map((w) => w.name) : [],
    unasked: unaskedIn({ ...explored, complete: proved }, system.properties),
    states,
    proved,
  }
}
