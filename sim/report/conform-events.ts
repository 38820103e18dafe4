/** The events of an explained log beside the run: after which step, and where its task was. */
import type { FileResult } from '../conform/conform.ts'
import { execute } from '../trace/execute.ts'
import type { Trace } from '../trace/trace.ts'
import { stateName } from '../model/value.ts'
import { lanes } from './lanes.ts'
import { table } from './text.ts'

/** A row for each event: line, steps before it, its task, the event, the state of its actor. */
export function eventLines({ explained, model }: FileResult): readonly string[] {
  const trace = execute(model, explained.decisions)
  const rows = explained.seen.map(({ observation: { event, thread, actor }, step }) => [
    `${event.line}`.padStart(6),
    `${step}`.padStart(4),
    thread,
    event.name,
    actor === undefined ? '' : `${actor}: ${stateAt(trace, actor, step)}`,
  ])
  return table([['  line', 'step', 'task', 'event', 'state'], ...rows])
}

function stateAt(trace: Trace, actor: string, step: number): string {
  const last = trace.steps.slice(0, step).findLast((s) => s.delivery.to === actor)
  const snapshot = last?.after ?? trace.initial.get(actor)
  return snapshot === undefined ? '' : stateName(snapshot.value)
}

/** The run as any other run is drawn. */
export function pictureLines({ explained, model }: FileResult): readonly string[] {
  return lanes(execute(model, explained.decisions).steps, new Map())
}
