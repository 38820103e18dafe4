/**
 * A small state space: every state once, told apart by what the runs from it can end in, and a
 * shortest run to a violation drawn thick. Exact, as every state is known.
 */
import { at, read } from '../assert.ts'
import { endlessStates } from '../space/ways.ts'
import { isTimer, senderOf } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { dueTimers } from '../model/timers.ts'
import { stateName } from '../model/value.ts'
import { violatedProperty } from '../model/violation.ts'
import { unpack } from '../schedule/decision.ts'
import { futuresOf } from '../space/futures.ts'
import { GlobalState } from '../space/global-state.ts'
import { graphOf, outcome, TooLargeError, wayTo } from '../space/graph.ts'
import type { StateGraph } from '../space/graph.ts'
import type { Edge, Graph, Node, NodeRole, Outlook } from './graph.ts'

/** Many more are neither laid out in seconds nor read by anyone. */
export const maxDrawn = 300

/** The design has more states than were allowed. */
export class TooLargeToDrawError extends Error {
  override readonly name = 'TooLargeToDrawError'
}

/** @throws TooLargeToDrawError when there are more than `maxStates` states. */
export function spaceGraph(model: Model, maxStates = maxDrawn): Graph {
  const states = explored(model, maxStates)
  const outlooks = outlooksOf(states)
  const path = pathOf(states)
  const nodes: Node[] = states.failures.length === 0 ? [] : [...legend]
  const edges: Edge[] = []
  walk(states, (s, state, steps) => {
    const end = read(states.outcome, s)
    const failure = end >= outcome.failed ? end - outcome.failed : undefined
    const role = roleOf(end, at(outlooks, s))
    const title = localStates(model, state)
    nodes.push({ id: String(s), role, lines: linesOf(states, role, s, failure), title })
    for (const { edge, line } of steps) {
      const target = read(states.target, edge)
      const to = target < 0 ? `${s} refused ${edge}` : String(target)
      if (target < 0) {
        const violated = linesOf(states, 'violated', undefined, -1 - target)
        nodes.push({ id: to, role: 'violated', lines: violated, title })
      }
      const ends = { from: String(s), to }
      // The others would hide the picture.
      if (path.has(edge)) edges.push({ ...ends, role: 'path', lines: [line] })
      else edges.push({ ...ends, role: 'plain', lines: [], title: line })
    }
  })
  return { name: model.system.name, direction: 'down', nodes, edges }
}

const legend: readonly Node[] = [
  { id: 'legend', role: 'compound', lines: ['runs from here'] },
  { id: 'must fail', parent: 'legend', role: 'must-fail', lines: ['must fail'] },
  { id: 'can fail', parent: 'legend', role: 'can-fail', lines: ['can fail'] },
  { id: 'cannot fail', parent: 'legend', role: 'cannot-fail', lines: ['cannot fail'] },
]

function explored(model: Model, maxStates: number): StateGraph {
  try {
    return graphOf(model, maxStates)
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error
    throw new TooLargeToDrawError(`this design has more than ${maxStates} states`)
  }
}

/** By state, over all failures. */
function outlooksOf(states: StateGraph): readonly Outlook[] {
  const endless = endlessStates(states)
  const futures = states.failures.map((_, i) => futuresOf(states, i, endless))
  return Array.from({ length: states.states }, (_, s): Outlook => {
    if (!futures.some((f) => f.canFail[s] === 1)) return 'cannot-fail'
    return futures.some((f) => f.canPass[s] === 1) ? 'can-fail' : 'must-fail'
  })
}

function roleOf(end: number, outlook: Outlook): NodeRole {
  if (end === outcome.inner) return outlook
  return end === outcome.passed ? 'passed' : 'violated'
}

/** The number, and in a word what the outline says too. */
function linesOf(
  { failures }: StateGraph,
  role: NodeRole,
  state: number | undefined,
  failure: number | undefined,
): readonly string[] {
  const number = state === undefined ? [] : [String(state)]
  if (failure !== undefined) return [...number, violatedProperty(at(failures, failure))]
  return role === 'passed' ? [...number, 'passed'] : number
}

/** The edges of a shortest run to a violation. */
function pathOf(states: StateGraph): ReadonlySet<number> {
  const refuses = (s: number): number => {
    for (let e = read(states.first, s); e < read(states.first, s + 1); e++) {
      if (read(states.target, e) < 0) return e
    }
    return -1
  }
  const wrong = (s: number): boolean => read(states.outcome, s) >= outcome.failed || refuses(s) >= 0
  const edges = new Set<number>()
  let state = 0
  for (const decision of wayTo(states, wrong) ?? []) {
    let edge = read(states.first, state)
    while (read(states.decision, edge) !== decision) edge++
    edges.add(edge)
    state = read(states.target, edge)
  }
  if (refuses(state) >= 0) edges.add(refuses(state))
  return edges
}

interface LabelledStep {
  readonly edge: number
  /** `from>to:type` */
  readonly line: string
}

/** Visits every state once, depth first, with the state itself. */
function walk(
  states: StateGraph,
  visit: (s: number, state: GlobalState, steps: readonly LabelledStep[]) => void,
): void {
  const state = new GlobalState(states.model)
  const seen = new Uint8Array(states.states)
  const enter = (s: number): readonly LabelledStep[] => {
    seen[s] = 1
    const steps: LabelledStep[] = []
    for (let edge = read(states.first, s); edge < read(states.first, s + 1); edge++) {
      steps.push({ edge, line: stepText(state, read(states.decision, edge)) })
    }
    visit(s, state, steps)
    return steps
  }
  // No recursion: a run may be longer than the stack of calls.
  const { mark, lo, hi } = state
  const stack = [{ steps: enter(0), next: 0, back: { mark, lo, hi } }]
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const step = top.steps[top.next++]
    if (step === undefined) {
      stack.pop()
      if (stack.length > 0) state.undo(top.back.mark, top.back.lo, top.back.hi)
      continue
    }
    const target = read(states.target, step.edge)
    if (target < 0 || seen[target] === 1) continue
    const back = { mark: state.mark, lo: state.lo, hi: state.hi }
    state.apply(read(states.decision, step.edge))
    stack.push({ steps: enter(target), next: 0, back })
  }
}

function stepText(state: GlobalState, packed: number): string {
  const { model, contents } = state
  const { names, actors, tables } = model
  const { channel, timer, alternative } = unpack(packed)
  const content = state.contentOf(channel)
  const { channel: over, code } = isTimer(model, channel)
    ? at(dueTimers(contents.timersOf(content)), timer)
    : { channel, code: read(contents.head.items, content) }
  const to = over % actors
  const event = code >= 0 ? code : at(tables.offerOf(code).events, alternative)
  const { type } = at(at(tables.events, to), event)
  return `${at(names, senderOf(model, channel))}>${at(names, to)}:${type}`
}

function localStates({ names, tables }: Model, { slots }: GlobalState): string {
  return names
    .map((id, i) => `${id}: ${stateName(at(tables.snapshots, read(slots, i)).value)}`)
    .join('\n')
}
