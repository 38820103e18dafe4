/** The worker threads of one search: started, listened to, given larger tables, stopped. */
import { Worker } from 'node:worker_threads'
import { InternalError } from '../../assert.ts'
import { Control } from '../../space/shared/control.ts'
import { Mailboxes } from '../../space/shared/mail.ts'
import type { Share } from '../../space/shared/search.ts'
import { limitOf } from '../../space/shared/visited.ts'
import { received } from './messages.ts'
import type { Report, Task } from './messages.ts'
import type { ModelSource } from './source.ts'

/** What the figures of a search do not depend on. */
export interface Tuning {
  /** Entries of the first shared table, a power of two. */
  readonly entries: number
  /** States expanded between two looks at what the other workers need. */
  readonly period: number
}

export interface Limits {
  readonly maxStates: number
  readonly maxBytes: number
}

export class Team {
  /** Everybody came to the end. */
  complete = false
  private readonly workers: readonly Worker[]
  private readonly control: Control
  private readonly limits: Limits
  private readonly shares: (Share | undefined)[]
  private bytes: number
  private running: number
  private halted = false
  private error: Error | undefined
  private wake: () => void = () => undefined

  /** `steps`: the bound of the model that `source` gives. */
  constructor(source: ModelSource, workers: number, steps: number, limits: Limits, tuning: Tuning) {
    this.limits = limits
    this.bytes = 8 * tuning.entries
    this.control = Control.create(workers, limitOf(this.bytes))
    this.running = workers
    this.shares = Array.from({ length: workers })
    const common = {
      source,
      workers,
      control: this.control.memory,
      table: new SharedArrayBuffer(this.bytes),
      mailboxes: Mailboxes.create(workers, steps).memory,
      period: tuning.period,
    }
    this.workers = this.shares.map((_, me) => this.start({ ...common, me }))
  }

  /** Yields what the workers told last, whenever one tells more, until all have ended. */
  async *run(): AsyncGenerator<readonly Share[], void> {
    const known = (): readonly Share[] => this.shares.filter((s) => s !== undefined)
    while (this.running > 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
        if (this.error !== undefined || this.running === 0) resolve()
      })
      if (this.error !== undefined) throw this.error
      yield known()
    }
    this.complete = !this.halted
    yield known()
  }

  /** Ends all threads, wherever they are. */
  async stop(): Promise<void> {
    this.control.halt()
    await Promise.all(this.workers.map((w) => w.terminate()))
  }

  private start(task: Task): Worker {
    const { me, workers } = task
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: task })
    let ended = false
    worker.on('message', (report: Report) => {
      ended ||= report.kind === 'ended' || report.kind === 'halted'
      this.receive(me, report)
      this.wake()
    })
    worker.on('error', (error) => this.fail(error))
    worker.on('exit', (code) => {
      if (ended) return
      this.fail(new InternalError(`worker ${me + 1} of ${workers} was ended with code ${code}`))
    })
    return worker
  }

  private receive(me: number, report: Report): void {
    switch (report.kind) {
      case 'full':
        this.enlarge()
        return
      case 'known':
        this.shares[me] = report.share
        if (this.known >= this.limits.maxStates) this.halt()
        return
      case 'ended':
        this.shares[me] = report.share
        this.running--
        return
      case 'halted':
        this.halted = true
        this.running--
        return
      case 'failed':
        this.fail(received(report.error))
    }
  }

  private get known(): number {
    return this.shares.reduce((sum, share) => sum + (share?.states ?? 0), 0)
  }

  /** Everybody waits: the old table and the new one are held until it is copied. */
  private enlarge(): void {
    if (3 * this.bytes > this.limits.maxBytes) {
      this.halt()
      return
    }
    this.bytes *= 2
    try {
      const table = new SharedArrayBuffer(this.bytes)
      for (const worker of this.workers) worker.postMessage(table, [])
      this.control.allow(limitOf(this.bytes))
    } catch (error) {
      this.fail(error instanceof Error ? error : new InternalError(String(error)))
    }
  }

  private halt(): void {
    this.halted = true
    this.control.halt()
  }

  private fail(error: Error): void {
    this.error ??= error
    this.control.halt()
    this.wake()
  }
}
