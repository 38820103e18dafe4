/** The page of a sweep: the kinds of failure that its seeds show, each with the run of its first seed. */
import { run, sweep } from '../../api.ts'
import type { Document } from '../../document/document.ts'
import { analysisFacts, confidenceFacts } from '../../document/facts.ts'
import { raceHeadline, runHeadline } from '../../document/headline.ts'
import type { SweptRace } from '../../document/swept.ts'
import { racesTable } from '../../document/tables.ts'
import { confidenceOf } from '../../estimate/confidence.ts'
import type { Failure } from '../../explore/part.ts'
import { violatedProperty, violationSentence } from '../../model/violation.ts'
import type { Trace } from '../../trace/trace.ts'
import { parseSeeds } from '../open.ts'
import { replayCommand } from '../schedules/replay-command.ts'
import type { Session } from '../session.ts'
import { plainRecord, raceFiles, raceRecords, reduce } from './of-run.ts'
import type { Subject } from './subject.ts'

export async function sweepDocument(
  subject: Subject,
  session: Session,
  seeds: string | undefined,
  maxStates: number,
): Promise<Document> {
  const { study, path } = subject
  const range = seeds === undefined ? study.scenario.sweep : parseSeeds(seeds)
  const result = sweep(study, range)
  const failures = result.failures.toSorted((a, b) => b.runs - a.runs)
  const traceOf = ({ seed, strategy }: Failure): Trace =>
    run(study, { kind: 'seed', seed, strategy }).trace
  const [first, ...others] = failures
  const found = first && (await reduce(session, traceOf(first), maxStates))
  const record = (failure: Failure) =>
    plainRecord(subject, traceOf(failure), {
      name: `run to ${violatedProperty(failure.violation)}`,
      how: `seed ${failure.seed}, ${failure.strategy}`,
      replay: replayCommand(study, path, [
        `--strategy ${failure.strategy}`,
        `--seed ${failure.seed}`,
      ]).join(' '),
    })
  const leading =
    first === undefined
      ? []
      : found === undefined
        ? [record(first)]
        : raceRecords(subject, found, `seed ${first.seed}, ${first.strategy}, reduced`)
  const races = failures.map((failure, i): SweptRace => ({
    property: violatedProperty(failure.violation),
    sentence: violationSentence(failure.violation),
    failing: failure.runs,
    seed: failure.seed,
    run: i === 0 ? 0 : leading.length + i - 1,
  }))
  const none = `none of ${result.runs.toLocaleString('en-US')} random runs violates anything, which proves nothing`
  return subject.document({
    leads: 'tables',
    headline:
      found !== undefined
        ? raceHeadline(found.counterexample, found.analysis)
        : first !== undefined
          ? runHeadline(traceOf(first))
          : {
              outcome: 'open',
              verdict: 'not decided',
              finding: 'nothing violated so far',
              detail: none,
              closes: [],
            },
    runs: [...leading, ...others.map(record)],
    tables: races.length === 0 ? [] : [racesTable(races, result.runs)],
    facts: [
      {
        label: 'Sweep',
        text: `seeds ${range.first}..${range.last}, ${result.strategy}: ${result.runs} runs, ${result.passed} passed, ${result.unfinished} not at rest within the bound`,
      },
      ...confidenceFacts(confidenceOf(study.model, result)),
      ...(found?.analysis === undefined ? [] : analysisFacts(found.analysis)),
    ],
    ...(found === undefined ? { downloads: [], mail: '' } : await raceFiles(subject, found)),
  })
}
