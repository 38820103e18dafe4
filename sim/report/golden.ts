/**
 * The golden text of a scenario: a line per design with what an exhaustive search counts. The
 * numbers are those of the model, whatever order it was searched in, so a change in one is a change
 * in the model or in the engine.
 */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import { violatedProperty } from '../model/violation.ts'
import type { SearchFailure, SearchResult } from '../space/search.ts'
import { observations } from '../verdict/check.ts'
import type { CheckedDesign } from './check.ts'
import { count } from './text.ts'

/** The name of the file that lies beside `scenario.yaml`. */
export const goldenFile = 'check.golden.txt'

const head =
  "# What every interleaving of each design comes to; 'endio check --update' rewrites it."

export type CountedDesign = Pick<CheckedDesign, 'design' | 'verdict' | 'result'>

/** Only designs that were searched completely, breadth first, have golden counts. */
export function goldenText(checked: readonly CountedDesign[]): string {
  return [head, ...checked.map(line), ''].join('\n')
}

function line({ design, verdict, result }: CountedDesign): string {
  const { states, transitions, depth, ends, failures } = result
  const counts = `${states} states, ${transitions} transitions, ${ends} ends, depth ${depth}`
  const found = failures.map((f) => failureWords(f, result))
  const name = design === '' ? 'the only design' : design
  return [`${name}: ${verdict.kind}, ${counts}`, ...found].join('; ')
}

function failureWords(failure: SearchFailure, result: SearchResult): string {
  const { id, violation, states, decisions } = failure
  const name = id.replace(/^property /, '').replaceAll(/\s+/g, ' ')
  const often = observations(result, violatedProperty(violation)).join(' or ')
  return `${name} ${often}, ${count(states, 'state')}, minimum ${count(decisions.length, 'step')}`
}

/** A unified diff; empty when the texts are the same. */
export function diffLines(file: string, before: string, after: string): readonly string[] {
  if (before === after) return []
  const options = { context: 1, headerOptions: FILE_HEADERS_ONLY }
  const patch = createTwoFilesPatch(file, file, before, after, 'golden', 'found', options)
  return patch.trimEnd().split('\n')
}
