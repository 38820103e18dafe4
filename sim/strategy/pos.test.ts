/** POS against its exact distribution, computed from the rules by hand, and its redraw set. */
import { describe, expect, it } from 'vitest'
import { at } from '../assert.ts'
import { recorder, script, toy } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import { chiSquare, chiSquareLimit, Sampler } from './exhaustive.fixture.ts'
import { pos } from './pos.ts'
import { uniform } from './uniform.ts'

interface Message {
  readonly name: string
  readonly to: string
}

/** Messages that wait, each at the head of a queue, with its place among all priorities drawn. */
type Waiting = readonly { readonly queue: readonly Message[]; readonly rank: number }[]

/**
 * The exact probability of each order when senders send `queues` at the start. The priorities drawn
 * so far, also those of what is gone, are known by their ranks only; a new one is equally likely to
 * fall between any two. `redraws` says which of the others draw anew.
 */
function exactly(
  queues: readonly (readonly Message[])[],
  redraws: (waiting: Message, delivered: Message) => boolean,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const drawAll = (
    waiting: Waiting,
    fresh: readonly number[],
    drawn: number,
    then: (waiting: Waiting, drawn: number, p: number) => void,
    p: number,
  ): void => {
    const [next, ...rest] = fresh
    if (next === undefined) return then(waiting, drawn, p)
    for (let rank = 0; rank <= drawn; rank++) {
      const moved = waiting.map((w, i) =>
        i === next ? { ...w, rank } : { ...w, rank: w.rank >= rank ? w.rank + 1 : w.rank },
      )
      drawAll(moved, rest, drawn + 1, then, p / (drawn + 1))
    }
  }
  const go = (waiting: Waiting, drawn: number, order: readonly string[], p: number): void => {
    if (waiting.length === 0) {
      const key = order.join(' ')
      found.set(key, (found.get(key) ?? 0) + p)
      return
    }
    const best = waiting.reduce((a, b) => (b.rank > a.rank ? b : a))
    const delivered = at(best.queue, 0)
    const left = waiting
      .map((w) =>
        w === best ? { queue: w.queue.slice(1), rank: -1, isNew: true } : { ...w, isNew: false },
      )
      .filter((w) => w.queue.length > 0)
    const fresh = left.flatMap((w, i) => (w.isNew || redraws(at(w.queue, 0), delivered) ? [i] : []))
    drawAll(
      left,
      fresh,
      drawn,
      (next, total, q) => go(next, total, [...order, delivered.name], q),
      p,
    )
  }
  const start = queues.map((queue) => ({ queue, rank: -1 }))
  drawAll(
    start,
    start.map((_, i) => i),
    0,
    (waiting, drawn, p) => go(waiting, drawn, [], p),
    1,
  )
  return found
}

const sameReceiver = (a: Message, b: Message): boolean => a.to === b.to
const r = (name: string): Message => ({ name, to: 'r' })
const s = (name: string): Message => ({ name, to: 's' })

/** Two messages against one at `r`, and one beside them at `s`, which races with nothing. */
const queues = [[r('A1'), r('A2')], [r('B')], [s('C')]]

const runs = 20_000

/** How often each order comes in the engine. */
function observed(make: typeof pos | typeof uniform): ReadonlyMap<string, number> {
  const actors = queues.map((queue, i) => {
    const to = at(queue, 0).to
    return [`s${i}`, script(to, ...queue.map((m) => m.name))] as const
  })
  const model = createModel(toy({ ...Object.fromEntries(actors), r: recorder, s: recorder }))
  const sampler = new Sampler(model)
  const strategy = make(model)
  const counts = new Map<string, number>()
  for (let seed = 1; seed <= runs; seed++) {
    const { order } = sampler.run(strategy, String(seed))
    const key = order.map((name) => name.replace(/.*:/, '')).join(' ')
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

describe('pos', () => {
  const exact = exactly(queues, sameReceiver)
  const limit = chiSquareLimit(exact.size - 1)
  const counts = observed(pos)

  it('has the distribution that its rules give', () => {
    expect([...exact.values()].reduce((a, b) => a + b)).toBeCloseTo(1, 12)
    expect(exact.size).toBe(12)
    expect(chiSquare(counts, exact)).toBeLessThan(limit)
  })

  it.each([
    ['nothing', () => false],
    ['everything', () => true],
    ['what goes to another receiver', (a: Message, b: Message) => !sameReceiver(a, b)],
  ])('would be seen to redraw %s', (_, redraws) => {
    expect(chiSquare(counts, exactly(queues, redraws))).toBeGreaterThan(limit)
  })

  it('is not the uniform walk', () => {
    expect(chiSquare(observed(uniform), exact)).toBeGreaterThan(limit)
  })
})
