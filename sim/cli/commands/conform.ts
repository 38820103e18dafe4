/** `endio conform`: logs of a real kernel against a scenario. */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { conform } from '../../conform/conform.ts'
import type { ConformOptions, Conformance } from '../../conform/conform.ts'
import type { Mapping } from '../../conform/format.ts'
import { readMapping } from '../../conform/mapping.ts'
import { vocabularyOf } from '../../conform/vocabulary.ts'
import type { Vocabulary } from '../../conform/vocabulary.ts'
import { tally } from '../../conform/tally.ts'
import type { Tally } from '../../conform/tally.ts'
import { ScenarioError } from '../../errors.ts'
import type { Log } from '../../ftrace/event.ts'
import { readLog } from '../../ftrace/read.ts'
import { conformJson, mutantsJson } from '../../report/conform-json.ts'
import { eventLines, pictureLines } from '../../report/conform-events.ts'
import { conformLines, outcomeOf } from '../../report/conform.ts'
import { toJson } from '../../report/json.ts'
import type { Provenance } from '../../report/json.ts'
import { tallyLines } from '../../report/tally.ts'
import { readScenarioText } from '../../scenario/load.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { sourceOf } from '../../scenario/source.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { UsageError } from '../failure.ts'
import { chooseDesign, openScenario, parseCount, parseSeed } from '../open.ts'
import type { Style, Terminal } from '../terminal/terminal.ts'
import { version } from '../version.ts'

export interface ConformCommandOptions {
  readonly mapping?: string
  readonly inode?: string
  readonly slack?: string
  readonly maxStates?: string
  readonly mutate?: string
  readonly seed?: string
  readonly events?: boolean
  readonly picture?: boolean
  readonly saveScenario?: string
  readonly variant: readonly string[]
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly quiet?: boolean
}

/** A log of some hundred thousand events; more than any question about one race needs. */
const maxBytes = 64 * 1024 * 1024

export async function conformCommand(
  path: string,
  traces: readonly string[],
  options: ConformCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const scenario = await openScenario(path, terminal)
  const design = chooseDesign(scenario, options.variant)
  const file = options.mapping ?? join(dirname(scenario.file), 'mapping.yaml')
  const mapping = await openMapping(file, vocabularyOf(scenario, design))
  const checking = checkingOf(scenario, mapping, options)
  const { name, hash } = scenario
  const origin = { endio: version, scenario: name, hash, design }
  const codes: number[] = []
  for (const file of await logFiles(traces)) {
    const log = await openLog(file)
    const models: ConformOptions = { ...checking, models: new Map() }
    const result = await conform(log, models)
    codes.push(exitOf(result))
    show(result, origin, options, terminal)
    if (options.saveScenario !== undefined) await saveScenes(result, options.saveScenario)
    const wanted = parseCount('--mutate', options.mutate)
    if (wanted === undefined) continue
    const seed = parseSeed(options.seed ?? '1')
    const tallies: Tally[] = []
    for await (const one of tally(log, models, wanted, seed)) tallies.push(one)
    showTallies(file, tallies, origin, options, terminal)
  }
  return Math.max(...codes)
}

function checkingOf(
  scenario: Scenario,
  mapping: Mapping,
  options: ConformCommandOptions,
): ConformOptions {
  const { inode, slack } = options
  return {
    mapping,
    template: scenario.source.text,
    load: async (scene) => {
      const { scenario: made, problems } = await readScenarioText(sourceOf(scenario.file, scene))
      if (made === undefined) throw new ScenarioError(problems)
      return { scenario: made, design: chooseDesign(made, options.variant) }
    },
    maxStates: parseCount('--max-states', options.maxStates) ?? 200_000,
    ...(inode !== undefined && { inode: parseInode(inode) }),
    ...(slack !== undefined && { slack: parseSlack(slack) }),
  }
}

function show(
  result: Conformance,
  origin: Provenance,
  options: ConformCommandOptions,
  terminal: Terminal,
): void {
  if (options.json === true || options.ndjson === true) {
    terminal.out(toJson(conformJson(origin, result)))
    return
  }
  const outcome = outcomeOf(result)
  const style: Style =
    outcome === 'accepted' ? 'good' : outcome === 'lost' || outcome === 'gave-up' ? 'doubt' : 'bad'
  const [first = '', ...rest] = conformLines(result)
  terminal.out(terminal.style(style, first))
  if (options.quiet === true) return
  for (const line of rest) terminal.out(line)
  for (const file of result.files) {
    if (options.events === true) for (const line of eventLines(file)) terminal.out(line)
    if (options.picture === true) for (const line of pictureLines(file)) terminal.out(line)
  }
}

function showTallies(
  file: string,
  tallies: readonly Tally[],
  origin: Provenance,
  options: ConformCommandOptions,
  terminal: Terminal,
): void {
  if (options.json === true || options.ndjson === true) {
    terminal.out(toJson(mutantsJson(origin, file, tallies)))
  } else for (const line of tallyLines(tallies)) terminal.out(line)
}

function exitOf(result: Conformance): number {
  switch (outcomeOf(result)) {
    case 'accepted':
      return exitCodes.clean
    case 'violated':
    case 'refused':
      return exitCodes.violated
    case 'gave-up':
    case 'lost':
      return exitCodes.inconclusive
  }
}

async function openMapping(file: string, known: Vocabulary): Promise<Mapping> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(
      `cannot read the mapping '${file}'; --mapping FILE names another, and conform/xfs-6.12 has one`,
    )
  })
  const { mapping, problems } = readMapping(sourceOf(file, text), known)
  if (mapping === undefined) throw new ScenarioError(problems)
  return mapping
}

async function openLog(file: string): Promise<Log> {
  const info = await stat(file).catch(() => undefined)
  if (info?.isFile() !== true) {
    throw new UsageError(`cannot read the log '${file}'; trace-cmd report > FILE writes one`)
  }
  if (info.size > maxBytes) {
    throw new UsageError(`'${file}' is larger than 64 MiB; record the race alone`)
  }
  const { log, problems } = readLog(file, await readFile(file, 'utf8'))
  if (problems.length > 0) throw new ScenarioError(problems)
  return log
}

/** A folder stands for the logs in it, in the order of their names. */
async function logFiles(traces: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(
    traces.map(async (trace) => {
      const info = await stat(trace).catch(() => undefined)
      if (info?.isDirectory() !== true) return [trace]
      const names = (await readdir(trace)).filter((name) => name.endsWith('.txt')).toSorted()
      if (names.length === 0) throw new UsageError(`there is no log NAME.txt in '${trace}'`)
      return names.map((name) => join(trace, name))
    }),
  )
  return lists.flat()
}

/** One folder for each file that the log is about. */
async function saveScenes({ files }: Conformance, folder: string): Promise<void> {
  for (const { inode, scene } of files) {
    const path = join(folder, `inode-${inode}`)
    await mkdir(path, { recursive: true })
    await writeFile(join(path, 'scenario.yaml'), scene, { flag: 'wx' }).catch(() => {
      throw new UsageError(`cannot write '${path}/scenario.yaml'; give a folder without one`)
    })
  }
}

function parseInode(text: string): number {
  if (/^(?:\d{1,15}|0x[0-9a-fA-F]{1,13})$/.test(text)) return Number(text)
  throw new UsageError(`--inode '${text}' is no inode number; try --inode 0x86`)
}

function parseSlack(text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text)
  throw new UsageError(`--slack '${text}' is not a number of nanoseconds; try --slack 1000`)
}
