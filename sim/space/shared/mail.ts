/**
 * Work that one worker gives to another: part of its stack. Decisions mean the same to both, whatever
 * each has interned, so the receiver takes the giver's path again and finds the moves on the way.
 *
 * Representation: per worker a region of shared integers: steps of the path, its decisions, moves,
 * then (depth, decision) for each, shallowest first. Written by the giver that chose the worker,
 * read by the worker once its status says so.
 */
import { read } from '../../assert.ts'

/** More moves than this are not given at once. */
export const mostGiven = 256

export interface Mail {
  readonly path: Int32Array
  /** Pairs (depth, decision); the depths do not fall. */
  readonly moves: Int32Array
}

export class Mailboxes {
  readonly memory: SharedArrayBuffer
  private readonly items: Int32Array
  private readonly size: number

  /** Paths have at most `steps` decisions. */
  constructor(memory: SharedArrayBuffer, steps: number) {
    this.memory = memory
    this.items = new Int32Array(memory)
    this.size = sizeOf(steps)
  }

  static create(workers: number, steps: number): Mailboxes {
    return new Mailboxes(new SharedArrayBuffer(4 * workers * sizeOf(steps)), steps)
  }

  write(worker: number, { path, moves }: Mail): void {
    const { items, size } = this
    const where = worker * size
    items[where] = path.length
    items.set(path, where + 1)
    items[where + 1 + path.length] = moves.length
    items.set(moves, where + 2 + path.length)
  }

  read(worker: number): Mail {
    const { items, size } = this
    const where = worker * size + 1
    const end = where + read(items, where - 1)
    const path = items.slice(where, end)
    return { path, moves: items.slice(end + 1, end + 1 + read(items, end)) }
  }
}

function sizeOf(steps: number): number {
  return 2 + steps + 2 * mostGiven
}
