/** From the words of a command line to a study, with every complaint in the scenario's own words. */
import { study } from '../api.ts'
import type { RunSource, Study } from '../api.ts'
import { isError, ScenarioError } from '../errors.ts'
import { parseDesign } from '../scenario/design.ts'
import { readScenario } from '../scenario/load.ts'
import type { Design, Scenario } from '../scenario/scenario.ts'
import { problemLines, UsageError } from './failure.ts'
import type { Terminal } from './terminal/terminal.ts'

/** Reads a scenario and prints its warnings. @throws ScenarioError */
export async function openScenario(path: string, terminal: Terminal): Promise<Scenario> {
  const { scenario, problems } = await readScenario(path)
  if (scenario === undefined) throw new ScenarioError(problems)
  for (const line of problemLines(problems.filter((p) => !isError(p)))) terminal.err(line)
  return scenario
}

/** The design that `words` (`variant=choice`) name. @throws ScenarioError */
export function chooseDesign(scenario: Scenario, words: readonly string[]): Design {
  const named = words.map((w) => w.split('=')[0])
  const twice = named.find((v, i) => named.indexOf(v) !== i)
  if (twice !== undefined) throw new UsageError(`--variant ${twice} is given twice`)
  const parsed = parseDesign(scenario, words)
  if ('problems' in parsed) throw new ScenarioError(parsed.problems)
  return parsed.design
}

/** A scenario under one design, ready to run. @throws ScenarioError, StartError, ImpureMachineError */
export async function openStudy(
  path: string,
  words: readonly string[],
  terminal: Terminal,
): Promise<Study> {
  const scenario = await openScenario(path, terminal)
  return study(scenario, chooseDesign(scenario, words))
}

/** A schedule brings its own design, unless `words` name one. */
export async function openStudyFor(
  path: string,
  source: RunSource,
  words: readonly string[],
  terminal: Terminal,
): Promise<Study> {
  if (source.kind !== 'schedule' || words.length > 0) return openStudy(path, words, terminal)
  const scenario = await openScenario(path, terminal)
  const recorded = Object.entries(source.schedule.design).map(([k, v]) => `${k}=${v}`)
  return study(scenario, chooseDesign(scenario, recorded))
}

/** A seed is a decimal integer: other strings would be seeds that no sweep can name. */
export function parseSeed(text: string): string {
  if (/^\d{1,15}$/.test(text)) return String(Number(text))
  throw new UsageError(`--seed '${text}' is not a whole number; try --seed 4`)
}

/** `A..B`, or `B` for 1..B. */
export function parseSeeds(text: string): { readonly first: number; readonly last: number } {
  const [, from, to] = /^(?:(\d{1,15})\.\.)?(\d{1,15})$/.exec(text) ?? []
  const [first, last] = [from === undefined ? 1 : Number(from), Number(to)]
  if (to !== undefined && first <= last) return { first, last }
  throw new UsageError(`--seeds '${text}' is not of the form A..B with A <= B; try --seeds 1..2000`)
}

/** A positive whole number; undefined when the option is not given. */
export function parseCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(`${option} '${text}' is not a positive whole number; try ${option} 2`)
}

/** `K/N`: part K of N, from 1. */
export function parseShard(text: string): { readonly index: number; readonly count: number } {
  const [, k, n] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text) ?? []
  const [index, count] = [Number(k), Number(n)]
  if (index <= count) return { index, count }
  throw new UsageError(`--shard '${text}' is not of the form K/N with K <= N; try --shard 1/16`)
}
