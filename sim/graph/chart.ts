/**
 * The statechart of one machine as data, from its definition alone: states, and what takes it from
 * one to another. Harel, "Statecharts: a visual formalism for complex systems", 1987.
 */
import type { AnyStateMachine } from 'xstate'
import { guardText } from './guard.ts'

type StateNode = AnyStateMachine['root']
type Transition = NonNullable<StateNode['always']>[number]

/** A state as drawn. The machine itself is the first, and the parent of all others. */
export interface ChartState {
  /** Unique in the chart: the path with dots, after the name of the machine. */
  readonly id: string
  readonly parent?: string
  readonly label: string
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history'
  /** The state that its parent is entered by. */
  readonly initial: boolean
  readonly tags: readonly string[]
  /** Of a history state: it remembers what was inside of what was left, too. */
  readonly deep?: boolean
  /** What it takes without leaving the state, as `event [guard]`. */
  readonly internal: readonly string[]
}

/** A transition. One with several targets is an edge to each. */
export interface ChartEdge {
  readonly from: string
  readonly to: string
  /** The event; `after 5` of a timer, `done` of a final state inside, empty of an eventless one. */
  readonly label: string
  /** Its condition in words of the machine; `else` where the ones before it have failed. */
  readonly guard?: string
}

export interface Chart {
  readonly name: string
  readonly states: readonly ChartState[]
  readonly edges: readonly ChartEdge[]
}

/** The chart of `machine`, which the scenario calls `name`. */
export function chartOf(name: string, machine: AnyStateMachine): Chart {
  const idOf = (node: StateNode): string => [name, ...node.path].join('.')
  const states: ChartState[] = []
  const edges: ChartEdge[] = []
  // After the transitions, which others number.
  const defaults: ChartEdge[] = []
  const visit = (node: StateNode): void => {
    const taken = transitionsOf(node)
    const leaving = taken.flatMap(({ label, guard, targets }) =>
      targets.map((target) => ({ from: idOf(node), to: idOf(target), label, ...guard })),
    )
    const internal = taken.filter((t) => t.targets.length === 0)
    states.push({
      id: idOf(node),
      ...(node.parent && { parent: idOf(node.parent) }),
      label: node.parent === undefined ? name : node.key,
      kind: node.type,
      initial: node.parent !== undefined && isInitial(node, node.parent),
      tags: node.tags,
      ...(node.history === 'deep' && { deep: true }),
      internal: internal.map(({ label, guard }) => edgeText(label, guard.guard)),
    })
    edges.push(...leaving)
    for (const target of historyTargets(node)) {
      defaults.push({ from: idOf(node), to: idOf(target), label: '' })
    }
    for (const child of Object.values(node.states)) visit(child)
  }
  visit(machine.root)
  return { name, states, edges: [...edges, ...defaults] }
}

/** Where a history state leads when its parent was never entered, if it says so itself. */
function historyTargets({ type, config, parent, machine }: StateNode): readonly StateNode[] {
  if (type !== 'history' || parent === undefined) return []
  return [config.target ?? []].flat().flatMap((target) => {
    if (typeof target !== 'string') return [target]
    if (target.startsWith('#')) return [machine.getStateNodeById(target)]
    const below = (node: StateNode | undefined, key: string): StateNode | undefined =>
      node?.states[key]
    return target.split('.').reduce(below, parent) ?? []
  })
}

/** `event [guard]`, or the guard alone. */
export function edgeText(label: string, guard: string | undefined): string {
  const condition = guard === undefined ? '' : guard === 'else' ? guard : `[${guard}]`
  return [label, condition].filter((part) => part !== '').join(' ')
}

/** Every child of a parallel state is entered; none of them is the initial one. */
function isInitial(node: StateNode, parent: StateNode): boolean {
  return parent.type === 'compound' && parent.initial.target.includes(node)
}

interface Taken {
  readonly label: string
  readonly guard: { readonly guard?: string }
  readonly targets: readonly StateNode[]
}

/** The transitions of `node` by event, in the order in which XState tries them, eventless ones first. */
export function definitionsOf(node: StateNode): readonly (readonly Transition[])[] {
  return [node.always ?? [], ...node.transitions.values()]
}

function transitionsOf(node: StateNode): readonly Taken[] {
  return definitionsOf(node).flatMap((list) =>
    list.map(({ eventType, guard, target }, i) => ({
      label: eventLabel(eventType, node.id),
      guard: guardOf(guard, i),
      targets: target ?? [],
    })),
  )
}

function guardOf(guard: Transition['guard'], index: number): Taken['guard'] {
  if (guard !== undefined) return { guard: guardText(guard) }
  return index === 0 ? {} : { guard: 'else' }
}

/** XState's own events in the words of a configuration. */
function eventLabel(type: string, state: string): string {
  if (type.startsWith('xstate.done.')) return 'done'
  const [prefix, suffix] = ['xstate.after.', `.${state}`]
  if (!type.startsWith(prefix) || !type.endsWith(suffix)) return type
  return `after ${type.slice(prefix.length, -suffix.length)}`
}
