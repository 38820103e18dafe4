/**
 * What waits in a channel, interned: a content is a number, and delivering or sending is a look-up.
 *
 * Representation: content 0 is the empty channel. Any other content belongs to one channel and is a
 * list of codes with its head first: `head[id]` is delivered next and leaves `tail[id]`. Contents of
 * the timer channel of an actor are lists of pending timers instead.
 */
import { at } from '../assert.ts'
import { Ints } from '../model/ints.ts'
import { maxWaiting } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import type { Timer } from '../model/tables.ts'
import { hashText } from './hash.ts'

export const empty = 0

export class Contents {
  readonly head = new Ints()
  readonly tail = new Ints()
  /** The two lanes of the hash of (channel, content); 0 for the empty channel. */
  readonly lo = new Ints()
  readonly hi = new Ints()
  private readonly codes: (readonly number[])[] = []
  /** By content: what it becomes when a code is sent after it. */
  private readonly after: Map<number, number>[] = []
  /** By channel: the contents of one code. */
  private readonly singles: Map<number, number>[]
  private readonly timers = new Map<number, readonly Timer[]>()
  private readonly ids = new Map<string, number>()
  private readonly model: Model

  constructor(model: Model) {
    this.model = model
    this.singles = Array.from({ length: model.channels }, () => new Map())
    this.record([], empty, '')
  }

  /** `content` of `channel` after `code` was sent, or undefined when too many wait already. */
  push(channel: number, content: number, code: number): number | undefined {
    const after = content === empty ? at(this.singles, channel) : at(this.after, content)
    const known = after.get(code)
    if (known !== undefined) return known
    const codes = at(this.codes, content)
    if (codes.length >= maxWaiting) return undefined
    const id = this.list(channel, [...codes, code])
    after.set(code, id)
    return id
  }

  /** The codes that wait, head first. */
  codesOf(content: number): readonly number[] {
    return at(this.codes, content)
  }

  /** The timers behind a content of a timer channel, in the order of setting. */
  timersOf(content: number): readonly Timer[] {
    return this.timers.get(content) ?? []
  }

  /** The content of the timer channel of `actor` that holds `timers`. */
  ofTimers(actor: number, timers: readonly Timer[]): number {
    if (timers.length === 0) return empty
    const text = timers.map((t) => [
      t.id,
      String(t.delay),
      t.channel,
      this.codeText(t.channel, t.code),
    ])
    const key = `${actor}~${JSON.stringify(text)}`
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const id = this.record(
      timers.map((t) => t.code),
      empty,
      key,
    )
    this.ids.set(key, id)
    this.timers.set(id, timers)
    return id
  }

  private list(channel: number, codes: readonly number[]): number {
    const [first] = codes
    if (first === undefined) return empty
    const key = `${channel}>${codes.join()}`
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const tail = this.list(channel, codes.slice(1))
    const texts = codes.map((code) => this.codeText(channel, code))
    const id = this.record(codes, tail, `${channel}>${JSON.stringify(texts)}`)
    this.ids.set(key, id)
    return id
  }

  /** `text` says what the content is without any number that depends on the order of interning. */
  private record(codes: readonly number[], tail: number, text: string): number {
    const { lo, hi } = text === '' ? { lo: 0, hi: 0 } : hashText(text)
    this.head.push(codes[0] ?? 0)
    this.tail.push(tail)
    this.lo.push(lo)
    this.hi.push(hi)
    this.after.push(new Map())
    return this.codes.push(codes) - 1
  }

  private codeText(channel: number, code: number): string {
    const { actors, tables, xstate } = this.model
    const events = at(tables.events, channel % actors)
    if (code >= 0) return xstate.eventKey(at(events, code).event)
    const { events: offered, data } = tables.offerOf(code)
    return `${data} of ${offered.map((e) => xstate.eventKey(at(events, e).event)).join(' ')}`
  }
}
