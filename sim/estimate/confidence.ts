/**
 * How sure a sweep can be, as a record: per property a bound on the chance that a run violates it,
 * and for the whole sweep what is known of the classes and schedules that it has not seen. All of it
 * holds for the strategy and the bound that were run, and for nothing else.
 */
import type { Model } from '../model/model.ts'
import { violatedProperty } from '../model/violation.ts'
import { pilot } from '../explore/strategies.ts'
import type { SweepResult } from '../explore/sweep.ts'
import { exactInterval, exactUpper } from './binomial.ts'
import type { Interval } from './binomial.ts'
import { pctBudget } from './pct.ts'
import type { PctBudget } from './pct.ts'
import { samplingOf } from './sampling.ts'
import { estimateSchedules } from './schedules.ts'
import type { ScheduleCount } from './schedules.ts'
import type { Truth } from './truth.ts'
import { estimateUnseen } from './unseen.ts'
import type { Unseen } from './unseen.ts'

export interface PropertyConfidence {
  readonly property: string
  /** Runs whose first violation is of this property. */
  readonly violations: number
  /** Of the probability per run, at the confidence level; starts at 0 without violations. */
  readonly interval: Interval
  /** The probability itself, where an exhaustive search has found it. */
  readonly truth?: number
  /** Some run without end violates it, which no run of a sweep shows: there is no `truth`. */
  readonly endless?: true
}

export type Confidence =
  | {
      readonly kind: 'estimated'
      /** 0.95 */
      readonly level: number
      readonly runs: number
      readonly properties: readonly PropertyConfidence[]
      /** Where classes were asked for. */
      readonly unseen?: Unseen
      /** Only for the uniform walk, whose probabilities are known. */
      readonly schedules?: ScheduleCount
      readonly schedulesTruth?: bigint
      /** States that were explored for the truth, where it was asked for. */
      readonly explored?: number
      readonly pct: readonly PctBudget[]
    }
  | {
      /** The runs are no independent draws, or there is none. */
      readonly kind: 'void'
      readonly reason: string
    }

const level = 0.95

export function confidenceOf(model: Model, result: SweepResult, truth?: Truth): Confidence {
  const { runs, sample, longest } = result
  const sampling = samplingOf(result.strategy)
  if (!sampling.independent) return { kind: 'void', reason: sampling.reason }
  if (runs === 0) return { kind: 'void', reason: 'no run was made' }
  const schedules = sample && sampling.uniform ? estimateSchedules(sample.weights, runs) : undefined
  const channels = pilot(model).sent.filter((messages) => messages > 0).length
  return {
    kind: 'estimated',
    level,
    runs,
    properties: propertiesOf(model, result).map((property) => {
      const violations = violationsOf(result, property)
      const exact = truth?.failing(property)
      return {
        property,
        violations,
        interval: intervalOf(violations, runs),
        ...(exact !== undefined && { truth: exact }),
        ...(truth?.endless.includes(property) === true && { endless: true as const }),
      }
    }),
    ...(sample && { unseen: estimateUnseen(sample.classes, runs, level) }),
    ...(schedules && { schedules }),
    ...(schedules && truth?.schedules !== undefined && { schedulesTruth: truth.schedules }),
    ...(truth && { explored: truth.states }),
    pct: [2, 3].map((depth) => pctBudget(channels, longest, depth, level)),
  }
}

/** One-sided where nothing was found, so that none in N runs means less than 3 / N. */
function intervalOf(violations: number, runs: number): Interval {
  return violations === 0
    ? { low: 0, high: exactUpper(0, runs, level) }
    : exactInterval(violations, runs, level)
}

/** What the scenario asks never to be violated, what every scenario asks, and what was found. */
function propertiesOf(model: Model, result: SweepResult): readonly string[] {
  const asked = model.system.properties.flatMap((p) => (p.kind === 'sometimes' ? [] : [p.name]))
  const found = result.failures.map((f) => violatedProperty(f.violation))
  return [...new Set([...asked, 'deadlock', 'unhandled', 'machine-error', ...found])]
}

function violationsOf({ failures }: SweepResult, property: string): number {
  return failures.reduce(
    (sum, f) => sum + (violatedProperty(f.violation) === property ? f.runs : 0),
    0,
  )
}
