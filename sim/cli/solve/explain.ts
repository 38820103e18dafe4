/** Why each change of an answer is needed: each is taken back, and the races that return are named. */
import type { Design, Scenario } from '../../scenario/scenario.ts'
import { proofOf } from '../../solve/answer.ts'
import type { Answer, Comeback, ExplainedChange } from '../../solve/answer.ts'
import { candidatesOf, changesOf } from '../../solve/variables.ts'
import type { Assignment, Candidate, Lack, Settings, Variable } from '../../solve/variables.ts'
import { checkCommandParts } from '../schedules/replay-command.ts'
import type { Judge } from './required.ts'

export interface Surroundings {
  readonly scenarios: readonly Scenario[]
  /** How the user named the scenarios. */
  readonly files: readonly string[]
  readonly variables: readonly Variable[]
  readonly settings: Settings
  readonly judge: Judge
}

/** @throws Interrupted */
export async function explain(assignment: Assignment, around: Surroundings): Promise<Answer> {
  const { scenarios, variables, judge } = around
  const records = []
  const unmodelled: Lack[] = []
  for (const [i, scenario] of scenarios.entries()) {
    const candidate = candidateIn(scenario, assignment, variables)
    for (const design of candidate?.designs ?? []) {
      records.push((await judge.judge(i, design, false)).record)
    }
    unmodelled.push(...missing(scenario, candidate?.designs ?? [], variables))
  }
  const changes: ExplainedChange[] = []
  for (const variable of changesOf(assignment, variables)) {
    changes.push(await explainChange(assignment, variable, around))
  }
  return { assignment, changes, proof: proofOf(records), unmodelled }
}

/** The choices of what is given that no design of an answer has, because they are excluded. */
function missing(
  { name, variants }: Scenario,
  covered: readonly Design[],
  variables: readonly Variable[],
): readonly Lack[] {
  const given = variables.filter((v) => v.cost === 'given')
  return given.flatMap((v): readonly Lack[] => {
    const known = Object.hasOwn(variants, v.name) ? (variants[v.name] ?? []) : []
    const choices = known.filter((c) => covered.every((d) => d[v.name] !== c))
    return choices.length === 0 ? [] : [{ scenario: name, variable: v.name, choices }]
  })
}

/** The candidate of `scenario` that `assignment` chooses; undefined where that is excluded. */
function candidateIn(
  scenario: Scenario,
  assignment: Assignment,
  variables: readonly Variable[],
): Candidate | undefined {
  return candidatesOf(scenario, variables).find((c) =>
    Object.entries(c.assignment).every(([v, choice]) => assignment[v] === choice),
  )
}

async function explainChange(
  assignment: Assignment,
  { name, posted, cost }: Variable,
  { scenarios, files, variables, settings, judge }: Surroundings,
): Promise<ExplainedChange> {
  const to = assignment[name] ?? posted
  const change = { variable: name, from: posted, to, cost }
  if (settings.forbidden.get(name)?.includes(posted) === true) {
    return { ...change, without: { kind: 'forbidden' } }
  }
  const back = { ...assignment, [name]: posted }
  const comebacks: Comeback[] = []
  let excluded = true
  for (const [i, scenario] of scenarios.entries()) {
    if (!Object.hasOwn(scenario.variants, name)) continue
    const candidate = candidateIn(scenario, back, variables)
    for (const design of candidate?.designs ?? []) {
      excluded = false
      const { violates } = await judge.judge(i, design, false)
      const known = new Set(
        comebacks.filter((c) => c.scenario === scenario.name).flatMap((c) => c.violates),
      )
      // Of what is given, the first choice that shows a race stands for the others.
      if (violates.every((v) => known.has(v))) continue
      const replay = checkCommandParts({ scenario, design }, files[i] ?? scenario.file)
      comebacks.push({ scenario: scenario.name, design, violates, replay })
    }
  }
  if (excluded) return { ...change, without: { kind: 'excluded' } }
  if (comebacks.length === 0) return { ...change, without: { kind: 'nothing' } }
  return { ...change, without: { kind: 'returns', comebacks } }
}
