/** Which actors have a lane: those that ask others for something. The rest are what they work on. */
import type { System } from '../scenario/system.ts'
import { senderOf } from '../schedule/delivery.ts'
import type { Trace } from '../trace/trace.ts'
import type { ActorRecord } from './run.ts'

/** The actors in the order of the scenario; where nobody asks, whoever sends has a lane. */
export function actorsOf(
  { actors }: System,
  { steps }: Trace,
  lines: ReadonlyMap<string, number>,
): readonly ActorRecord[] {
  const asking = steps.filter(({ event, delivery }) => Reflect.get(event, 'from') === delivery.from)
  const asks = new Set(asking.map((s) => senderOf(s.delivery)))
  const senders = asks.size > 0 ? asks : new Set(steps.map((s) => senderOf(s.delivery)))
  return actors.map(({ id, machine, machineName }) => {
    const line = lines.get(id)
    return {
      id,
      machine: machineName ?? machine.id,
      lane: senders.has(id),
      ...(line !== undefined && { line }),
    }
  })
}
