/** The answer of `solve` as text of 72 columns: what to change, and what each change is for. */
import type { Answer, ExplainedChange, Proof } from '../solve/answer.ts'
import type { Solution } from '../solve/solve.ts'
import type { Assignment, Lack, Variable } from '../solve/variables.ts'
import { choiceWord, designWords } from './matrix-words.ts'
import { hanging } from './matrix.ts'
import { commandLines } from './race.ts'
import { count, mailWidth, wrap } from './text.ts'

export interface Solved {
  readonly scenarios: readonly { readonly name: string; readonly hash: string }[]
  /** Undefined: everything that the scenarios ask. */
  readonly required: readonly string[] | undefined
  readonly variables: readonly Variable[]
  readonly solution: Solution
  readonly answers: readonly Answer[]
  readonly lacks: readonly Lack[]
  /** Scenarios that ask for nothing that is required by name. */
  readonly silent: readonly string[]
}

export function solutionLines(solved: Solved): readonly string[] {
  const { scenarios, answers } = solved
  const several = answers.length > 1
  return [
    ...scenarios.map((s) => `${s.name} ${s.hash}`),
    '',
    ...say(verdictWords(solved)),
    ...answers.flatMap((answer, i) => answerLines(answer, several ? i + 1 : undefined, solved)),
    ...notes(solved),
  ]
}

function say(text: string): readonly string[] {
  return wrap(text, mailWidth)
}

function verdictWords({ solution, required, answers, lacks }: Solved): string {
  const what = required === undefined ? 'everything' : required.join(', ')
  const { kind, cost, undecided } = solution
  switch (kind) {
    case 'found': {
      const least = undecided.length === 0 ? 'the least cost' : 'the least cost known'
      if (answers.length === 1 && answers[0]?.changes.length === 0) {
        return `The design as posted: under it ${what} holds.`
      }
      const many = answers.length > 1 ? `, in ${answers.length} ways` : ''
      return `ANSWER: ${what} holds at ${least}, ${cost}${many}.`
    }
    case 'none':
      return undecided.length === 0
        ? `NO ANSWER: under no choice that ${lacks.length === 0 ? 'is allowed' : 'all scenarios have'} ${what} holds.`
        : `INCONCLUSIVE: no choice is known under which ${what} holds.`
    case 'limit':
      return 'INCONCLUSIVE: too many combinations; name fewer scenarios.'
  }
}

function answerLines(
  { changes, assignment, proof, unmodelled }: Answer,
  number: number | undefined,
  { variables }: Solved,
): readonly string[] {
  const kept = variables.filter((v) => assignment[v.name] === v.posted).map((v) => v.name)
  const same = kept.map((v) => `${v}=${choiceWord(assignment[v] ?? '')}`)
  return [
    ...(number === undefined ? [] : ['', `Answer ${number}:`]),
    ...changes.flatMap(changeLines),
    ...(same.length === 0 || changes.length === 0 ? [] : say(`As posted: ${same.join(' ')}.`)),
    ...say(proofWords(proof)),
    ...unmodelled.flatMap(({ scenario, variable, choices }) =>
      say(
        `${scenario} excludes these choices with ${variable}=${choices.map(choiceWord).join(', ')}, so nothing is proved of it.`,
      ),
    ),
  ]
}

function changeLines(change: ExplainedChange): readonly string[] {
  const { variable, from, to, without } = change
  const head = `  ${variable}: ${choiceWord(from)} -> ${choiceWord(to)}${costWords(change)}`
  const because = (text: string): readonly string[] => wrap(text, mailWidth, '      ')
  switch (without.kind) {
    case 'returns':
      return [
        head,
        ...without.comebacks.flatMap(({ scenario, violates, replay }) => [
          ...because(`without it, ${scenario} violates ${violates.join(', ')}:`),
          ...commandLines('        ', replay),
        ]),
      ]
    case 'forbidden':
      return [head, ...because(`${variable}=${choiceWord(from)} is forbidden`)]
    case 'excluded':
      return [head, ...because('without it, the scenarios exclude the design')]
    case 'nothing':
      return [head, ...because('without it, no violation is known')]
  }
}

function costWords({ cost }: ExplainedChange): string {
  return cost === 1 || cost === 'given' ? '' : ` (cost ${cost})`
}

function proofWords({ designs, states, transitions, bounds, omission }: Proof): string {
  const limits = bounds.map((b) => `${b.steps} steps and ${b.faults} faults`).join(' or ')
  return (
    `Proof: every interleaving of ${count(designs, 'design')}, ${states} states, ` +
    `${transitions} transitions; bound ${limits}; reduction none; ` +
    `chance that a state was left out ${omission.toExponential(1)}.`
  )
}

function notes({ solution, variables, lacks, silent, scenarios }: Solved): readonly string[] {
  const given = variables.filter((v) => v.cost === 'given').map((v) => v.name)
  const { alone, undecided, kind } = solution
  const stuck = alone.filter((a) => a.assignment === undefined).map((a) => a.scenario)
  const apart = kind === 'none' && stuck.length === 0 ? alone : []
  const lines = [
    ...(given.length === 0
      ? []
      : say(`Given, so under each choice that is not excluded: ${given.join(', ')}.`)),
    ...(kind === 'none' && scenarios.length > 1 ? stuck : []).flatMap((name) =>
      say(`${name} alone has no answer.`),
    ),
    ...apart.flatMap(({ scenario, assignment = {} }) =>
      hanging('  ', `${scenario} alone: ${words(assignment)}`, mailWidth),
    ),
    ...lacks.flatMap(({ scenario, variable, choices }) =>
      say(`${scenario} lacks ${variable}=${choices.map(choiceWord).join(', ')}: no answer has it.`),
    ),
    ...silent.flatMap((name) =>
      say(`${name} asks for none of what is required; only that it comes to rest counts there.`),
    ),
    ...(undecided.length === 0 ? [] : ['Not decided, so there may be another answer:']),
    ...undecided.flatMap(({ scenario, assignment, why }) =>
      hanging('  ', `${scenario} ${words(assignment)}: ${why}`, mailWidth),
    ),
  ]
  return lines.length === 0 ? [] : ['', ...lines]
}

function words(assignment: Assignment): string {
  return designWords(assignment)
}
