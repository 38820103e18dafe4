/** A trace as the record that a page shows: words, lanes, and states as differences. */
import type { AnyMachineSnapshot } from 'xstate'
import { violatedProperty, violationSentence } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { stateName } from '../model/value.ts'
import { formatAccess } from '../report/access.ts'
import { alternativeName } from '../report/deviation.ts'
import { runSentence } from '../report/run.ts'
import type { System } from '../scenario/system.ts'
import { formatDelivery, senderOf } from '../schedule/delivery.ts'
import type { Step, Trace } from '../trace/trace.ts'
import { diff } from './change.ts'
import type { Charts } from './charts.ts'
import { framesOf } from './frames.ts'
import { plain } from './json.ts'
import { actorsOf } from './lanes.ts'
import type { EndingRecord, HoldRecord, RunRecord, StateRecord, StepRecord } from './run.ts'

/** What a trace does not say of itself. */
export interface About {
  readonly name: string
  readonly how: string
  readonly design: string
  readonly replay: string
  readonly needs: readonly string[]
  readonly essential: readonly Step[]
  readonly pair?: RunRecord['pair']
  readonly marks: RunRecord['marks']
  /** Where the scenario names an actor. */
  readonly lines: ReadonlyMap<string, number>
}

/** @throws StripsError when a module draws something else than strips. */
export function recordOf(system: System, charts: Charts, trace: Trace, about: About): RunRecord {
  const ids = system.actors.map((a) => a.id)
  const numbers = new Map(ids.map((id, i) => [id, i]))
  const { essential, lines, pair, ...rest } = about
  return {
    ...rest,
    ...(pair && { pair }),
    ending: endingOf(trace, numbers),
    actors: actorsOf(system, trace, lines),
    start: ids.map((id) => stateOf(trace.initial.get(id))),
    steps: trace.steps.map((step) => stepOf(step, system, numbers, charts)),
    essential: essential.map((s) => s.index),
    holds: framesOf(holdsOf(system, trace, numbers)),
    strips: framesOf(stripsOf(system, trace)),
  }
}

function endingOf(trace: Trace, numbers: ReadonlyMap<string, number>): EndingRecord {
  if (trace.ending.kind !== 'violated')
    return { kind: trace.ending.kind, sentence: runSentence(trace) }
  const { violation } = trace.ending
  return {
    kind: 'violated',
    sentence: violationSentence(violation),
    property: violatedProperty(violation),
    ...(violation.kind === 'property' && { law: violation.law }),
    actors: actorsIn(violation).flatMap((id) => numbers.get(id) ?? []),
  }
}

function actorsIn(violation: Violation): readonly string[] {
  switch (violation.kind) {
    case 'property':
      return violation.actors
    case 'deadlock':
      return violation.stuck.map((s) => s.actor)
    case 'unhandled':
    case 'machine-error':
      return [violation.actor]
  }
}

function stateOf(snapshot: AnyMachineSnapshot | undefined): StateRecord {
  if (snapshot === undefined) return { state: '', context: null }
  return { state: nameOf(snapshot), context: plain(snapshot.context) }
}

/** A machine without states below its root has none to name. */
function nameOf({ value }: AnyMachineSnapshot): string {
  return typeof value === 'object' && Object.keys(value).length === 0 ? '' : stateName(value)
}

function stepOf(
  step: Step,
  { actors }: System,
  numbers: ReadonlyMap<string, number>,
  charts: Charts,
): StepRecord {
  const { delivery, before, after, alternative } = step
  const sender = senderOf(delivery)
  const to = numbers.get(delivery.to) ?? 0
  const machine = actors[to]?.machine
  const [was, is] = [nameOf(before), nameOf(after)]
  const taken = machine && charts.taken(machine, step)
  const asks = 'from' in step.event && step.event['from'] === delivery.from
  return {
    from: numbers.get(sender) ?? to,
    to,
    name: formatDelivery(delivery),
    call: formatAccess(step),
    kind: asks ? 'request' : sender === delivery.from ? 'message' : 'timer',
    cause: step.cause,
    ...(was !== is && { state: is }),
    changes: diff(plain(before.context), plain(after.context)),
    ...(alternative !== undefined &&
      alternative.taken > 0 && { choice: `takes ${alternative.taken}: ${alternativeName(step)}` }),
    ...(taken !== undefined && { taken }),
  }
}

/** Who holds what after each step; a step of a trace knows what was held before it. */
function* holdsOf(
  { actors }: System,
  trace: Trace,
  numbers: ReadonlyMap<string, number>,
): Generator<readonly HoldRecord[]> {
  const last = actors.flatMap(({ id, holders }) => {
    const snapshot = trace.final.get(id)
    return snapshot === undefined
      ? []
      : (holders?.(snapshot) ?? []).map((h) => ({ ...h, object: id }))
  })
  for (const held of [...trace.steps.map((s) => s.held), last]) {
    yield held.flatMap(({ actor, object, mode }) => {
      const [who, what] = [numbers.get(actor), numbers.get(object)]
      return who === undefined || what === undefined ? [] : [{ actor: who, object: what, mode }]
    })
  }
}

/** The strips of each state, the first included. */
function* stripsOf(
  { actors, strips = [] }: System,
  trace: Trace,
): Generator<RunRecord['strips']['values'][number]> {
  const now = new Map(trace.initial)
  const draw = () =>
    strips.flatMap((of) =>
      of(
        actors.flatMap(({ id, machine, machineName }) => {
          const snapshot = now.get(id)
          return snapshot === undefined
            ? []
            : [{ id, machine: machineName ?? machine.id, snapshot }]
        }),
      ),
    )
  yield draw()
  for (const step of trace.steps) {
    now.set(step.delivery.to, step.after)
    yield draw()
  }
}
