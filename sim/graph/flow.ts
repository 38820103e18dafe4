/**
 * Who sends what to whom, of a whole design: from the tables once every state has been explored, so
 * each message that some run sends is there and no other. An edge has the types of the messages
 * between two actors. Answers are left out: they go back along what asked for them.
 */
import { at, read } from '../assert.ts'
import { status, unknown } from '../model/tables.ts'
import type { Model } from '../model/model.ts'
import type { Edge, Graph, Node } from './graph.ts'

/** More types than this on one edge are counted instead. */
const maxTypes = 8

/** `model` must have been explored: what its tables do not have was never sent. */
export function flowGraph(model: Model): Graph {
  const { system, names } = model
  const nodes = system.actors.map(({ id, machine, machineName }): Node => ({
    ...{ id, role: 'state', lines: [id, ...kindLine(id, machineName ?? machine.id)] },
  }))
  const edges = [...messagesOf(model)].map(([channel, types]): Edge => ({
    from: at(names, Math.floor(channel / names.length)),
    to: at(names, channel % names.length),
    role: 'plain',
    lines: linesOf(types),
  }))
  return { name: system.name, direction: 'right', nodes, edges }
}

function kindLine(id: string, machine: string): readonly string[] {
  return machine === id || machine === '' || machine === '(machine)' ? [] : [`«${machine}»`]
}

function linesOf(types: ReadonlySet<string>): readonly string[] {
  const sorted = [...types].toSorted()
  if (sorted.length <= maxTypes) return sorted
  return [...sorted.slice(0, maxTypes - 1), `and ${sorted.length - maxTypes + 1} more`]
}

/** By channel, the types of what is sent over it without being an answer. */
type Messages = ReadonlyMap<number, ReadonlySet<string>>

function messagesOf(model: Model): Messages {
  const { actors, tables, names } = model
  const all = new Map<number, Set<string>>()
  const answers = new Set<string>()
  eachTransition(model, (t, actor, event) => {
    for (const { channel, type } of sentBy(model, t)) {
      const known = all.get(channel) ?? new Set<string>()
      all.set(channel, known.add(type))
      const to = channel % actors
      if (event === undefined || to === actor) continue
      // A message that names its sender asks for an answer; one that comes later is of the same type.
      const asked = at(at(tables.events, actor), event).event
      if ('from' in asked && asked['from'] === names[to]) answers.add(`${channel} ${type}`)
    }
  })
  const sent = [...all].map(([channel, types]) => {
    const others = [...types].filter((type) => !answers.has(`${channel} ${type}`))
    return [channel, new Set(others)] as const
  })
  return new Map(sent.filter(([, types]) => types.size > 0).toSorted(([a], [b]) => a - b))
}

/** Every transition that is known, with its actor and the event; those of the start have none. */
function eachTransition(
  { tables, starts, actors }: Model,
  visit: (t: number, actor: number, event: number | undefined) => void,
): void {
  starts.slice(0, actors).forEach((t, actor) => {
    visit(t, actor, undefined)
  })
  tables.rows.forEach((row, state) => {
    const actor = at(tables.actorOf, state)
    if (actor >= actors) return
    row.forEach((t, event) => {
      if (t === unknown) return
      const refused = status.unhandled | status.error
      if ((tables.statusOf(t) & refused) === 0) visit(t, actor, event)
    })
  })
}

interface SentOver {
  readonly channel: number
  readonly type: string
}

/** An offer sends each of its events. */
function sentBy({ tables, actors }: Model, t: number): readonly SentOver[] {
  const sends = tables.sendsOf(t)
  const pairs = Array.from({ length: sends.length / 2 }, (_, i) => ({
    channel: read(sends, 2 * i),
    code: read(sends, 2 * i + 1),
  }))
  const timers = tables.timersOf(t).flatMap((op) => (op.kind === 'set' ? [op.timer] : []))
  return [...pairs, ...timers].flatMap(({ channel, code }) => {
    const events = code >= 0 ? [code] : tables.offerOf(code).events
    return events.map((e) => ({ channel, type: at(at(tables.events, channel % actors), e).type }))
  })
}
