/**
 * Who sends what to whom, of a whole design: from the tables once every state has been explored, so
 * each message that some run delivers is there and no other. An edge is a pair of actors with the
 * types of their messages; it is dashed where all it carries are answers.
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
  const flows = flowsOf(model)
  const nodes = system.actors.map(({ id, machine, machineName }): Node => ({
    ...{ id, role: 'state', lines: [id, ...kindLine(id, machineName ?? machine.id)] },
  }))
  const edges = [...flows].map(([key, types]): Edge => {
    const [from, to] = [Math.floor(key / names.length), key % names.length]
    const asked = new Set(flows.get(to * names.length + from) ?? [])
    const answers = [...types].every((t) => isAnswerTo(t, asked))
    return {
      from: at(names, from),
      to: at(names, to),
      role: answers ? 'answer' : 'plain',
      lines: answers ? [] : linesOf([...types]),
    }
  })
  return { name: system.name, direction: 'right', nodes, edges }
}

/** An answer is named after the message it answers: `read.ret` of `read`. */
function isAnswerTo(type: string, asked: ReadonlySet<string>): boolean {
  return asked.has(type.replace(/\.[^.]*$/, '')) && type.includes('.')
}

function kindLine(id: string, machine: string): readonly string[] {
  return machine === id || machine === '' || machine === '(machine)' ? [] : [`«${machine}»`]
}

function linesOf(types: readonly string[]): readonly string[] {
  const sorted = types.toSorted()
  if (sorted.length <= maxTypes) return sorted
  return [...sorted.slice(0, maxTypes - 1), `and ${sorted.length - maxTypes + 1} more`]
}

/** Types by sender * actors + receiver, in the order of the actors. */
function flowsOf(model: Model): ReadonlyMap<number, ReadonlySet<string>> {
  const { tables, starts, actors } = model
  const flows = new Map<number, Set<string>>()
  const note = (channel: number, code: number): void => {
    const events = code >= 0 ? [code] : tables.offerOf(code).events
    const known = flows.get(channel) ?? new Set<string>()
    flows.set(channel, known)
    for (const event of events) known.add(at(at(tables.events, channel % actors), event).type)
  }
  const learn = (t: number): void => {
    if ((tables.statusOf(t) & (status.unhandled | status.error)) !== 0) return
    const sends = tables.sendsOf(t)
    for (let i = 0; i < sends.length; i += 2) note(read(sends, i), read(sends, i + 1))
    for (const op of tables.timersOf(t))
      if (op.kind === 'set') note(op.timer.channel, op.timer.code)
  }
  starts.slice(0, actors).forEach(learn)
  tables.rows.forEach((row, state) => {
    if (at(tables.actorOf, state) >= actors) return
    for (const t of row) if (t !== unknown) learn(t)
  })
  return new Map([...flows].toSorted(([a], [b]) => a - b))
}
