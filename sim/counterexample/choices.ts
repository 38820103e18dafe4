/**
 * Which design choices close a failure: the designs next to a failing one, explored whole, those
 * that differ in one choice first. Where none of these holds, those that differ in two.
 */
import { createModel } from '../model/model.ts'
import { violatedProperty } from '../model/violation.ts'
import { bind } from '../scenario/bind.ts'
import { designs } from '../scenario/design.ts'
import type { Choice, Design, Scenario } from '../scenario/scenario.ts'
import { checkInBatches } from '../space/check.ts'
import type { CheckResult } from '../space/result.ts'

/** What changing some choices of the failing design does. */
export interface Change {
  /** The choices that differ. */
  readonly choices: readonly (readonly [variant: string, choice: Choice])[]
  readonly design: Design
  /** `open`: neither the property's violation was found nor all states explored. */
  readonly effect: 'closes' | 'keeps' | 'open'
  /** Other properties that are violated in the changed design. */
  readonly violates: readonly string[]
  /** Names of *sometimes* properties that never hold there: it may pass by doing nothing. */
  readonly vacuous: readonly string[]
  readonly states: number
  /** Whether every state was explored. */
  readonly proved: boolean
}

export interface Changes {
  readonly done: readonly Change[]
  /** Designs that are looked at unless an earlier one holds. */
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
    if (choices.length > 1 && done.some(holds)) break
    let result: CheckResult | undefined
    for (const known of checkInBatches(createModel(bind(scenario, other)), { maxStates })) {
      result = known
      yield { done: [...done], total: near.length, states: known.states }
    }
    if (result !== undefined) done.push(changeOf(other, choices, property, result))
    yield { done: [...done], total: near.length, states: 0 }
  }
}

/** Whether nothing at all is violated there, proved, and not for want of doing anything. */
export function holds({ effect, violates, vacuous, proved }: Change): boolean {
  return effect === 'closes' && proved && violates.length === 0 && vacuous.length === 0
}

function neighbours(scenario: Scenario, design: Design): readonly Design[] {
  const distance = (other: Design): number => differing(design, other).length
  const near = designs(scenario).filter((d) => distance(d) === 1 || distance(d) === 2)
  return near.toSorted((a, b) => distance(a) - distance(b)).slice(0, maxDesigns)
}

function differing(design: Design, other: Design): Change['choices'] {
  return Object.entries(other).filter(([variant, choice]) => design[variant] !== choice)
}

function changeOf(
  design: Design,
  choices: Change['choices'],
  property: string,
  { failures, witnesses, states, stopped }: CheckResult,
): Change {
  const violated = [...new Set(failures.map((f) => violatedProperty(f.violation)))]
  const proved = stopped === undefined
  return {
    choices,
    design,
    effect: violated.includes(property) ? 'keeps' : proved ? 'closes' : 'open',
    violates: violated.filter((v) => v !== property),
    vacuous: proved ? witnesses.filter((w) => w.states === 0).map((w) => w.name) : [],
    states,
    proved,
  }
}
