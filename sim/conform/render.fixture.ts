/**
 * Logs of kernels that never ran: the calls of a log, under a schedule that a seed chooses and with
 * sizes of the test's own, told in the words of the log. Whatever comes out is a log that the mapping
 * must accept, because the model has just done it.
 */
import { at } from '../assert.ts'
import type { FieldValue, LogEvent } from '../ftrace/event.ts'
import { createModel } from '../model/model.ts'
import { stream } from '../prng.ts'
import { bind } from '../scenario/bind.ts'
import { channelOf } from '../schedule/decision.ts'
import { senderOf } from '../model/model.ts'
import { GlobalState } from '../space/global-state.ts'
import { Moves } from '../space/moves.ts'
import type { ConformOptions } from './conform.ts'
import type { Instance, Sighting } from './groups.ts'
import { observationsOf } from './observation.ts'
import type { Observation } from './observation.ts'
import { Place } from './place.ts'
import { positionsOf } from './positions.ts'
import { sceneText } from './scene.ts'
import { allowed } from './values.ts'

export interface Rendering {
  readonly options: ConformOptions
  readonly sightings: readonly Sighting[]
  readonly instances: readonly Instance[]
  readonly seed: string
}

/** The text of a log, or undefined where this schedule leaves the way of the calls. */
export async function render(input: Rendering): Promise<string | undefined> {
  const { options, sightings, instances, seed } = input
  const { mapping } = options
  const positions = positionsOf(bounds(instances), mapping.file.page_size)
  const start = { i_size: 0, i_disk_size: 0 }
  const scene = sceneText(options.template, { mapping, instances, positions, start })
  const { scenario, design } = await options.load(scene)
  const model = createModel({ ...bind(scenario, design), properties: [] })
  const state = new GlobalState(model)
  const moves = new Moves(state)
  const place = new Place(state, positions, mapping.words ?? {})
  const observations = observationsOf(mapping, sightings, instances)
  const names = [...new Set(observations.map(({ thread }) => thread))]
  const threads = new Map(
    names.map((name) => [name, observations.filter((o) => o.thread === name)]),
  )
  const next = new Map([...threads.keys()].map((thread) => [thread, 0]))
  const draw = stream(seed, 'schedule')
  const taken = new Set<string>()
  const reads = new Map<string, FieldValue>()
  const lines: string[] = []
  const actorOf = (o: Observation): string | undefined =>
    o.candidates.size === 0
      ? o.actor
      : [...o.candidates.keys()].find((a) => !taken.has(`${o.event.name} ${a}`) && place.isAt(o, a))
  const ready = (): readonly Observation[] =>
    [...threads].flatMap(([thread, list]) => {
      const o = list[next.get(thread) ?? 0]
      if (o === undefined || o.ended.some((one) => place.phaseOf(one) !== 'done')) return []
      const actor = actorOf(o)
      return actor === undefined
        ? o.candidates.size > 0 || o.actor !== undefined
          ? []
          : [o]
        : place.isAt(o, actor)
          ? [o]
          : []
    })
  const begun = (o: Observation): boolean => {
    const list = threads.get(o.thread) ?? []
    return (next.get(o.thread) ?? 0) >= list.indexOf(o)
  }
  const held = (): ReadonlySet<string> => {
    const names = new Set<string>()
    for (const list of threads.values()) {
      for (const [i, o] of list.entries()) {
        if (i < (next.get(o.thread) ?? 0)) continue
        if (
          o.actor !== undefined &&
          o.held &&
          place.isAt(o, o.actor) &&
          list.slice(next.get(o.thread) ?? 0, i).every((e) => e.actor !== o.actor || !e.held)
        )
          names.add(o.actor)
        for (const a of o.held ? o.candidates.keys() : []) {
          if (!taken.has(`${o.event.name} ${a}`) && place.isAt(o, a)) names.add(a)
        }
      }
    }
    for (const actor of new Set(observations.flatMap((o) => o.actor ?? []))) {
      const first = observations.find((o) => o.actor === actor)
      if (first !== undefined && !begun(first)) names.add(actor)
    }
    return names
  }
  for (let time = 1_000_000; ; time += 2 + draw(50)) {
    const can = ready()
    const frozen = held()
    moves.length = 0
    moves.expand(() => {})
    const steps = Array.from(moves.decisions.subarray(0, moves.length)).filter(
      (d) => !frozen.has(at(model.names, senderOf(model, channelOf(d)))),
    )
    if (can.length + steps.length === 0) break
    const chosen = draw(can.length + steps.length)
    const o = can[chosen]
    if (o !== undefined) {
      const actor = actorOf(o)
      lines.push(text(o, actor, place, reads, time))
      next.set(o.thread, (next.get(o.thread) ?? 0) + 1)
      if (o.candidates.size > 0) taken.add(`${o.event.name} ${actor}`)
      continue
    }
    const decision = at(steps, chosen - can.length)
    const before = state.contentOf(channelOf(decision))
    const code = at(state.contents.head.items, before)
    const to = channelOf(decision) % model.actors
    if (code >= 0) {
      const { event } = at(at(model.tables.events, to), code)
      if (event.type === 'i_size_read.ret' && 'i_size' in event) {
        for (const which of ['', 'first.']) {
          reads.set(`${at(model.names, to)}.${which}i_size`, Number(event.i_size))
        }
      }
    }
    if (state.apply(decision) !== undefined) return undefined
  }
  const done = [...threads].every(([thread, list]) => next.get(thread) === list.length)
  return done ? `${lines.join('\n')}\n` : undefined
}

function bounds(instances: readonly Instance[]): readonly number[] {
  return instances.flatMap(({ variables }) => {
    const n = (name: string): number => Number(variables.get(name)?.value ?? 0)
    return [n('pos'), n('pos') + n('len'), n('size')]
  })
}

/** One line as `cat trace` prints it. */
function text(
  o: Observation,
  actor: string | undefined,
  place: Place,
  reads: ReadonlyMap<string, FieldValue>,
  micros: number,
): string {
  const fields = new Map(o.event.fields)
  const instance = o.instance ?? o.candidates.get(actor ?? '')
  for (const [name, field] of Object.entries(o.seen.bind ?? {})) {
    const value = instance?.variables.get(name)?.value
    if (value !== undefined && fields.has(field)) fields.set(field, value)
  }
  for (const check of o.checks) {
    // A range that has a position stays the log's.
    if (check.length !== undefined) continue
    const values = allowed(check, place.around(o, actor, reads))
    const [first = '', second] = check.field.split('+')
    const value = check.field === 'type' ? values[0] : values.find((v) => v !== undefined)
    const kept = second === undefined && values.includes(fields.get(first))
    if (value === undefined || kept) continue
    if (second === undefined) fields.set(first, value)
    else fields.set(second, Number(value) - Number(fields.get(first)))
  }
  const { task, pid, cpu, interrupt } = o.event
  const when = `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`
  const flags = interrupt ? 'd.h1.' : '.....'
  return `${task}-${pid} [${String(cpu).padStart(3, '0')}] ${flags} ${when}: ${said(o.event, fields)}`
}

function said(
  { kind, name, text: line }: LogEvent,
  fields: ReadonlyMap<string, FieldValue>,
): string {
  const all = [...fields]
  switch (kind) {
    case 'function':
      return `${name} <-${fields.get('caller')}`
    case 'mark':
      return `tracing_mark_write: ${name} ${all.map(([k, v]) => `${k}=${v}`).join(' ')}`.trimEnd()
    case 'event': {
      const probed = fields.get('probed')
      if (probed === undefined) {
        return `${name}: ${all.map(([k, v]) => `${k} ${v}${k === 'caller' ? '+0x1/0x2 [xfs]' : ''}`).join(' ')}`
      }
      const rest = all.filter(([k]) => k !== 'probed' && k !== 'caller')
      const from = fields.get('caller')
      const where = line.includes(' <- ')
        ? `${from}+0x1/0x2 [xfs] <- ${probed}`
        : `${probed}+0x4/0x9 [xfs]`
      return `${name}: (${where}) ${rest.map(([k, v]) => `${k}=${v}`).join(' ')}`
    }
  }
}
