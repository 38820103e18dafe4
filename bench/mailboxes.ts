/**
 * Mailboxes for plain XState, driven by hand: one queue per (sender, receiver), and a draw among
 * those that hold something. They list the queues in the order that the engine lists its channels,
 * so that one seed means one run for both.
 */
import type { EventObject } from 'xstate'
import { at } from '../sim/assert.ts'
import type { Draw } from '../sim/prng.ts'

/** A message taken out of its mailbox. */
export interface Mail {
  readonly to: number
  readonly event: EventObject
}

/** What a run by hand came to. */
export interface Outcome {
  readonly steps: number
  readonly failed: boolean
}

export class Mailboxes {
  private readonly actors: number
  private readonly queues: EventObject[][]
  private readonly filled: number[] = []

  constructor(actors: number) {
    this.actors = actors
    this.queues = Array.from({ length: actors * actors }, () => [])
  }

  post(from: number, to: number, event: EventObject): void {
    const channel = from * this.actors + to
    const queue = at(this.queues, channel)
    if (queue.length === 0) this.filled.push(channel)
    queue.push(event)
  }

  /** Takes one message, each filled mailbox being equally likely; undefined at rest. */
  take(draw: Draw): Mail | undefined {
    const { filled } = this
    if (filled.length === 0) return undefined
    const index = filled.length === 1 ? 0 : draw(filled.length)
    const channel = at(filled, index)
    const queue = at(this.queues, channel)
    const event = queue.shift()
    if (event === undefined) throw new Error(`mailbox ${channel} is empty`)
    if (queue.length === 0) {
      filled[index] = at(filled, filled.length - 1)
      filled.pop()
    }
    return { to: channel % this.actors, event }
  }
}
