/** What a page is shown: of a scenario when it is opened, and of a position. */
import { scheduleOfTrace } from '../../api.ts'
import { designs } from '../../scenario/design.ts'
import type { Request, Opened, View } from '../../serve/protocol.ts'
import { arriveAt, positionAt } from '../../serve/position.ts'
import type { Position } from '../../serve/position.ts'
import { byName, compact, formatMoves, parseMoves } from '../../serve/moves.ts'
import type { Move } from '../../serve/moves.ts'
import { forecastRecord, isDecisive, offersOf, prospectAt } from '../../serve/words.ts'
import type { Known } from '../../serve/words.ts'
import { traceMarks } from '../../document/marks.ts'
import type { RunRecord } from '../../document/run.ts'
import { UsageError } from '../failure.ts'
import { quote, replayCommand } from '../schedules/replay-command.ts'
import type { Subject } from '../report/subject.ts'

export function openedOf(subject: Subject): Opened {
  const { scenario, design } = subject.study
  const { title, variants, sweep } = scenario
  const document = subject.document({
    leads: 'run',
    headline: { outcome: 'open', verdict: 'explored', finding: title, closes: [] },
    runs: [],
    tables: [],
    facts: [{ label: 'Designs', text: String(designs(scenario).length) }],
    downloads: [],
    mail: '',
  })
  return {
    document,
    variants: Object.entries(variants).map(([name, choices]) => ({
      name,
      choices: choices.map(String),
    })),
    design: Object.entries(design).map(([name, choice]) => `${name}=${String(choice)}`),
    sweep: { first: sweep.first, last: sweep.last },
  }
}

/** @throws UsageError when the moves are none. */
export function viewOf(
  subject: Subject,
  known: Known,
  { moves: text, go }: Extract<Request, { kind: 'at' }>,
): View {
  const { study } = subject
  const moves = parseMoves(text)
  if (moves === undefined) throw new UsageError('this is no position')
  const position = positionAt(study.model, onward(subject, known, moves, go))
  const { taken, trace, forecast, stopped } = position
  const schedule = scheduleOfTrace(study, trace)
  return {
    run: recordOf(subject, position),
    moves: formatMoves(compact(taken)),
    names: formatMoves(byName(taken)),
    offers: offersOf(study.model, position, known),
    prospect: prospectAt(position, known),
    forecast: forecastRecord(forecast, taken.length),
    ...(stopped !== undefined && { stopped }),
    schedule: `${JSON.stringify(schedule, undefined, 2)}\n`,
  }
}

/** The moves to where `go` leads from `moves`. */
function onward(
  { study: { model } }: Subject,
  known: Known,
  moves: readonly Move[],
  go: 'stay' | 'decisive' | 'end',
): readonly Move[] {
  const ahead = (steps: number): readonly Move[] => [...moves, { kind: 'default', steps }]
  const { steps } = model.system.bound
  if (go === 'stay') return moves
  const start = arriveAt(model, moves)
  if (go === 'end' || start.choices.length === 0 || start.stopped !== undefined) {
    return start.stopped === undefined ? ahead(steps) : moves
  }
  for (let more = 1; more <= steps; more++) {
    const arrival = arriveAt(model, ahead(more))
    if (arrival.choices.length === 0 || isDecisive(model, arrival, known)) return ahead(more)
  }
  return ahead(steps)
}

function recordOf(subject: Subject, { trace, choices }: Position): RunRecord {
  const { study, path } = subject
  const record = subject.record(trace, {
    name: 'this branch',
    how: 'explored by hand',
    replay: replayCommand(study, path, [`--schedule ${quote('schedule.json')}`]).join(' '),
    needs: [],
    essential: [],
    marks: traceMarks(trace),
  })
  if (choices.length === 0) return record
  const sentence = 'not at its end'
  return { ...record, ending: { kind: 'bound', sentence } }
}
