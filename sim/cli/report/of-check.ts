/** The page of an exhaustive search: a proof with what it rests on, or each failure with its shortest run. */
import { traceOfFailure } from '../../api.ts'
import type { Analysis } from '../../counterexample/analysis.ts'
import type { Cell, Document, Headline, Table } from '../../document/document.ts'
import { analysisFacts } from '../../document/facts.ts'
import { cycleHeadline, raceHeadline, runHeadline } from '../../document/headline.ts'
import type { RunRecord } from '../../document/run.ts'
import { changesTable } from '../../document/tables.ts'
import { violatedProperty, violationSentence } from '../../model/violation.ts'
import { checkSentence } from '../../report/check.ts'
import type { CheckedDesign } from '../../report/check.ts'
import type { SearchFailure } from '../../space/search.ts'
import { designs } from '../../scenario/design.ts'
import { checkCommandParts } from '../schedules/replay-command.ts'
import { searchStudy, usualSettings } from '../search/search.ts'
import type { Session } from '../session.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { plainRecord, raceFiles, raceRecords, reduce } from './of-run.ts'
import type { Reduced } from './of-run.ts'
import type { Subject } from './subject.ts'

export async function checkDocument(
  subject: Subject,
  session: Session,
  maxStates: number,
  terminal: Terminal,
): Promise<Document> {
  const { study } = subject
  const settings = usualSettings(maxStates)
  const { checked } = await searchStudy(study, settings, terminal)
  const { failures } = checked.result
  const [first, ...others] = failures
  const found = first && (await reducedOf(subject, session, first, maxStates))
  // A run without end is not reduced; what closes it is asked all the same.
  const analysis =
    first?.loop === undefined
      ? found?.analysis
      : await session.analyse(
          { decisions: new Int32Array(), violation: first.violation },
          maxStates,
        )
  const leading = first === undefined ? [] : firstRecords(subject, first, found)
  const runs = [...leading, ...others.map((f) => failureRecord(subject, f))]
  return subject.document({
    leads: 'run',
    headline: headlineOf(subject, checked, first, found, analysis),
    runs,
    tables: [
      ...(first !== undefined && analysis !== undefined
        ? changesTable(analysis, violatedProperty(first.violation))
        : []),
      ...(failures.length === 0 ? [] : [failuresTable(failures, leading.length)]),
      ...witnessTable(checked),
    ],
    facts: [
      ...(first === undefined ? [] : [{ label: 'Search', text: checkSentence(checked) }]),
      ...(analysis === undefined ? [] : analysisFacts(analysis)),
    ],
    ...(found === undefined ? { downloads: [], mail: '' } : await raceFiles(subject, found)),
  })
}

/** A run without end is no run of the default schedule, and is shown as it is. */
async function reducedOf(
  subject: Subject,
  session: Session,
  failure: SearchFailure,
  maxStates: number,
): Promise<Reduced | undefined> {
  if (failure.loop !== undefined) return undefined
  return reduce(session, traceOfFailure(subject.study, failure), maxStates)
}

function firstRecords(
  subject: Subject,
  failure: SearchFailure,
  found: Reduced | undefined,
): readonly RunRecord[] {
  return found === undefined
    ? [failureRecord(subject, failure)]
    : raceRecords(subject, found, 'found by a search of all states, reduced')
}

/** The run that shows a failure that a search found. */
export function failureRecord(subject: Subject, failure: SearchFailure): RunRecord {
  const { violation, minimum, loop } = failure
  const record = plainRecord(subject, traceOfFailure(subject.study, failure), {
    name: `run to ${violatedProperty(violation)}`,
    how: minimum ? 'the shortest run that fails so' : 'found by a search of all states',
    replay: checkCommandParts(subject.study, subject.path).join(' '),
  })
  // The trace of a run without end stops where it comes back to an earlier state.
  if (loop === undefined) return record
  const sentence = `${violationSentence(violation)}: the last ${loop.length} steps can repeat for ever`
  const marks = [
    ...record.marks,
    { kind: 'violation' as const, step: record.steps.length, words: sentence },
  ]
  return {
    ...record,
    marks,
    ending: { kind: 'violated', sentence, property: violatedProperty(violation), actors: [] },
  }
}

function headlineOf(
  { study }: Subject,
  checked: CheckedDesign,
  first: SearchFailure | undefined,
  found: Reduced | undefined,
  analysis: Analysis | undefined,
): Headline {
  const all = designs(study.scenario).length
  const others =
    all > 1 ? ` This is one of ${all} designs of the scenario; --of matrix compares them all.` : ''
  const detail = `${checkSentence(checked)}${others}`
  if (found !== undefined) return raceHeadline(found.counterexample, found.analysis)
  if (first?.loop !== undefined) {
    const trace = traceOfFailure(study, first)
    return cycleHeadline(first.violation, trace, first.loop.length, analysis)
  }
  if (first !== undefined) return runHeadline(traceOfFailure(study, first))
  if (checked.verdict.kind === 'vacuous') {
    const finding = 'nothing is violated, but not all that was asked about came about'
    return { outcome: 'open', verdict: 'vacuous', finding, detail, closes: [] }
  }
  const outcome = checked.verdict.kind === 'holds' ? 'holds' : 'open'
  const finding =
    outcome === 'holds'
      ? 'no interleaving of this design violates anything'
      : 'nothing violated so far'
  const verdict = outcome === 'holds' ? 'holds' : 'not decided'
  return { outcome, verdict, finding, detail, closes: [] }
}

/** That nothing is violated says little where nothing of what the scenario is about came about. */
function witnessTable({ result: { witnesses } }: CheckedDesign): readonly Table[] {
  if (witnesses.length === 0) return []
  return [
    {
      title: 'What came about',
      note: 'The sometimes properties of the scenario, and in how many states each of them holds.',
      columns: ['property', 'states'],
      rows: witnesses.map(({ name, states }): readonly Cell[] => [
        { text: name, tone: 'plain' },
        { text: states.toLocaleString('en-US'), tone: states === 0 ? 'doubt' : 'good' },
      ]),
    },
  ]
}

function failuresTable(failures: readonly SearchFailure[], leading: number): Table {
  return {
    title: 'What can be violated',
    note: 'Every interleaving of this design was searched; each failure has a run that shows it.',
    columns: ['property', 'violating states', 'steps', 'what'],
    rows: failures.map((failure, i): readonly Cell[] => {
      const { violation, states, decisions, minimum } = failure
      const run = i === 0 ? 0 : leading + i - 1
      return [
        { text: violatedProperty(violation), tone: 'bad', run },
        { text: states.toLocaleString('en-US'), tone: 'plain' },
        { text: `${decisions.length}${minimum ? ', the fewest' : ''}`, tone: 'plain' },
        { text: violationSentence(violation), tone: 'plain' },
      ]
    }),
  }
}
