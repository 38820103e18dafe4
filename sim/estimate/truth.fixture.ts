/**
 * The truth about a small model: how many schedules there are, how probable each class is under the
 * uniform walk, and how runs end. It shares the runner with what it judges, and nothing of the
 * profile, the classes and the estimates.
 *
 * `schedulesOf` runs every schedule. `truthOf` is dynamic programming over the beginnings of runs:
 * two beginnings in which every actor got the same messages lead to the same state, so one of them
 * stands for all, with the sum of their probabilities and the number of them. Both are for models
 * without timers, whose properties are asked at rest.
 */
import { at } from '../assert.ts'
import { Runner } from '../explore/run.ts'
import type { Ending } from '../explore/run.ts'
import type { Model } from '../model/model.ts'
import { violatedProperty } from '../model/violation.ts'
import { unpack } from '../schedule/decision.ts'
import type { Strategy } from '../strategy/strategy.ts'

/** A run, or the beginning of one. */
export interface Beginning {
  readonly decisions: readonly number[]
  /** That a uniform walk begins like this. */
  readonly probability: number
  /** Undefined while the run goes on. */
  readonly ending: Ending | undefined
}

/** One choice of the step that is tried: the option taken, and the chance of each. */
interface Choice {
  option: number
  readonly chances: readonly number[]
}

const even = (n: number): readonly number[] => Array<number>(n).fill(1 / n)
const one = { schedules: 1n, probability: 1 }

/** The beginnings that are one step longer than `decisions`. */
function* extensions(runner: Runner, decisions: readonly number[]): Generator<Beginning> {
  class Enough extends Error {}
  const choices: Choice[] = []
  let depth = 0
  let step = 0
  const choose = (chances: readonly number[]): number => {
    if (depth === choices.length) choices.push({ option: 0, chances })
    return at(choices, depth++).option
  }
  const past = (): boolean => step <= decisions.length
  const then = () => unpack(at(decisions, step - 1))
  const strategy: Strategy = {
    name: 'extension',
    begin: () => (depth = step = 0),
    schedule: ({ enabled }, n) => {
      step++
      if (step > decisions.length + 1) throw new Enough()
      if (past()) return enabled.indexOf(then().channel)
      // In the order of the channels: that of `enabled` means nothing.
      const sorted = enabled.slice(0, n).toSorted()
      return enabled.indexOf(at(sorted, choose(even(n))))
    },
    timer: (n) => (past() ? then().timer : choose(even(n))),
    // As uniform.ts: a fault or none first, then the data.
    alternative: (data, faults) => {
      if (past()) return then().alternative
      const harmless = Array<number>(data).fill(1 / (faults + 1) / data)
      return choose([...harmless, ...Array<number>(faults).fill(1 / (faults + 1))])
    },
  }
  do {
    let ending: Ending | undefined
    try {
      ending = runner.run(strategy, '')
    } catch (error) {
      if (!(error instanceof Enough)) throw error
    }
    const probability = choices.reduce((p, { option, chances }) => p * at(chances, option), 1)
    yield { decisions: [...runner.decisions.subarray(0, runner.steps)], probability, ending }
    let last = choices.at(-1)
    while (last !== undefined && ++last.option === last.chances.length) {
      choices.pop()
      last = choices.at(-1)
    }
  } while (choices.length > 0)
}

/** Every schedule of a model that has some. */
export function* schedulesOf(model: Model): Generator<Beginning> {
  const runner = new Runner(model)
  const stack: Beginning[] = [{ decisions: [], probability: 1, ending: undefined }]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    for (const longer of extensions(runner, next.decisions)) {
      const whole = { ...longer, probability: next.probability * longer.probability }
      if (longer.ending === undefined) stack.push(whole)
      else yield whole
    }
  }
}

/** What arrived at each receiver, in order. */
export function receiversKey(model: Model, decisions: readonly number[]): string {
  const sequences = model.names.map(() => [] as number[])
  for (const decision of decisions) {
    at(sequences, unpack(decision).channel % model.actors).push(decision)
  }
  return JSON.stringify(sequences)
}

export interface KnownClass {
  readonly probability: number
  readonly schedules: bigint
  /** One of its schedules. */
  readonly decisions: readonly number[]
}

export interface Known {
  readonly schedules: bigint
  readonly classes: ReadonlyMap<string, KnownClass>
  /** The probability that a run violates the property. */
  readonly failing: Readonly<Record<string, number>>
}

export function truthOf(model: Model): Known {
  const runner = new Runner(model)
  const classes = new Map<string, KnownClass>()
  const failing: Record<string, number> = {}
  let layer = new Map<string, KnownClass>([['', { ...one, decisions: [] }]])
  while (layer.size > 0) {
    const next = new Map<string, KnownClass>()
    for (const { decisions, probability, schedules } of layer.values()) {
      for (const longer of extensions(runner, decisions)) {
        const reached = probability * longer.probability
        const key = receiversKey(model, longer.decisions)
        const into = longer.ending === undefined ? next : classes
        const known = into.get(key) ?? {
          probability: 0,
          schedules: 0n,
          decisions: longer.decisions,
        }
        into.set(key, {
          ...known,
          probability: known.probability + reached,
          schedules: known.schedules + schedules,
        })
        if (longer.ending?.kind !== 'violated') continue
        const property = violatedProperty(longer.ending.violation)
        failing[property] = (failing[property] ?? 0) + reached
      }
    }
    layer = next
  }
  const schedules = [...classes.values()].reduce((sum, c) => sum + c.schedules, 0n)
  return { schedules, classes, failing }
}
