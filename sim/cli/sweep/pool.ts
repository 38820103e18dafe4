/**
 * The worker threads. A shard is run again when its worker dies (out of memory, or a module that
 * ends the process), so that no seed is lost; after some attempts the sweep ends with an error.
 */
import { Tinypool } from 'tinypool'
import type { SweepPart } from '../../explore/part.ts'
import { formatSeeds } from '../../explore/seeds.ts'
import { ForwardedFailure } from '../failure.ts'
import { exitCodes } from '../../verdict/exit.ts'
import type { ShardTask } from './shard.ts'
import type { ShardAnswer } from './worker.ts'

const attempts = 3

export class Pool {
  private readonly threads: Tinypool
  private readonly watched = new WeakSet()
  private closing = false

  constructor(workers: number) {
    this.threads = new Tinypool({
      filename: new URL('worker.js', import.meta.url).href,
      name: 'answerShard',
      minThreads: workers,
      maxThreads: workers,
    })
    // A dead worker is told to whoever waits for its shard; nobody else needs to know.
    this.threads.on('error', () => undefined)
  }

  /** @throws ForwardedFailure with what the worker would have printed. */
  async run(task: ShardTask): Promise<SweepPart> {
    let reason: unknown
    for (let attempt = 1; attempt <= attempts; attempt++) {
      try {
        const answered: Promise<ShardAnswer> = this.threads.run(task)
        this.watch()
        const answer = await answered
        if (answer.kind === 'failed') throw new ForwardedFailure(answer.failure)
        return answer.part
      } catch (error) {
        if (error instanceof ForwardedFailure) throw error
        reason = error
      }
    }
    const seeds = formatSeeds([task.seeds])
    const message = reason instanceof Error ? reason.message : String(reason)
    throw new ForwardedFailure({
      code: exitCodes.internal,
      lines: [
        `error: ${attempts} workers died on the seeds ${seeds}: ${message}`,
        'hint: --workers 1 runs everything in one process',
      ],
    })
  }

  async close(): Promise<void> {
    this.closing = true
    await this.threads.destroy()
  }

  /** The pool hears of errors only; a thread that just ends would leave its shard waiting for ever. */
  private watch(): void {
    for (const thread of this.threads.threads) {
      if (this.watched.has(thread)) continue
      this.watched.add(thread)
      let failed = false
      thread.on('error', () => {
        failed = true
      })
      thread.on('exit', () => {
        if (!failed && !this.closing) thread.emit('error', new Error('the worker has ended'))
      })
    }
  }
}
