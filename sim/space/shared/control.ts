/**
 * How the workers of one search agree with each other, in shared memory.
 *
 * Representation: one cell of 32 bits per fact, each on a cache line of its own, and two per worker:
 * its bell and its status. Whoever changes something that others may wait for rings their bells; who
 * waits reads the bell first and then looks, so that no change is missed. A worker that is told to
 * halt finds out at its next safe point, also while it waits.
 */

/** What everybody should do. */
export const signal = { run: 0, grow: 1, done: 2, halt: 3 } as const

/** What a worker does: has work; has none; has been chosen to be given some; has mail. */
const status = { busy: 0, idle: 1, chosen: 2, mail: 3 } as const

/** The search was told to halt: what this worker knows is all it will know. */
export class HaltedError extends Error {
  override readonly name = 'HaltedError'
}

/** Integers in a cache line. */
const line = 16
const cell = {
  signal: 0,
  /** Workers that have work, or mail on its way to them. */
  active: line,
  idle: 2 * line,
  /** Entries of the set of states that workers have set aside for what they will add. */
  reserved: 3 * line,
  /** How many may be set aside before the set has to grow. */
  limit: 4 * line,
  /** Workers that have come to the end of the present part of growing. */
  arrived: 5 * line,
  /** Counts the parts of growing that everybody has ended. */
  round: 6 * line,
} as const
const workerCells = 7 * line

export class Control {
  readonly memory: SharedArrayBuffer
  readonly workers: number
  private readonly cells: Int32Array
  private readonly me: number

  private constructor(memory: SharedArrayBuffer, workers: number, me: number) {
    this.memory = memory
    this.workers = workers
    this.cells = new Int32Array(memory)
    this.me = me
  }

  /** For `workers` workers; `limit` entries may be set aside. */
  static create(workers: number, limit: number): Control {
    const bytes = 4 * (workerCells + 2 * line * workers)
    const control = new Control(new SharedArrayBuffer(bytes), workers, -1)
    control.set(cell.limit, limit)
    // Also who has nothing to begin with says so by waiting for mail.
    control.set(cell.active, workers)
    return control
  }

  /** As worker `me` (from 0) sees it. */
  static of(memory: SharedArrayBuffer, workers: number, me: number): Control {
    return new Control(memory, workers, me)
  }

  get signal(): number {
    return this.get(cell.signal)
  }

  get someoneIsIdle(): boolean {
    return this.get(cell.idle) > 0
  }

  /** Ends the search before its time, whatever anybody does. */
  halt(): void {
    this.set(cell.signal, signal.halt)
    this.ring()
  }

  /** Sets `entries` aside; false when the set must grow first, which everybody is then asked for. */
  reserve(entries: number): boolean {
    const before = Atomics.add(this.cells, cell.reserved, entries)
    if (before + entries <= this.get(cell.limit)) return true
    Atomics.sub(this.cells, cell.reserved, entries)
    this.turn(signal.run, signal.grow)
    return false
  }

  /** Allows `limit` entries and lets the workers go on to the next part of growing. */
  allow(limit: number): void {
    this.set(cell.limit, limit)
    this.next()
  }

  /** Waits until all workers are here and `next` was called; `last` is called by the last to come. */
  meet(last: () => void): void {
    const round = this.get(cell.round)
    if (Atomics.add(this.cells, cell.arrived, 1) + 1 === this.workers) {
      this.set(cell.arrived, 0)
      last()
    }
    this.wait(() => this.get(cell.round) !== round)
  }

  /** Ends growing. */
  resume(): void {
    this.turn(signal.grow, signal.run)
    this.next()
  }

  /** Finds a worker without work and makes it count as one with work; undefined: there is none. */
  choose(): number | undefined {
    for (let worker = 0; worker < this.workers; worker++) {
      const where = this.statusOf(worker)
      const found = Atomics.compareExchange(this.cells, where, status.idle, status.chosen)
      if (found !== status.idle) continue
      Atomics.sub(this.cells, cell.idle, 1)
      Atomics.add(this.cells, cell.active, 1)
      return worker
    }
    return undefined
  }

  /** Tells a chosen worker that its mail is complete. */
  deliver(worker: number): void {
    this.set(this.statusOf(worker), status.mail)
    this.ring()
  }

  /**
   * Waits for mail; `grow` is called when the set must grow meanwhile. False when nobody has work
   * left.
   */
  awaitMail(grow: () => void): boolean {
    const { cells } = this
    const mine = this.statusOf(this.me)
    this.set(mine, status.idle)
    Atomics.add(cells, cell.idle, 1)
    // Only who has work gives work, so none can come once nobody has any.
    if (Atomics.sub(cells, cell.active, 1) === 1) this.turn(signal.run, signal.done)
    for (;;) {
      this.wait(() => this.get(mine) === status.mail || this.signal !== signal.run)
      if (this.get(mine) === status.mail) break
      if (this.signal === signal.done) return false
      if (this.signal === signal.grow) grow()
    }
    this.set(mine, status.busy)
    return true
  }

  /** @throws HaltedError when the search was told to halt. */
  check(): void {
    if (this.signal === signal.halt) throw new HaltedError()
  }

  private next(): void {
    Atomics.add(this.cells, cell.round, 1)
    this.ring()
  }

  private turn(from: number, to: number): void {
    const found = Atomics.compareExchange(this.cells, cell.signal, from, to)
    if (found === from) this.ring()
  }

  private wait(until: () => boolean): void {
    const bell = workerCells + 2 * line * this.me
    for (;;) {
      const rung = this.get(bell)
      this.check()
      if (until()) return
      Atomics.wait(this.cells, bell, rung)
    }
  }

  private ring(): void {
    for (let worker = 0; worker < this.workers; worker++) {
      const bell = workerCells + 2 * line * worker
      Atomics.add(this.cells, bell, 1)
      Atomics.notify(this.cells, bell)
    }
  }

  private statusOf(worker: number): number {
    return workerCells + 2 * line * worker + line
  }

  private get(index: number): number {
    return Atomics.load(this.cells, index)
  }

  private set(index: number, value: number): void {
    Atomics.store(this.cells, index, value)
  }
}
