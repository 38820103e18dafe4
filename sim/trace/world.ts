/**
 * Actors and mailboxes over plain XState: snapshots in an array, queues of event objects, no
 * interning, no tables. It shares with the fast engine nothing but the adapter to XState, so that
 * a counterexample that it confirms does not rest on the tables.
 */
import type { AnyMachineSnapshot, EventObject } from 'xstate'
import { at, InternalError } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { maxWaiting, overflowMessage, senderOf, StartError } from '../model/model.ts'
import type { Answer, Effect } from '../model/xstate.ts'
import type { Decision } from '../schedule/decision.ts'

/** A message on its way, and the step that sent it (0 = the start). */
export interface Message {
  readonly from: number
  readonly to: number
  readonly event: EventObject
  readonly cause: number
}

/** A message taken out of its mailbox, one alternative chosen. */
export interface Taken {
  readonly message: Message
  /** The type of the default alternative: deliveries are named after it. */
  readonly offered: string
  readonly options: number
  /** Whether the chosen alternative is a fault. */
  readonly fault: boolean
  /** The message as it was sent, with all that it offers. */
  readonly sent: EventObject
}

interface SetTimer extends Message {
  readonly id: string
  readonly delay: number
}

type Offering = EventObject & {
  readonly alternatives?: readonly EventObject[]
  readonly faults?: readonly EventObject[]
}

export class World {
  readonly snapshots: AnyMachineSnapshot[]
  private readonly model: Model
  private readonly queues = new Map<number, Message[]>()
  private readonly timers: SetTimer[][]

  constructor(model: Model) {
    this.model = model
    this.timers = model.names.map(() => [])
    this.snapshots = model.starts.map((_, i) => {
      const answer = model.xstate.initial(i)
      if (answer.kind !== 'next') throw new StartError(`${model.names[i]} cannot start`)
      this.emit(i, answer.effects, 0)
      return answer.snapshot
    })
  }

  /** Takes the message that `decision` names out of its mailbox. */
  take(decision: Decision): Taken {
    const message = this.dequeue(decision)
    const { alternatives = [], faults = [], ...event } = message.event as Offering
    const options = [event, ...alternatives, ...faults]
    return {
      message: { ...message, event: at(options, decision.alternative) },
      offered: event.type,
      options: options.length,
      fault: decision.alternative > alternatives.length,
      sent: message.event,
    }
  }

  /** One macrostep of `actor`; its new snapshot and sends are recorded unless it refuses. */
  deliver(actor: number, event: EventObject, step: number): Answer {
    const answer = this.model.xstate.transition(actor, at(this.snapshots, actor), event)
    if (answer.kind !== 'next') return answer
    this.snapshots[actor] = answer.snapshot
    this.emit(actor, answer.effects, step)
    // XState cancels what a stopped actor has scheduled.
    if (answer.snapshot.status !== 'active') this.timers[actor] = []
    const full = this.overflow(actor)
    return full === undefined
      ? answer
      : { kind: 'error', message: overflowMessage(this.model, full) }
  }

  /** Whether no message can be delivered. */
  atRest(): boolean {
    return this.pending().length === 0
  }

  /** Every message still on its way; of one channel in order. */
  pending(): readonly Message[] {
    return [...this.queues.values(), ...this.timers].flat()
  }

  /** A channel or the timers of `actor` that hold more than they may. */
  private overflow(actor: number): number | undefined {
    const { actors } = this.model
    if (at(this.timers, actor).length > maxWaiting) return actors * actors + actor
    const channels = Array.from({ length: actors }, (_, to) => actor * actors + to)
    return channels.find((c) => (this.queues.get(c)?.length ?? 0) > maxWaiting)
  }

  private dequeue({ channel, timer }: Decision): Message {
    const { actors } = this.model
    if (channel < actors * actors) {
      const message = this.queues.get(channel)?.shift()
      if (message === undefined) throw new InternalError(`channel ${channel} is empty`)
      return message
    }
    const pending = at(this.timers, senderOf(this.model, channel))
    const due = pending.filter((t, i) => !pending.slice(0, i).some((s) => s.delay <= t.delay))
    const fired = at(due, timer)
    pending.splice(pending.indexOf(fired), 1)
    return fired
  }

  private emit(from: number, effects: readonly Effect[], cause: number): void {
    const fresh: SetTimer[] = []
    for (const effect of effects) {
      switch (effect.kind) {
        case 'send':
          this.enqueue({ from, to: effect.to, event: effect.event, cause })
          break
        case 'timer':
          fresh.push({ ...effect, from, cause })
          break
        case 'cancel':
          for (const list of [at(this.timers, from), fresh]) removeTimer(list, effect.id)
          break
      }
    }
    if (fresh.length > 0) at(this.timers, from).push(...fresh.toSorted((a, b) => a.delay - b.delay))
  }

  private enqueue(message: Message): void {
    const channel = message.from * this.model.actors + message.to
    const queue = this.queues.get(channel)
    if (queue === undefined) this.queues.set(channel, [message])
    else queue.push(message)
  }
}

function removeTimer(list: SetTimer[], id: string): void {
  for (let i = list.length - 1; i >= 0; i--) {
    if (list[i]?.id === id) list.splice(i, 1)
  }
}
