/**
 * The cheapest assignments under which everything required holds in all scenarios at once.
 *
 * Uniform-cost search with lazy evaluation: an assignment grows by one scenario at a time, and a
 * scenario is asked about a candidate only when no cheaper assignment is left, so nothing that costs
 * more than the answer is ever explored. Pure: the search asks by `yield` and is told the answer.
 */
import { invariant } from '../assert.ts'
import { formatDesign } from '../scenario/design.ts'
import { candidatesOf, changesOf, costOf } from './variables.ts'
import type { Assignment, Candidate, Choosable, Variable } from './variables.ts'

/** Does everything required hold in scenario number `scenario` in all designs of `candidate`? */
export interface Query {
  readonly scenario: number
  readonly candidate: Candidate
}

/** `open`: neither was a violation found nor is it proved that there is none, and why. */
export type Reply =
  { readonly kind: 'holds' | 'fails' } | { readonly kind: 'open'; readonly why: string }

/** A candidate that was not decided and that costs no more than the answer. */
export interface Undecided {
  readonly scenario: string
  readonly assignment: Assignment
  readonly why: string
}

/** The cheapest candidate that one scenario alone would be content with. */
export interface Alone {
  readonly scenario: string
  readonly assignment: Assignment | undefined
}

export interface Solution {
  /** `limit`: there were too many combinations to look at. */
  readonly kind: 'found' | 'none' | 'limit'
  /** All of the least cost; of two, one of which changes more, only the other. */
  readonly answers: readonly Assignment[]
  readonly cost: number
  /** If there are any, there may be other answers, and cheaper ones. */
  readonly undecided: readonly Undecided[]
  readonly alone: readonly Alone[]
}

/** Partial assignments that are looked at before the search gives up. */
const maxNodes = 200_000

interface Node {
  readonly assignment: Assignment
  /** The candidate of each scenario so far; all but the last are known to hold. */
  readonly chosen: readonly Candidate[]
}

export function* solve(
  scenarios: readonly Choosable[],
  variables: readonly Variable[],
): Generator<Query, Solution, Reply> {
  const candidates = scenarios.map((s) => candidatesOf(s, variables))
  const asked = new Asked(scenarios)
  const alone = yield* eachAlone(scenarios, candidates, asked)
  const end = (kind: Solution['kind'], cost = 0, answers: readonly Assignment[] = []): Solution => {
    const kept = leastChanges(answers, variables)
    return { kind, cost, answers: kept, undecided: asked.undecided, alone }
  }
  if (alone.some((a) => a.assignment === undefined)) return end('none')
  const queue = new Queue()
  queue.add(0, { assignment: {}, chosen: [] })
  const answers: Assignment[] = []
  let best: number | undefined
  for (let nodes = 0; ; nodes++) {
    const next = queue.take()
    if (next === undefined || (best !== undefined && next.cost > best)) break
    if (nodes >= maxNodes) return end('limit')
    const { chosen, assignment } = next.node
    const last = chosen.at(-1)
    if (last !== undefined && !(yield* asked.holds(chosen.length - 1, last))) continue
    const rest = candidates[chosen.length]
    if (rest === undefined) {
      answers.push(assignment)
      best = next.cost
      continue
    }
    for (const candidate of rest) {
      if (!agree(assignment, candidate.assignment)) continue
      const joint = { ...assignment, ...candidate.assignment }
      queue.add(costOf(joint, variables), { assignment: joint, chosen: [...chosen, candidate] })
    }
  }
  return best === undefined ? end('none') : end('found', best, answers)
}

/** Without an answer for one scenario there is none for all, and that is cheap to know. */
function* eachAlone(
  scenarios: readonly Choosable[],
  candidates: readonly (readonly Candidate[])[],
  asked: Asked,
): Generator<Query, readonly Alone[], Reply> {
  const alone: Alone[] = []
  for (const [i, { name }] of scenarios.entries()) {
    let found: Assignment | undefined
    for (const candidate of candidates[i] ?? []) {
      if (!(yield* asked.holds(i, candidate))) continue
      found = candidate.assignment
      break
    }
    alone.push({ scenario: name, assignment: found })
  }
  return alone
}

/** Each question is asked once. */
class Asked {
  readonly undecided: Undecided[] = []
  private readonly answers = new Map<string, boolean>()
  private readonly scenarios: readonly Choosable[]

  constructor(scenarios: readonly Choosable[]) {
    this.scenarios = scenarios
  }

  *holds(scenario: number, candidate: Candidate): Generator<Query, boolean, Reply> {
    const { assignment } = candidate
    const key = `${scenario} ${formatDesign(assignment)}`
    const known = this.answers.get(key)
    if (known !== undefined) return known
    const reply = yield { scenario, candidate }
    this.answers.set(key, reply.kind === 'holds')
    const name = this.scenarios[scenario]?.name ?? ''
    if (reply.kind === 'open') {
      this.undecided.push({ scenario: name, assignment, why: reply.why })
    }
    return reply.kind === 'holds'
  }
}

/** Nodes by cost, which is a whole number; of equal ones the last that came, which is the furthest. */
class Queue {
  private readonly buckets = new Map<number, Node[]>()

  add(cost: number, node: Node): void {
    const bucket = this.buckets.get(cost)
    if (bucket === undefined) this.buckets.set(cost, [node])
    else bucket.push(node)
  }

  take(): { readonly cost: number; readonly node: Node } | undefined {
    if (this.buckets.size === 0) return undefined
    const cost = Math.min(...this.buckets.keys())
    const bucket = this.buckets.get(cost)
    const node = bucket?.pop()
    invariant(bucket !== undefined && node !== undefined, 'no bucket is empty')
    if (bucket.length === 0) this.buckets.delete(cost)
    return { cost, node }
  }
}

function agree(one: Assignment, other: Assignment): boolean {
  return Object.entries(other).every(([v, c]) => !Object.hasOwn(one, v) || one[v] === c)
}

/** A change that costs nothing and is not needed is left out. */
function leastChanges(
  answers: readonly Assignment[],
  variables: readonly Variable[],
): readonly Assignment[] {
  const changed = answers.map((a) =>
    changesOf(a, variables).map(({ name }) => `${name}=${String(a[name])}`),
  )
  const within = (small: readonly string[], large: readonly string[]): boolean =>
    small.length < large.length && small.every((c) => large.includes(c))
  const sorted = answers
    .map((answer, i) => ({ answer, words: changed[i] ?? [] }))
    .filter(({ words }) => !changed.some((other) => within(other, words)))
  return sorted
    .toSorted((a, b) => (a.words.join(' ') < b.words.join(' ') ? -1 : 1))
    .map(({ answer }) => answer)
}
