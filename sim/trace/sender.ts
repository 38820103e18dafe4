/** Where the sender of a message was in its own machine when it sent it. */
import type { AnyMachineSnapshot } from 'xstate'
import { senderOf } from '../schedule/delivery.ts'
import type { Step, Trace } from './trace.ts'

/** The state of the sender once it had sent what `step` delivers; undefined for an actor unknown. */
export function senderState(
  { cause, delivery }: Step,
  { steps, initial }: Trace,
): AnyMachineSnapshot | undefined {
  const sender = senderOf(delivery)
  const sent = steps[cause - 1]
  return sent?.delivery.to === sender ? sent.after : initial.get(sender)
}
