/** The words of a matrix: cells, designs, and what each choice closes or opens, as sentences. */
import type { Claim, Findings, Together } from '../matrix/claims.ts'
import { rowVerdict } from '../matrix/matrix.ts'
import type { Row } from '../matrix/matrix.ts'
import { unreachedOf } from '../matrix/record.ts'
import type { Cell, DesignRecord } from '../matrix/record.ts'
import type { Choice, Design } from '../scenario/scenario.ts'
import { stopWords, unaskedWords } from './check.ts'
import { count, formatNumber } from './text.ts'

/** As the scenario writes it: 12288 is 12k. */
export function choiceWord(choice: Choice): string {
  return typeof choice === 'number' ? formatNumber(choice) : String(choice)
}

export function designWords(design: Design): string {
  const words = Object.entries(design).map(([v, c]) => `${v}=${choiceWord(c)}`)
  return words.length === 0 ? 'the only design' : words.join(' ')
}

/** `never`, `sometimes 18`, `always 1`; all that is possible where the search stopped early. */
export function cellWord(cell: Cell | undefined): string {
  if (cell === undefined) return '?'
  const { possible, states } = cell
  const [only, ...others] = possible
  if (only === 'never') return others.length === 0 ? 'never' : '?'
  return `${possible.join('/')} ${states}`
}

/** What a row proves and what the proof rests on. */
export function rowWords(row: Row): string {
  const { record } = row
  if (record === undefined) return 'not searched: interrupted'
  const counts = `${record.states} states, ${record.transitions} transitions`
  switch (rowVerdict(row)) {
    case 'holds':
      return `holds; ${counts}`
    case 'violated':
      return record.complete
        ? `violated; ${counts}`
        : `violated, and ${stopWords(record.stopped ?? 'interrupted')}; ${counts}`
    case 'vacuous':
      return `VACUOUS, ${emptyWords(record)}; ${counts}`
    case 'open':
      return `INCONCLUSIVE: ${stopWords(record.stopped ?? 'interrupted')}; ${counts}`
  }
}

function emptyWords(record: DesignRecord): string {
  const never = unreachedOf(record)
  return [
    ...(never.length === 0 ? [] : [`never reached: ${never.join(', ')}`]),
    ...(record.unasked.length === 0 ? [] : [unaskedWords(record.unasked)]),
  ].join('; ')
}

/** What all rows of a scenario rest on. */
export function proofWords(rows: readonly Row[]): string {
  const records = rows.flatMap((r) => r.record ?? [])
  const bounds = records.map((r) => `${r.bound.steps} steps and ${r.bound.faults} faults`)
  const states = records.reduce((sum, r) => sum + r.states, 0)
  const transitions = records.reduce((sum, r) => sum + r.transitions, 0)
  const omission = records.reduce((sum, r) => sum + r.omission, 0)
  const proved = records.filter((r) => r.complete).length
  return (
    `Every interleaving of ${proved} of ${count(rows.length, 'design')} explored: ${states} states, ` +
    `${transitions} transitions; bound ${[...new Set(bounds)].join(' or ')}; reduction none; ` +
    `chance that a state was left out ${omission.toExponential(1)}.`
  )
}

/** Sentences, those that explain most first. */
export function findingSentences({ claims, together, indifferent }: Findings): readonly string[] {
  const inert =
    indifferent.length === 0 ? [] : [`No choice of ${indifferent.join(', ')} changes a verdict.`]
  return [...claims.map(claimSentence), ...together.map(togetherSentence), ...inert]
}

function claimSentence(claim: Claim): string {
  const { effect, invariant, condition, hits, of, undecided, alsoOpens } = claim
  const where = effect === 'closes' ? 'that have it' : 'that do not have it'
  const pairs = `${hits} of ${of} pairs of designs`
  const head = `${changeWords(claim)} ${effect} ${invariant}`
  const also = alsoOpens.length === 0 ? '' : `, but opens ${alsoOpens.join(', ')}`
  const open = undecided === 0 ? '' : `; ${undecided} not decided`
  switch (condition.kind) {
    case 'always':
      return of === 1
        ? `${head}${also}${open}.`
        : `${head} alone, in all ${of} pairs of designs ${where}${also}${open}.`
    case 'with':
      return `${head} only with ${choicesWords(condition)} (${pairs})${also}${open}.`
    case 'several': {
      const on = condition.variants.join(', ') || 'other choices'
      return `${head} in ${pairs} ${where}, depending on ${on}${also}${open}.`
    }
  }
}

function togetherSentence({ first, second }: Together): string {
  const verb = first.effect === 'closes' ? 'close' : 'open'
  const also = [...new Set([...first.alsoOpens, ...second.alsoOpens])]
  const tail = also.length === 0 ? '' : `, but open ${also.join(', ')}`
  return `${changeWords(first)} and ${changeWords(second)} ${verb} ${first.invariant} together, neither alone${tail}.`
}

function changeWords({ variant, to }: Pick<Claim, 'variant' | 'to'>): string {
  return choicesWords({ variant, choices: to })
}

function choicesWords({
  variant,
  choices,
}: {
  readonly variant: string
  readonly choices: readonly Choice[]
}): string {
  return `${variant}=${choices.map(choiceWord).join(' or ')}`
}

/** What has to be known to read the table. */
export function legend(hasViolations: boolean): string {
  const runs = hasViolations
    ? ' A run ends at its first violation, so what is never violated may be hidden where something else is.'
    : ''
  return `sometimes: some runs violate it; always: all that end do, of an eventually all; and the number of states that do. ?: not decided.${runs}`
}
