/**
 * Re-execution of a run by plain XState. Every run that is shown to a user passes here: the
 * decisions come from the fast engine, the states, the messages and the verdict from XState.
 */
import type { AnyMachineSnapshot, EventObject } from 'xstate'
import { at, InternalError } from '../assert.ts'
import { evaluate, violationOf } from '../model/claim.ts'
import { stateName } from '../model/value.ts'
import { isTimer } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import type { Violation } from '../model/violation.ts'
import { failureId, initialViolation } from '../model/violation.ts'
import { senderName } from '../schedule/delivery.ts'
import { unpack } from '../schedule/decision.ts'
import type { StateProperty } from '../scenario/system.ts'
import type { Held, Step, Trace, TraceEnding } from './trace.ts'
import { World } from './world.ts'
import type { Message } from './world.ts'

/**
 * The trace of the run that took `decisions` (packed).
 * @throws InternalError when XState does not allow a decision.
 */
export function execute(model: Model, decisions: Iterable<number>): Trace {
  return new Execution(model).run(decisions)
}

/**
 * Checks the fast engine's ending against XState's.
 * @throws InternalError when the two differ: then no verdict of this run may be printed.
 */
export function confirm(trace: Trace, ending: TraceEnding): void {
  const [xstate, tables] = [endingId(trace.ending), endingId(ending)]
  if (xstate === tables) return
  throw new InternalError(
    `re-execution by plain XState ended in "${xstate}", the tables in "${tables}"`,
  )
}

function endingId(ending: TraceEnding): string {
  return ending.kind === 'violated' ? failureId(ending.violation) : ending.kind
}

class Execution {
  private readonly model: Model
  private readonly world: World
  private readonly steps: Step[] = []
  private readonly counts = new Map<string, number>()
  private readonly held = new Set<string>()

  constructor(model: Model) {
    this.model = model
    this.world = new World(model)
  }

  run(decisions: Iterable<number>): Trace {
    const { names, actors } = this.model
    const initial = new Map(names.map((id, i) => [id, at(this.world.snapshots, i)]))
    let violation = this.look(undefined) ?? this.startedMonitor()
    for (const packed of decisions) {
      if (violation !== undefined) throw new InternalError('a decision after the violating step')
      violation = this.step(packed)
    }
    const ending: TraceEnding =
      violation !== undefined
        ? { kind: 'violated', violation }
        : this.world.atRest()
          ? this.atRest()
          : { kind: 'bound' }
    const final = new Map(names.slice(0, actors).map((id, i) => [id, at(this.world.snapshots, i)]))
    const witnessed = [...this.held].filter((name) => this.kindOf(name) === 'sometimes')
    const pending = this.world.pending().map((m) => this.name(m, m.event.type))
    return { steps: this.steps, initial, final, ending, pending, witnessed }
  }

  private startedMonitor(): Violation | undefined {
    const { monitors } = this.model
    const broken = monitors.find(({ index }) => at(this.world.snapshots, index).hasTag('violation'))
    return broken && initialViolation(broken.property)
  }

  private step(packed: number): Violation | undefined {
    const { model, world } = this
    const decision = unpack(packed)
    const timer = isTimer(model, decision.channel) ? decision.timer : undefined
    const { message, offered, options, fault, sent } = world.take(decision)
    const index = this.steps.length + 1
    const held = this.holders()
    const before = at(world.snapshots, message.to)
    const answer = world.deliver(message.to, message.event, index)
    const effects = answer.kind === 'next' ? answer.effects : []
    this.steps.push({
      index,
      delivery: this.name(message, offered, timer),
      event: message.event,
      ...(options > 1 && {
        alternative: { taken: decision.alternative, of: options, ...(fault && { fault }) },
      }),
      before,
      after: at(world.snapshots, message.to),
      sent: effects.flatMap((e) =>
        e.kind === 'cancel' ? [] : [{ to: at(model.names, e.to), event: e.event }],
      ),
      cause: message.cause,
      held,
    })
    if (options > 1) this.settle(message, sent)
    const actor = at(model.names, message.to)
    switch (answer.kind) {
      case 'unhandled':
        return {
          kind: 'unhandled',
          actor,
          state: stateName(before.value),
          event: message.event.type,
          from: at(model.names, message.from),
        }
      case 'error':
        return { kind: 'machine-error', actor, message: answer.message }
      case 'next':
        return this.observe(message) ?? this.look(message.to)
    }
  }

  /** Notes at the step that sent a choice, `sent`, what was delivered of it. */
  private settle({ cause, event }: Message, sent: EventObject): void {
    const sender = this.steps[cause - 1]
    if (sender === undefined) return
    // One object is one message, except where a machine sends the same object twice: then the first.
    const which = sender.sent.findIndex((s) => s.event === sent && s.delivered === undefined)
    this.steps[cause - 1] = {
      ...sender,
      sent: sender.sent.map((s, i) => (i === which ? { ...s, delivered: event } : s)),
    }
  }

  private name({ from, to }: Message, type: string, timer?: number): Step['delivery'] {
    const { names } = this.model
    const sender = senderName(at(names, from), timer)
    const key = `${sender}>${to}:${type}`
    const nth = (this.counts.get(key) ?? 0) + 1
    this.counts.set(key, nth)
    return { from: sender, to: at(names, to), type, nth }
  }

  private holders(): readonly Held[] {
    return this.model.system.actors.flatMap(({ id, holders }, i) =>
      (holders?.(at(this.world.snapshots, i)) ?? []).map((h) => ({ ...h, object: id })),
    )
  }

  private observe({ from, to, event }: Message): Violation | undefined {
    const { names, observers } = this.model
    for (const { property, index } of at(observers, to)) {
      const seen = { type: event.type, from: at(names, from), to: at(names, to), event }
      const answer = this.model.xstate.transition(index, at(this.world.snapshots, index), seen)
      if (answer.kind === 'error') {
        return { kind: 'machine-error', actor: property.name, message: answer.message }
      }
      if (answer.kind === 'unhandled') continue
      this.world.snapshots[index] = answer.snapshot
      if (!answer.snapshot.hasTag('violation')) continue
      const detail = `${event.type} from ${at(names, from)}`
      const { name, law, observes } = property
      return { kind: 'property', name, law: law ?? name, detail, actors: observes }
    }
    return undefined
  }

  /** Evaluates the properties that a change of `actor` concerns; all of them at the start. */
  private look(actor: number | undefined): Violation | undefined {
    const id = actor === undefined ? undefined : at(this.model.names, actor)
    for (const { property } of this.model.claims) {
      if (id !== undefined && !property.reads.includes(id)) continue
      if (property.kind === 'at-rest') continue
      const holds = evaluate(property, this.read(property))
      if (property.kind === 'always' && !holds) return this.broken(property)
      if (holds) this.held.add(property.name)
    }
    return undefined
  }

  private atRest(): TraceEnding {
    const { model, world } = this
    const halted = model.names.some((_, i) => at(world.snapshots, i).hasTag('halt'))
    const stuck = model.names.flatMap((actor, i) => {
      const snapshot = at(world.snapshots, i)
      const rests = snapshot.status === 'done' || snapshot.hasTag('idle')
      return rests || halted ? [] : [{ actor, state: stateName(snapshot.value) }]
    })
    if (stuck.length > 0) return { kind: 'violated', violation: { kind: 'deadlock', stuck } }
    for (const { property } of model.claims) {
      const { kind, name } = property
      const fails =
        (kind === 'at-rest' && !evaluate(property, this.read(property))) ||
        (kind === 'eventually' && !this.held.has(name))
      if (fails) return { kind: 'violated', violation: this.broken(property) }
    }
    return { kind: 'passed' }
  }

  private broken(property: StateProperty): Violation {
    return violationOf(property, this.read(property))
  }

  private read(property: StateProperty): readonly AnyMachineSnapshot[] {
    return property.reads.map((id) => at(this.world.snapshots, this.model.names.indexOf(id)))
  }

  private kindOf(name: string): string | undefined {
    return this.model.claims.find((c) => c.property.name === name)?.property.kind
  }
}
