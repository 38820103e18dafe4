/** A sweep or a search of all states for a page: what is known after each slice of work. */
import type { RunSource, Study } from '../../api.ts'
import { run, scheduleOfTrace, traceOfFailure } from '../../api.ts'
import { racesOf } from '../../counterexample/races.ts'
import type { Race } from '../../counterexample/races.ts'
import { strategyFor } from '../../explore/strategies.ts'
import type { Failure } from '../../explore/part.ts'
import { sweepInBatches } from '../../explore/sweep.ts'
import { violatedProperty, violationSentence } from '../../model/violation.ts'
import { formatDeviation } from '../../schedule/schedule.ts'
import { byName, formatMoves } from '../../serve/moves.ts'
import type { Found, Job, Progress } from '../../serve/protocol.ts'
import { searchInBatches } from '../../space/search.ts'
import type { SearchFailure, SearchResult } from '../../space/search.ts'
import { judgeCheck } from '../../verdict/check.ts'
import type { Trace } from '../../trace/trace.ts'
import { digest } from '../digest.ts'
import { defaultMemory, withinMemory } from '../search/memory.ts'

/** Most runs to spend on reducing one failing run. */
const racesMaxRuns = 300

/** The last value is the result. @throws what a sweep or a search throws. */
export function progressOf(study: Study, job: Job): Iterable<Progress> {
  switch (job.kind) {
    case 'sweep':
      return sweeping(study, job.first, job.last)
    case 'check':
      return checking(study)
  }
}

function* sweeping(study: Study, first: number, last: number): Generator<Progress> {
  const { model, scenario } = study
  const strategy = strategyFor(model, scenario.sweep.strategy)
  const total = last - first + 1
  const shown = new Shown(study)
  const found = (): readonly Found[] => failures.map((f) => failureFound(study, f, shown))
  let failures: readonly Failure[] = []
  let runs = 0
  for (const known of sweepInBatches(model, strategy, { first, last })) {
    ;({ failures, runs } = known)
    yield {
      kind: 'sweep',
      state: 'running',
      words: `${count(runs)} of ${count(total)} runs`,
      share: runs / total,
      found: found(),
    }
  }
  const all = found()
  const words = `${count(runs)} runs, ${kinds(failures.length)}`
  let known: readonly Found[] = []
  for (const reduced of racesOf(
    model,
    strategy,
    { failures },
    { maxRuns: racesMaxRuns, hash: digest },
  )) {
    known = reduced.map((race) => raceFound(study, race, shown))
    yield {
      kind: 'sweep',
      state: 'running',
      words: `${words}; reducing to races`,
      share: 1,
      found: [...known, ...all],
    }
  }
  yield { kind: 'sweep', state: 'done', words, share: 1, found: [...known, ...all] }
}

function* checking(study: Study): Generator<Progress> {
  const { model } = study
  const shown = new Shown(study)
  let last: SearchResult | undefined
  for (const known of withinMemory(searchInBatches(model), defaultMemory())) {
    last = known
    yield {
      kind: 'check',
      state: 'running',
      words: `${count(known.states)} states, ${count(known.transitions)} transitions, ${known.mode}`,
      found: known.failures.map((f) => searchFound(study, f, shown)),
    }
  }
  if (last === undefined) return
  const { kind } = judgeCheck(last, model.system.properties)
  const extent = last.complete ? `all ${count(last.states)} states` : `${count(last.states)} states`
  const words = `${kind}: ${extent}, ${count(last.transitions)} transitions`
  yield {
    kind: 'check',
    state: 'done',
    words,
    found: last.failures.map((f) => searchFound(study, f, shown)),
  }
}

/** The position that shows something, executed once however often it is told. */
class Shown {
  private readonly known = new Map<string, string>()
  private readonly study: Study

  constructor(study: Study) {
    this.study = study
  }

  moves(id: string, show: () => Trace): string {
    const moves = this.known.get(id) ?? movesOf(this.study, show())
    this.known.set(id, moves)
    return moves
  }
}

function failureFound(study: Study, failure: Failure, shown: Shown): Found {
  const { id, violation, runs, seed, strategy } = failure
  const source = { kind: 'seed', seed, strategy } as const
  return {
    id,
    kind: 'failure',
    property: violatedProperty(violation),
    sentence: violationSentence(violation),
    words: `${count(runs)} ${runs === 1 ? 'run' : 'runs'}, first with seed ${seed}`,
    moves: shown.moves(id, () => run(study, source).trace),
  }
}

function raceFound(study: Study, race: Race, shown: Shown): Found {
  const { id, property, seed, deviations } = race
  const source: RunSource =
    deviations === undefined
      ? { kind: 'seed', seed, strategy: study.scenario.sweep.strategy }
      : { kind: 'deviations', deviations }
  const needs = deviations?.map(formatDeviation).join('; ') ?? ''
  return {
    id,
    kind: 'race',
    property,
    sentence: needs === '' ? 'the default schedule fails' : needs,
    words: `race ${id}, reduced from seed ${seed}`,
    moves: shown.moves(id, () => run(study, source).trace),
  }
}

function searchFound(study: Study, failure: SearchFailure, shown: Shown): Found {
  const { id, violation, decisions, minimum } = failure
  const key = `${id} ${decisions.length}`
  return {
    id,
    kind: 'failure',
    property: violatedProperty(violation),
    sentence: violationSentence(violation),
    words: `${decisions.length} steps${minimum ? ', the fewest' : ''}`,
    moves: shown.moves(key, () => traceOfFailure(study, failure)),
  }
}

function movesOf(study: Study, trace: Trace): string {
  const { decisions } = scheduleOfTrace(study, trace)
  if (decisions.kind !== 'steps') return ''
  return formatMoves(byName(decisions.steps.map(({ deliver, take = 0 }) => ({ deliver, take }))))
}

const count = (n: number): string => n.toLocaleString('en-US')
const kinds = (n: number): string => `${n} ${n === 1 ? 'kind' : 'kinds'} of failure`
