/**
 * The worker threads. A shard is run again when its worker dies (out of memory, or a module
 * that throws on its own), so that no seed is lost; after some attempts the sweep ends with an error.
 */
import { clearInterval, setInterval } from 'node:timers'
import { setTimeout as sleep } from 'node:timers/promises'
import { Tinypool } from 'tinypool'
import type { SweepPart } from '../../explore/part.ts'
import { formatSeeds } from '../../explore/seeds.ts'
import { ForwardedFailure } from '../failure.ts'
import { exitCodes } from '../../verdict/exit.ts'
import type { ShardTask } from './shard.ts'
import type { ShardAnswer } from './worker.ts'

const attempts = 3
/** Milliseconds: a thread that has died already does not say so again. */
const patience = 1_000
const aLongTime = 1_000_000

export class Pool {
  private readonly threads: Tinypool
  /** Threads do not keep a process alive, and when the last one has died somebody still waits. */
  private readonly alive = setInterval(() => undefined, aLongTime)

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
        const answer: ShardAnswer = await this.threads.run(task)
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
    await Promise.race([this.threads.destroy(), sleep(patience, undefined, { ref: false })])
    clearInterval(this.alive)
  }
}
