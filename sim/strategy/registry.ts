/** From the name of a strategy, as a user writes it, to the strategy. */
import type { Model } from '../model/model.ts'
import { formatStrategy, parseStrategy } from '../scenario/strategy-name.ts'
import type { Member, StrategySpec } from '../scenario/strategy-name.ts'
import { delayBounded } from './delay-bounded.ts'
import { pct } from './pct.ts'
import { pctcp } from './pctcp.ts'
import { portfolio, portfolioMember } from './portfolio.ts'
import { pos } from './pos.ts'
import { preemptionBounded } from './preemption-bounded.ts'
import type { Rehearse } from './preemption-bounded.ts'
import { sequential } from './sequential.ts'
import type { Strategy } from './strategy.ts'
import { surw } from './surw.ts'
import { uniform } from './uniform.ts'
import { urw } from './urw.ts'
import type { ScheduleSpace } from './urw.ts'

/** What a fixed number of runs with fixed seeds says about a model. */
export interface Pilot {
  /** Steps of the longest run, at least 1. */
  readonly steps: number
  /** Most steps of one run at which more than one message could be delivered, at least 1. */
  readonly contested: number
  /** Deliveries over each channel, on average. */
  readonly sent: readonly number[]
}

/** What some strategies must know of the model. All of it is the same in every process. */
export interface Facts {
  readonly model: Model
  readonly pilot: () => Pilot
  readonly rehearse: Rehearse
  /** The explored states, where they have been explored. */
  readonly space?: ScheduleSpace
}

/** A name that is no strategy, or a strategy that cannot be used here. */
export class UnknownStrategyError extends Error {
  override readonly name = 'UnknownStrategyError'
}

/** @throws UnknownStrategyError saying what can be written instead. */
function specOf(text: string): StrategySpec {
  const parsed = parseStrategy(text)
  if (!parsed.ok) throw new UnknownStrategyError(parsed.message)
  return parsed.spec
}

/**
 * The strategy that `text` names.
 * @throws UnknownStrategyError when there is none, or when it needs what `facts` do not have.
 */
export function strategyOf(text = 'uniform', facts?: Facts): Strategy {
  const spec = specOf(text)
  if (spec.name === 'uniform') return uniform()
  if (spec.name === 'sequential') return sequential
  if (facts === undefined) throw new UnknownStrategyError(`'${text}' cannot be used here`)
  if (spec.name !== 'portfolio') return memberOf(spec, facts)
  return portfolio(
    text,
    spec.members.map((member) => memberOf(member, facts)),
  )
}

/**
 * Whether the strategy that `text` names needs the explored state space.
 * @throws UnknownStrategyError
 */
export function needsSpace(text: string): boolean {
  const spec = specOf(text)
  return spec.name === 'portfolio'
    ? spec.members.some(({ name }) => name === 'urw')
    : spec.name === 'urw'
}

/**
 * Which strategy a portfolio uses for `seed`, and with which seed of its own; undefined when `text`
 * names no portfolio.
 * @throws UnknownStrategyError
 */
export function memberFor(
  text: string,
  seed: string,
): { readonly strategy: string; readonly seed: string } | undefined {
  const spec = specOf(text)
  if (spec.name !== 'portfolio') return undefined
  const { member, seed: own } = portfolioMember(spec.members, seed)
  return { strategy: formatStrategy(member), seed: own }
}

function memberOf(spec: Member, facts: Facts): Strategy {
  const { model, pilot, space } = facts
  const { actors, channels } = model
  switch (spec.name) {
    case 'uniform':
      return uniform()
    case 'sequential':
      return sequential
    case 'pct':
    case 'pctcp': {
      const { depth, length = pilot().steps } = spec
      const make = spec.name === 'pct' ? pct : pctcp
      return { ...make({ channels, depth, length }), name: formatStrategy(spec) }
    }
    case 'pos':
      return pos({ actors, channels })
    case 'surw':
      return surw(model, pilot().sent)
    case 'urw':
      if (space !== undefined) return urw(space)
      throw new UnknownStrategyError(
        "'urw' counts the schedules of the explored state space, and this one is not explored; use 'surw' or 'pos', or a command that explores it first",
      )
    case 'delay-bounded': {
      const { bound, length = pilot().contested } = spec
      return { ...delayBounded({ channels, bound, length }), name: formatStrategy(spec) }
    }
    case 'preemption-bounded':
      return preemptionBounded(spec.bound, facts.rehearse)
  }
}
