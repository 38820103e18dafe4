/** `endio sweep`: many seeds; which races exist, how often, and how sure that there are no more. */
import { availableParallelism } from 'node:os'
import { study } from '../../api.ts'
import { shardOf } from '../../explore/seeds.ts'
import type { SeedRange } from '../../explore/seeds.ts'
import type { SweptDesign } from '../../report/sweep.ts'
import { designs, expected } from '../../scenario/design.ts'
import type { Design, Scenario } from '../../scenario/scenario.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { UsageError } from '../failure.ts'
import { interruptible } from '../terminal/interrupt.ts'
import { chooseDesign, openScenario, parseCount, parseSeeds, parseShard } from '../open.ts'
import { progress } from '../terminal/progress.ts'
import { Crew } from '../sweep/crew.ts'
import { beginLog, resumeLog } from '../sweep/log-file.ts'
import type { LogWriter } from '../sweep/log-file.ts'
import type { LogHeader, LogRecord } from '../sweep/log.ts'
import { findRaces, printDesign, printEnd, printTitle } from '../sweep/page.ts'
import { sweptDesign, verdictCode, wantsRaces, wantsTruth } from '../sweep/page.ts'
import type { PageOptions } from '../sweep/page.ts'
import { sweepDesign, trusted } from '../sweep/sweep-design.ts'
import type { SweepTask } from '../sweep/shard.ts'
import { findTruth } from '../sweep/truth.ts'
import { predictRuns } from '../sweep/predict-runs.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { version } from '../version.ts'

export interface SweepOptions extends PageOptions {
  readonly seeds?: string
  readonly shard?: string
  readonly strategy?: string
  readonly variant: readonly string[]
  readonly allDesigns?: boolean
  readonly selfCheck?: boolean
  readonly predict?: boolean
  readonly classes: boolean
  readonly workers?: string
  readonly shardSize?: string
  readonly maxSeconds?: string
  readonly log?: string
  readonly resume?: string
}

/** Everything about the sweep that does not change from design to design. */
interface Campaign {
  readonly path: string
  readonly scenario: Scenario
  readonly header: LogHeader
  readonly options: SweepOptions
  readonly crew: Crew
  readonly log: LogWriter | undefined
  readonly records: readonly LogRecord[]
  readonly interrupted: () => boolean
  readonly late: () => boolean
  readonly terminal: Terminal
}

export async function sweepCommand(
  path: string,
  options: SweepOptions,
  terminal: Terminal,
): Promise<number> {
  const limit = parseCount('--max-seconds', options.maxSeconds)
  const deadline = limit === undefined ? Infinity : terminal.now() + 1_000 * limit
  const crew = crewOf(options)
  const scenario = await openScenario(path, terminal)
  const chosen =
    options.allDesigns === true ? designs(scenario) : [chooseDesign(scenario, options.variant)]
  if (options.expect === true && !chosen.some((d) => expected(scenario, d) !== undefined)) {
    throw new UsageError('--expect, but the scenario expects nothing of these designs')
  }
  const header = headerOf(path, scenario, chosen, options)
  const { log, records } = openLog(header, options)
  try {
    return await interruptible(async (interrupted) => {
      const late = (): boolean => terminal.now() >= deadline
      const common = { path, scenario, header, options, crew, log, records, terminal }
      return sweepAll({ ...common, interrupted, late }, chosen)
    })
  } finally {
    log?.close()
    await crew.close()
  }
}

async function sweepAll(campaign: Campaign, chosen: readonly Design[]): Promise<number> {
  const { path, scenario, header, options, interrupted, late, terminal } = campaign
  printTitle(scenario, { seeds: header.share, strategy: header.strategy }, options, terminal)
  const all: SweptDesign[] = []
  const documents: object[] = []
  for (const [index, design] of chosen.entries()) {
    const subject = study(scenario, design)
    const swept = await sweepOne(campaign, subject, index)
    const page = { ...options, several: chosen.length > 1 }
    const predictions = options.predict === true ? predictRuns(subject, header) : undefined
    documents.push(
      printDesign(subject, path, swept, interrupted(), { ...page, predictions }, terminal),
    )
    all.push(swept)
    if (interrupted() || late()) break
  }
  printEnd(all, documents, chosen.length, interrupted(), options, terminal)
  if (interrupted()) return exitCodes.interrupted
  const code = verdictCode(all, options.expect === true)
  return code === exitCodes.clean && all.length < chosen.length ? exitCodes.inconclusive : code
}

async function sweepOne(
  campaign: Campaign,
  subject: ReturnType<typeof study>,
  index: number,
): Promise<SweptDesign> {
  const { path, scenario, header, options, crew, log, records, terminal } = campaign
  const { strategy, classes, share } = header
  const task: SweepTask = {
    ...{ path, hash: scenario.hash, design: subject.design, strategy, classes },
    selfCheck: options.selfCheck ?? false,
  }
  const parts = records.flatMap((r) => (r.design === index ? [r.part] : []))
  const known = trusted(options.resume ?? '', subject, task, parts)
  const part = await sweepDesign({
    ...{ subject, task, share, known, crew },
    record: (done, level) => log?.record({ design: index, part: done }, level),
    stop: () => campaign.interrupted() || campaign.late(),
    progress: (total) => progress(terminal, total, 'runs'),
  })
  const result = { seeds: share, strategy, ...part }
  const races = wantsRaces(options) ? await findRaces(subject, result, campaign.interrupted) : []
  const wanted = wantsTruth(options, header.designs.length)
  const truth = wanted
    ? await findTruth(subject, result, options.truth === true, campaign.interrupted)
    : {}
  return sweptDesign(subject, result, races, truth)
}

function headerOf(
  path: string,
  scenario: Scenario,
  chosen: readonly Design[],
  options: SweepOptions,
): LogHeader {
  const strategy = options.strategy ?? scenario.sweep.strategy
  const { first, last } = options.seeds === undefined ? scenario.sweep : parseSeeds(options.seeds)
  return {
    schema: 'endio.log/1',
    endio: version,
    scenario: scenario.name,
    path,
    hash: scenario.hash,
    strategy,
    designs: chosen.map((d) => ({ ...d })),
    seeds: { first, last },
    share: shareOf({ first, last }, options.shard),
    classes: options.classes,
  }
}

function shareOf(seeds: SeedRange, shard: string | undefined): SeedRange {
  if (shard === undefined) return seeds
  const { index, count } = parseShard(shard)
  const share = shardOf(seeds, index, count)
  if (share.first <= share.last) return share
  throw new UsageError(`--shard ${shard}: there are fewer seeds than shards`)
}

function openLog(
  header: LogHeader,
  { log, resume }: SweepOptions,
): { readonly log: LogWriter | undefined; readonly records: readonly LogRecord[] } {
  if (resume !== undefined) {
    const { writer, records } = resumeLog(resume, header)
    return { log: writer, records }
  }
  return { log: log === undefined ? undefined : beginLog(log, header), records: [] }
}

function crewOf(options: SweepOptions): Crew {
  const workers = parseCount('--workers', options.workers)
  return new Crew({
    workers: workers ?? availableParallelism(),
    insist: workers !== undefined,
    shardSize: parseCount('--shard-size', options.shardSize),
  })
}
