/** One log against one scenario, file by file. */
import type { FieldValue, Log, LogEvent } from '../ftrace/event.ts'
import { isError, ScenarioError } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { createModel, StartError } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { bind } from '../scenario/bind.ts'
import type { Design, Scenario } from '../scenario/scenario.ts'
import { setAside } from './aside.ts'
import type { Aside } from './aside.ts'
import { parseCalls } from './calls.ts'
import type { Call, Stray } from './calls.ts'
import { endOf, filesOf } from './files.ts'
import type { FileCalls } from './files.ts'
import type { Mapping } from './format.ts'
import { groupCalls, lacks } from './groups.ts'
import type { Instance, Sighting } from './groups.ts'
import { judge } from './judge.ts'
import type { Judged } from './judge.ts'
import { observationsOf } from './observation.ts'
import type { Observation } from './observation.ts'
import { positionsOf } from './positions.ts'
import type { Positions } from './positions.ts'
import { SceneError, sceneText } from './scene.ts'
import type { Start } from './scene.ts'
import { explain } from './search.ts'
import type { Explained } from './search.ts'
import { positionsIn, startsOf } from './starts.ts'

/** What one file's part of the log comes to. */
export interface FileResult {
  readonly inode: FieldValue
  readonly start: Start
  readonly positions: Positions
  readonly instances: readonly Instance[]
  /** The text of the scenario that was searched. */
  readonly scene: string
  readonly explained: Explained
  /** Of an accepted log. */
  readonly judged: Judged | undefined
  /** The whole run without properties, for its picture. */
  readonly model: Model
}

/** A file whose part of the log the scenario has no words for. */
export interface Misfit {
  readonly inode: FieldValue
  readonly message: string
  readonly problems: readonly Problem[]
}

export interface Conformance {
  readonly log: Log
  /** Events that no program of the mapping has where they stand: the log is refused. */
  readonly strays: readonly Stray[]
  /** Events of something that the log never began. */
  readonly homeless: readonly Sighting[]
  readonly misfits: readonly Misfit[]
  /** Calls that the mapping sets aside. */
  readonly asides: readonly Aside[]
  readonly files: readonly FileResult[]
  /** Events passed over, by the reason that the mapping gives. */
  readonly ignored: ReadonlyMap<string, number>
  readonly outside: readonly LogEvent[]
}

export interface ConformOptions {
  readonly mapping: Mapping
  /** The text of the scenario. */
  readonly template: string
  /** Reads the text of a scene and chooses its design. */
  readonly load: (
    scene: string,
  ) => Promise<{ readonly scenario: Scenario; readonly design: Design }>
  /** Only this file. */
  readonly inode?: FieldValue
  readonly slack?: number
  /** Models by the text of their scene: mutants of one log share most of them. */
  readonly models?: Map<string, Built>
  readonly maxStates: number
}

/** A scene ready to be searched, and to be judged. */
export interface Built {
  readonly free: Model
  readonly full: Model
}

/** A last line without a line end is left out where the log is refused with it and not without it. */
export async function conform(log: Log, options: ConformOptions): Promise<Conformance> {
  const result = await conformWhole(log, options)
  const { unended } = log
  if (unended === undefined || !isRefused(result)) return result
  const events = log.events.filter(({ line }) => line !== unended)
  const rest = await conformWhole({ ...log, events, cutOff: unended, unended: undefined }, options)
  return isRefused(rest) ? result : rest
}

/** Something in the log has no explanation. */
export function isRefused({ strays, homeless, misfits, files }: Conformance): boolean {
  return (
    strays.length + homeless.length + misfits.length > 0 ||
    files.some(({ explained }) => explained.kind === 'refused')
  )
}

async function conformWhole(log: Log, options: ConformOptions): Promise<Conformance> {
  const { mapping, inode } = options
  const parsed = parseCalls(mapping, log)
  const { outside, ignored } = parsed
  const unfollowed = brokenCalls(mapping, parsed.calls, log)
  const { calls, asides, strays: uncovered } = setAside(mapping, parsed, endOf(log))
  const strays = [...parsed.strays, ...uncovered, ...unfollowed]
  const wanted = filesOf(mapping, { ...parsed, calls }, log).filter(
    (f) => inode === undefined || f.inode === inode,
  )
  const files: FileResult[] = []
  const homeless: Sighting[] = []
  const misfits: Misfit[] = []
  for (const file of strays.length > 0 ? [] : wanted) {
    const grouped = groupCalls(mapping, withoutUntold(mapping, file))
    homeless.push(...grouped.homeless)
    if (grouped.homeless.length > 0) continue
    try {
      files.push(await conformFile(file, grouped, options))
    } catch (error) {
      misfits.push(misfitOf(file, error))
    }
  }
  return { log, strays, homeless, misfits, asides, files, ignored, outside }
}

/** @throws whatever is no complaint about the scene. */
function misfitOf({ inode }: FileCalls, error: unknown): Misfit {
  if (error instanceof ScenarioError) {
    return { inode, message: 'its values do not fit', problems: error.problems.filter(isError) }
  }
  if (error instanceof SceneError || error instanceof StartError) {
    return { inode, message: error.message, problems: [] }
  }
  throw error
}

/** Calls that no actor stands for and that stop in the middle, long before the log ends. */
function brokenCalls(mapping: Mapping, calls: readonly Call[], log: Log): readonly Stray[] {
  const end = endOf(log)
  return calls.flatMap(({ kind, matched, complete, thread }) => {
    const last = matched.at(-1)?.event
    const followed = matched.some(({ seen }) => seen.start ?? seen.join ?? seen.any)
    if (complete || followed || last === undefined) return []
    if (end - last.time <= BigInt(mapping.cut)) return []
    return [{ event: last, thread, call: { kind, matched }, expected: [], brokenOff: true }]
  })
}

/** Without calls that the end of the log cuts off before they have told what they are to do. */
function withoutUntold(mapping: Mapping, { calls, end }: FileCalls): readonly Call[] {
  const { instances, sightings } = groupCalls(mapping, calls)
  const untold = new Set(instances.filter((instance) => lacks(mapping, instance)))
  return calls.filter((call) => {
    const last = call.matched.at(-1)?.event
    const cut = !call.complete && last !== undefined && end - last.time <= BigInt(mapping.cut)
    const mine = sightings.some(
      (s) => s.call === call && s.instance !== undefined && untold.has(s.instance),
    )
    return !(cut && mine)
  })
}

async function conformFile(
  file: FileCalls,
  {
    instances,
    sightings,
  }: { readonly instances: readonly Instance[]; readonly sightings: readonly Sighting[] },
  options: ConformOptions,
): Promise<FileResult> {
  const { mapping, template, load, maxStates, models, slack = mapping.slack } = options
  const positions = positionsOf(positionsIn(mapping, file, instances), mapping.file.page_size)
  const observations = observationsOf(mapping, sightings, instances)
  let best: FileResult | undefined
  for (const start of startsOf(mapping, file)) {
    const scene = sceneText(template, { mapping, instances, positions, start })
    const { free: model, full } = await built(scene, load, models)
    const words = mapping.words ?? {}
    const explained = explain({
      ...{ model, observations, positions, words, slack, maxStates },
      brokenOff: brokenOff(mapping, file, observations),
    })
    const judged =
      explained.kind === 'accepted'
        ? judge(full, explained.decisions, full.system.bound.steps)
        : undefined
    const result = {
      inode: file.inode,
      start,
      positions,
      instances,
      scene,
      explained,
      judged,
      model,
    }
    if (judged !== undefined) return result
    if (best === undefined || explained.seen.length > best.explained.seen.length) best = result
  }
  if (best === undefined) throw new RangeError('a file without a start')
  return best
}

/** Actors of calls that stop in the middle, longer before the log ends than `cut`. */
function brokenOff(
  { cut }: Mapping,
  { calls, end }: FileCalls,
  observations: readonly Observation[],
): readonly string[] {
  return calls.flatMap(({ complete, matched }) => {
    const last = matched.at(-1)?.event
    if (complete || last === undefined || end - last.time <= BigInt(cut)) return []
    return observations.find(({ event }) => event === last)?.actor ?? []
  })
}

async function built(
  scene: string,
  load: ConformOptions['load'],
  models: Map<string, Built> = new Map<string, Built>(),
): Promise<Built> {
  const known = models.get(scene)
  if (known !== undefined) return known
  const { scenario, design } = await load(scene)
  const system = bind(scenario, design)
  const made = { free: createModel({ ...system, properties: [] }), full: createModel(system) }
  models.set(scene, made)
  return made
}
