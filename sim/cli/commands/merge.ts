/** `endio merge`: the logs of the shards of one sweep, printed as one sweep would have been. */
import { study } from '../../api.ts'
import type { Study } from '../../api.ts'
import { PartSum } from '../../explore/part.ts'
import { formatSeeds, sharedSeed } from '../../explore/seeds.ts'
import type { SeedSet } from '../../explore/seeds.ts'
import type { SweptDesign } from '../../report/sweep.ts'
import { designs, formatDesign } from '../../scenario/design.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { UsageError } from '../failure.ts'
import { interruptible } from '../terminal/interrupt.ts'
import { openScenario } from '../open.ts'
import { readLog } from '../sweep/log-file.ts'
import { headerDifference } from '../sweep/log.ts'
import type { Log, LogHeader } from '../sweep/log.ts'
import { findRaces, printDesign, printEnd, printTitle } from '../sweep/page.ts'
import { sweptDesign, verdictCode, wantsRaces, wantsTruth } from '../sweep/page.ts'
import type { PageOptions } from '../sweep/page.ts'
import { trusted } from '../sweep/sweep-design.ts'
import { findTruth } from '../sweep/truth.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { version } from '../version.ts'

interface NamedLog extends Log {
  readonly file: string
}

export async function mergeCommand(
  files: readonly string[],
  options: PageOptions,
  terminal: Terminal,
): Promise<number> {
  const logs = files.map((file) => ({ file, ...readLog(file) }))
  const header = commonHeader(logs)
  const { path } = header
  const scenario = await openScenario(path, terminal)
  if (scenario.hash !== header.hash) {
    throw new UsageError(
      `${path} is ${scenario.hash} today; the logs are of ${header.hash}, so they cannot be explained`,
    )
  }
  return interruptible(async (interrupted) => {
    printTitle(scenario, header, options, terminal)
    const all: SweptDesign[] = []
    const documents: object[] = []
    for (const [index, wanted] of header.designs.entries()) {
      const text = formatDesign(wanted)
      const design = designs(scenario).find((d) => formatDesign(d) === text)
      if (design === undefined) throw new UsageError(`${path} has no design ${text}`)
      const subject = study(scenario, design)
      const swept = await mergeDesign(subject, logs, index, options, interrupted)
      const page = { ...options, several: header.designs.length > 1 }
      documents.push(printDesign(subject, path, swept, interrupted(), page, terminal))
      all.push(swept)
      if (swept.missing.length > 0) {
        terminal.err(`warning: no log has the seeds ${formatSeeds(swept.missing)} ${text}`.trim())
      }
      if (interrupted()) break
    }
    printEnd(all, documents, header.designs.length, interrupted(), options, terminal)
    return interrupted() ? exitCodes.interrupted : verdictCode(all, options.expect === true)
  })
}

async function mergeDesign(
  subject: Study,
  logs: readonly NamedLog[],
  index: number,
  options: PageOptions,
  interrupted: () => boolean,
): Promise<SweptDesign> {
  const sum = new PartSum()
  let before: { readonly file: string; readonly seeds: SeedSet }[] = []
  for (const { file, header, records } of logs) {
    const { path, hash, strategy, classes } = header
    const task = { path, hash, design: subject.design, strategy, selfCheck: false, classes }
    const parts = records.flatMap((r) => (r.design === index ? [r.part] : []))
    const own = new PartSum()
    for (const part of trusted(file, subject, task, parts)) own.add(part)
    const seeds = own.counts.done
    for (const other of before) {
      const seed = sharedSeed(other.seeds, seeds)
      if (seed === undefined) continue
      throw new UsageError(`'${other.file}' and '${file}' both have seed ${seed}`)
    }
    before = [...before, { file, seeds }]
    sum.add(own.value())
  }
  const { seeds, strategy, designs: all } = headerOf(logs)
  const result = { seeds, strategy, ...sum.value() }
  const races = wantsRaces(options) ? await findRaces(subject, result, interrupted) : []
  const wanted = wantsTruth(options, all.length)
  const truth = wanted ? await findTruth(subject, result, options.truth === true, interrupted) : {}
  return sweptDesign(subject, result, races, truth)
}

/** @throws UsageError when the logs are not of one sweep, or of another version of endio. */
function commonHeader(logs: readonly NamedLog[]): LogHeader {
  const header = headerOf(logs)
  for (const log of logs) {
    const difference = headerDifference(header, log.header)
    if (difference === undefined) continue
    throw new UsageError(`'${log.file}' is of another sweep than '${logs[0]?.file}': ${difference}`)
  }
  if (header.endio !== version) {
    throw new UsageError(`the logs are of endio ${header.endio}, this is ${version}`)
  }
  return header
}

function headerOf(logs: readonly NamedLog[]): LogHeader {
  const [first] = logs
  if (first === undefined) throw new UsageError('merge needs a log')
  return first.header
}
