/**
 * Which events may come next: those of one CPU in their order, those of one task in theirs, and of
 * different CPUs none that is later than the earliest by more than the slack.
 */
import { at } from '../assert.ts'
import type { Observation } from './observation.ts'

export class Queue {
  /** Per CPU: indices into the observations, in order. */
  private readonly lanes: readonly (readonly number[])[]
  /** The event before it in its thread; -1 for the first. */
  private readonly before: readonly number[]
  private readonly laneOf: readonly number[]
  private readonly rank: readonly number[]
  private readonly observations: readonly Observation[]
  private readonly slack: bigint

  constructor(observations: readonly Observation[], slack: number) {
    this.observations = observations
    this.slack = BigInt(slack)
    const cpus = [...new Set(observations.map(({ event }) => event.cpu))].toSorted((a, b) => a - b)
    const lanes: number[][] = cpus.map(() => [])
    const last = new Map<string, number>()
    const rank: number[] = []
    this.before = observations.map(({ thread }, i) => {
      const before = last.get(thread) ?? -1
      last.set(thread, i)
      return before
    })
    this.laneOf = observations.map(({ event }, i) => {
      const lane = cpus.indexOf(event.cpu)
      rank.push(at(lanes, lane).push(i) - 1)
      return lane
    })
    this.rank = rank
    this.lanes = lanes
  }

  /** Nothing seen yet. */
  start(): readonly number[] {
    return this.lanes.map(() => 0)
  }

  seen(position: readonly number[]): number {
    return position.reduce((sum, n) => sum + n, 0)
  }

  /** The events that may be seen next, earliest first. */
  next(position: readonly number[]): readonly number[] {
    const heads = this.lanes.flatMap((lane, i) => lane[at(position, i)] ?? [])
    const time = (i: number): bigint => at(this.observations, i).event.time
    const ordered = heads.toSorted((a, b) =>
      time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : a - b,
    )
    const [first] = ordered
    if (first === undefined) return []
    const latest = time(first) + this.slack
    return ordered.filter((i) => time(i) <= latest && this.isSeen(at(this.before, i), position))
  }

  after(position: readonly number[], index: number): readonly number[] {
    return position.with(at(this.laneOf, index), at(position, at(this.laneOf, index)) + 1)
  }

  /** The event before it in its thread; -1 for the first. */
  previous(index: number): number {
    return at(this.before, index)
  }

  isSeen(index: number, position: readonly number[]): boolean {
    return index < 0 || at(this.rank, index) < at(position, at(this.laneOf, index))
  }
}
