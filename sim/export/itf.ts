/**
 * A run in the Informal Trace Format that Apalache writes and Quint's tools read:
 * https://apalache-mc.org/docs/adr/015adr-trace.html. A variable per actor, a record of its state
 * and its context, and `last`, the delivery that led to the state.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { violatedProperty } from '../model/violation.ts'
import type { Delivery } from '../schedule/delivery.ts'
import type { Trace } from '../trace/trace.ts'
import { identifiers, plain, stateWord } from './plain.ts'

/** `source`: the scenario and how the run was found. */
export function itfText(trace: Trace, source: string): string {
  const actors = [...trace.final.keys()]
  const vars = identifiers(actors, ['last'])
  const nameOf = (id: string): string => vars.get(id) ?? id
  const local = new Map(actors.map((id) => [id, trace.initial.get(id)]))
  const state = (index: number, last: Delivery | undefined): object => ({
    '#meta': { index },
    last: last === undefined ? itf('') : itf({ ...last }),
    ...Object.fromEntries(actors.map((id) => [nameOf(id), snapshot(local.get(id))])),
  })
  const states = [state(0, undefined)]
  for (const { index, delivery, after } of trace.steps) {
    local.set(delivery.to, after)
    states.push(state(index, delivery))
  }
  const { ending } = trace
  const description =
    ending.kind === 'violated' ? `violates ${violatedProperty(ending.violation)}` : ending.kind
  const head = {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      source,
      description,
    },
    params: [],
    vars: ['last', ...actors.map(nameOf)],
  }
  return `${JSON.stringify({ ...head, states }, undefined, 1)}\n`
}

function snapshot(of: AnyMachineSnapshot | undefined): unknown {
  return itf({ state: of === undefined ? '' : stateWord(of), context: plain(of?.context) })
}

/** Whole numbers are unbounded in TLA+, and its records have no field of no value. */
function itf(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      // In digits: the text of a large number has an exponent.
      return Number.isInteger(value)
        ? { '#bigint': String(BigInt(value)) }
        : { '#unserializable': String(value) }
    case 'string':
    case 'boolean':
      return value
    case 'object':
      if (value === null) return { '#unserializable': 'null' }
      if (Array.isArray(value)) return value.map(itf)
      return record(value)
    default:
      return { '#unserializable': String(value) }
  }
}

/** A key that begins with `#` would be the format's own. */
function record(value: object): object {
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  const keys = new Set(entries.map(([k]) => k))
  const nameOf = (key: string): string => {
    if (!key.startsWith('#')) return key
    let free = key.replace(/^#+/, '_')
    while (keys.has(free)) free = `_${free}`
    keys.add(free)
    return free
  }
  return Object.fromEntries(entries.map(([k, v]) => [nameOf(k), itf(v)]))
}
