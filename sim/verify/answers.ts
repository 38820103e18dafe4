/**
 * The local states and messages of a certificate, each derived again by asking XState, and what
 * XState answers for them. An answer is remembered, because the same few thousand questions come
 * up in every state.
 */
import type { AnyMachineSnapshot, EventObject } from 'xstate'
import { at } from '../assert.ts'
import type { LocalLine, MessageLine, TimerLine } from '../certificate/format.ts'
import { Interpreter } from '../model/xstate.ts'
import type { Answer, Effect } from '../model/xstate.ts'
import type { MonitorProperty, System } from '../scenario/system.ts'
import { RefusedError } from './refused.ts'

/** A local state of an actor or a monitor. */
export interface Local {
  readonly actor: number
  readonly snapshot: AnyMachineSnapshot
}

/** Exactly one of `options` is delivered: those from number `data` on are faults. */
export interface Message {
  readonly to: number
  readonly options: readonly EventObject[]
  readonly data: number
}

/** What a transition sends and does to its actor's timers, in the numbers of the certificate. */
export type Emission =
  | { readonly kind: 'send'; readonly to: number; readonly message: number }
  | { readonly kind: 'timer'; readonly delay: number; readonly timer: number }
  | { readonly kind: 'cancel'; readonly id: string }

/** A transition that was taken: where it leads, and what it emits in the order of the machine. */
export interface Taken {
  readonly next: number
  readonly emits: readonly Emission[]
}

export type Reaction =
  | ({ readonly kind: 'next' } & Taken)
  | { readonly kind: 'unhandled' }
  | { readonly kind: 'error'; readonly message: string }

type Offering = EventObject & {
  readonly alternatives?: readonly EventObject[]
  readonly faults?: readonly EventObject[]
}

type Next = Extract<Answer, { kind: 'next' }>

export class Answers {
  readonly locals: Local[] = []
  readonly messages: Message[] = []
  readonly timers: TimerLine[] = []
  readonly monitors: readonly MonitorProperty[]
  private readonly names: readonly string[]
  private readonly xstate: Interpreter
  private readonly localIds = new Map<string, number>()
  private readonly messageIds = new Map<string, number>()
  private readonly timerIds = new Map<string, number>()
  /** By local state: what XState answered, and the same in the certificate's numbers. */
  private readonly asked: Map<string, Answer>[] = []
  private readonly reactions: Map<string, Reaction>[] = []

  constructor({ actors, properties }: System) {
    this.names = actors.map((a) => a.id)
    this.monitors = properties.filter((p) => p.kind === 'monitor')
    const watching = this.monitors.map(({ name, machine, input }) => ({ id: name, machine, input }))
    this.xstate = new Interpreter(actors, watching)
  }

  /** @throws RefusedError unless `said` is what XState answers. */
  addLocal(said: LocalLine, line: number): void {
    const { actor, of, on, sender } = said
    inOrder(said.local, this.locals.length, 'local state', line)
    if (actor >= this.names.length + this.monitors.length) {
      throw new RefusedError(line, `there is no actor ${actor}`)
    }
    const answer =
      of === undefined || on === undefined
        ? this.xstate.initial(actor)
        : this.ask(of, on, actor < this.names.length ? undefined : sender, line)
    if (of !== undefined && this.localAt(of, line).actor !== actor) {
      throw new RefusedError(line, `local state ${of} is one of another actor`)
    }
    const { snapshot } = next(answer, line)
    const text = this.xstate.key(snapshot)
    agree(said.is, text, 'local state', line)
    this.number(this.localIds, `${actor}:${text}`, this.locals.length, line)
    this.locals.push({ actor, snapshot })
    this.asked.push(new Map())
    this.reactions.push(new Map())
  }

  /** @throws RefusedError unless `said` is what XState sends. */
  addMessage(said: MessageLine, line: number): void {
    const { start, of, on, to } = said
    inOrder(said.message, this.messages.length, 'message', line)
    const answer =
      start !== undefined && start < this.names.length
        ? this.xstate.initial(start)
        : of !== undefined && on !== undefined
          ? this.ask(of, on, undefined, line)
          : undefined
    if (answer === undefined)
      throw new RefusedError(line, 'a message arises at a start or by of, on')
    const { effects } = next(answer, line)
    const sent = nth(effects, 'send', said.send) ?? nth(effects, 'timer', said.set)
    if (sent === undefined) throw new RefusedError(line, 'XState sends no such message there')
    if (sent.to !== to) throw new RefusedError(line, `the message goes to ${this.names[sent.to]}`)
    const text = this.textOf(sent.event)
    agree(said.is, text, 'message', line)
    this.number(this.messageIds, `${to}:${text}`, this.messages.length, line)
    const { options, data } = optionsOf(sent.event)
    this.messages.push({ to, options, data })
  }

  addTimer(said: TimerLine, line: number): void {
    inOrder(said.timer, this.timers.length, 'timer', line)
    this.number(this.timerIds, timerKey(said.id, said.delay, said.message), said.timer, line)
    this.timers.push(said)
  }

  /** The first local state of `actor` and what it emits. Line 1 is blamed for what is missing. */
  start(actor: number): Taken {
    return this.take(actor, next(this.xstate.initial(actor), 1), 1)
  }

  /** What `local` does with alternative `option` of `message`; a monitor sees it come from `sender`. */
  react(
    local: number,
    message: number,
    option: number,
    sender: number | undefined,
    line: number,
  ): Reaction {
    const reactions = at(this.reactions, local)
    const key = `${message} ${option} ${sender ?? ''}`
    const known = reactions.get(key)
    if (known !== undefined) return known
    const answer = this.ask(local, [message, option], sender, line)
    const reaction: Reaction =
      answer.kind === 'next'
        ? { kind: 'next', ...this.take(at(this.locals, local).actor, answer, line) }
        : answer
    reactions.set(key, reaction)
    return reaction
  }

  /** The actors before the monitors. */
  get actors(): number {
    return this.names.length
  }

  /** `local`, and what it is asked, in words. */
  describe(local: number, message?: number, option = 0): string {
    const { actor, snapshot } = at(this.locals, local)
    const event = message === undefined ? undefined : at(this.messages, message).options[option]
    return this.xstate.where(actor, snapshot, event)
  }

  /** Whether monitor number `monitor` is shown what `receiver` gets. */
  observes(monitor: number, receiver: number): boolean {
    return at(this.monitors, monitor).observes.includes(at(this.names, receiver))
  }

  private ask(
    local: number,
    [message, option]: readonly [number, number],
    sender: number | undefined,
    line: number,
  ): Answer {
    const { actor, snapshot } = this.localAt(local, line)
    const sent = this.messages[message]
    const event = sent?.options[option]
    if (sent === undefined || event === undefined) {
      throw new RefusedError(line, `there is no alternative ${option} of message ${message} so far`)
    }
    const asked = at(this.asked, local)
    const key = `${message} ${option} ${sender ?? ''}`
    const known = asked.get(key)
    if (known !== undefined) return known
    const shown = this.shown(actor, sent.to, event, sender)
    if (shown === undefined) {
      throw new RefusedError(line, `message ${message} is not one for local state ${local}`)
    }
    const answer = this.xstate.transition(actor, snapshot, shown)
    asked.set(key, answer)
    return answer
  }

  /** An actor gets the event itself; a monitor is shown it if it observes the receiver. */
  private shown(
    actor: number,
    receiver: number,
    event: EventObject,
    sender: number | undefined,
  ): EventObject | undefined {
    if (actor < this.names.length) {
      return receiver === actor && sender === undefined ? event : undefined
    }
    const from = sender === undefined ? undefined : this.names[sender]
    if (from === undefined || !this.observes(actor - this.names.length, receiver)) return undefined
    const seen = { type: event.type, from, to: at(this.names, receiver), event }
    return seen
  }

  private take(actor: number, { snapshot, effects }: Next, line: number): Taken {
    const found = this.localIds.get(`${actor}:${this.xstate.key(snapshot)}`)
    if (found === undefined) throw new RefusedError(line, 'a local state is left out')
    if (actor >= this.names.length && effects.length > 0) {
      throw new RefusedError(line, `${at(this.monitors, actor - this.names.length).name} sends`)
    }
    return { next: found, emits: effects.map((effect) => this.emission(effect, line)) }
  }

  private emission(effect: Effect, line: number): Emission {
    if (effect.kind === 'cancel') return effect
    const { to } = effect
    const message = this.messageIds.get(`${to}:${this.textOf(effect.event)}`)
    if (message === undefined) throw new RefusedError(line, 'a message is left out')
    if (effect.kind === 'send') return { kind: 'send', to, message }
    const { id, delay } = effect
    const timer = this.timerIds.get(timerKey(id, delay, message))
    if (timer === undefined) throw new RefusedError(line, 'a timer is left out')
    return { kind: 'timer', delay, timer }
  }

  private textOf(event: EventObject): string {
    const { options, data, offer } = optionsOf(event)
    if (!offer) return this.xstate.eventKey(options[0])
    return this.xstate.eventKey({ data: options.slice(0, data), faults: options.slice(data) })
  }

  private localAt(local: number, line: number): Local {
    const found = this.locals[local]
    if (found === undefined) throw new RefusedError(line, `there is no local state ${local} so far`)
    return found
  }

  private number(ids: Map<string, number>, key: string, id: number, line: number): void {
    const known = ids.get(key)
    if (known !== undefined) throw new RefusedError(line, `the same as number ${known}`)
    ids.set(key, id)
  }
}

/** A message with `alternatives` or `faults` is delivered as one of them or as itself. */
function optionsOf(event: EventObject): {
  readonly options: readonly EventObject[]
  readonly data: number
  readonly offer: boolean
} {
  const { alternatives, faults, ...plain }: Offering = event
  const options = [plain, ...(alternatives ?? []), ...(faults ?? [])]
  const offer = alternatives !== undefined || faults !== undefined
  return { options, data: 1 + (alternatives?.length ?? 0), offer }
}

function nth<K extends 'send' | 'timer'>(
  effects: readonly Effect[],
  kind: K,
  index: number | undefined,
): Extract<Effect, { kind: K }> | undefined {
  const of = effects.filter((e): e is Extract<Effect, { kind: K }> => e.kind === kind)
  return index === undefined ? undefined : of[index]
}

function next(answer: Answer, line: number): Next {
  if (answer.kind === 'next') return answer
  throw new RefusedError(line, 'XState takes no such transition')
}

function agree(said: string, text: string, what: string, line: number): void {
  if (said === text) return
  throw new RefusedError(line, `the ${what} is ${text}, says XState`)
}

function inOrder(number: number, expected: number, what: string, line: number): void {
  if (number !== expected) throw new RefusedError(line, `${what} ${expected} must come next`)
}

function timerKey(id: string, delay: number, message: number): string {
  return JSON.stringify([id, delay, message])
}
