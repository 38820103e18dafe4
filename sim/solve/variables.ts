/**
 * The variables of a question over one or several scenarios. Variants of one name are one variable;
 * the design as posted is the first choice of each.
 */
import { designs, formatDesign } from '../scenario/design.ts'
import type { Choice, Cost, Design, Draft } from '../scenario/scenario.ts'

/** The part of a scenario that says what can be chosen. */
export type Choosable = Pick<Draft, 'name' | 'variants' | 'exclude' | 'cost'>

export interface Variable {
  readonly name: string
  /** Of all scenarios, without what is forbidden; the first is the one posted, if it is allowed. */
  readonly choices: readonly Choice[]
  readonly posted: Choice
  /** What any other choice than the posted one costs; `given` is not to be chosen. */
  readonly cost: Cost
  /** The scenarios that have the variant. */
  readonly scenarios: readonly string[]
}

/** A choice of a variable that some scenario does not know, so that it cannot say anything of it. */
export interface Lack {
  readonly scenario: string
  readonly variable: string
  readonly choices: readonly Choice[]
}

export interface Settings {
  /** Choices that must not be in an answer, by variant. */
  readonly forbidden: ReadonlyMap<string, readonly Choice[]>
  /** Variants under each choice of which an answer has to hold, beside those of the scenarios. */
  readonly given: readonly string[]
}

/** Where scenarios differ about the first choice or the cost, the first that has one decides. */
export function variablesOf(
  scenarios: readonly Choosable[],
  { forbidden, given }: Settings,
): readonly Variable[] {
  const names = new Set(scenarios.flatMap((s) => Object.keys(s.variants)))
  return [...names].flatMap((name): readonly Variable[] => {
    const having = scenarios.filter((s) => Object.hasOwn(s.variants, name))
    const choices = [...new Set(having.flatMap((s) => s.variants[name] ?? []))]
    const [posted] = choices
    if (posted === undefined) return []
    const costs = having.flatMap((s) => (Object.hasOwn(s.cost, name) ? (s.cost[name] ?? []) : []))
    const isGiven = given.includes(name) || costs.includes('given')
    const allowed = choices.filter((c) => forbidden.get(name)?.includes(c) !== true)
    return [
      {
        ...{ name, posted, choices: allowed, scenarios: having.map((s) => s.name) },
        cost: isGiven ? 'given' : (costs[0] ?? 1),
      },
    ]
  })
}

export function lacksOf(
  scenarios: readonly Choosable[],
  variables: readonly Variable[],
): readonly Lack[] {
  return variables.flatMap(({ name, choices, cost }) =>
    scenarios.flatMap((scenario): readonly Lack[] => {
      const known = Object.hasOwn(scenario.variants, name) ? scenario.variants[name] : undefined
      const missing = known === undefined ? [] : choices.filter((c) => !known.includes(c))
      const matters = missing.length > 0 && cost !== 'given'
      return matters ? [{ scenario: scenario.name, variable: name, choices: missing }] : []
    }),
  )
}

/** A choice for each variable that is not given and that some scenario has. */
export type Assignment = Design

/** What it costs to change the design as posted to `assignment`. */
export function costOf(assignment: Assignment, variables: readonly Variable[]): number {
  return changesOf(assignment, variables).reduce(
    (sum, { cost }) => sum + (cost === 'given' ? 0 : cost),
    0,
  )
}

/** The variables that `assignment` changes. */
export function changesOf(
  assignment: Assignment,
  variables: readonly Variable[],
): readonly Variable[] {
  return variables.filter(
    ({ name, posted }) => Object.hasOwn(assignment, name) && assignment[name] !== posted,
  )
}

/** One way to choose in one scenario, and the designs that it stands for. */
export interface Candidate {
  readonly assignment: Assignment
  readonly cost: number
  /** One for each choice of what is given that is not excluded. */
  readonly designs: readonly Design[]
}

/** The candidates of `scenario`, the cheapest first. */
export function candidatesOf(
  scenario: Choosable,
  variables: readonly Variable[],
): readonly Candidate[] {
  const groups = new Map<string, { assignment: Assignment; designs: Design[] }>()
  const free = variables.filter((v) => v.cost !== 'given')
  for (const design of designs(scenario)) {
    const own = free.filter((v) => Object.hasOwn(design, v.name))
    if (own.some((v) => !v.choices.includes(design[v.name] ?? ''))) continue
    const assignment = Object.fromEntries(own.map((v) => [v.name, design[v.name] ?? '']))
    const key = formatDesign(assignment)
    const group = groups.get(key) ?? { assignment, designs: [] }
    group.designs.push(design)
    groups.set(key, group)
  }
  return [...groups.values()]
    .map((group) => ({ ...group, cost: costOf(group.assignment, variables) }))
    .toSorted((a, b) => a.cost - b.cost)
}
