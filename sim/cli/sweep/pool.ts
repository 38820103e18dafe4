/**
 * The worker threads. When one dies (out of memory, or a module that throws on its own) no thread is
 * asked again, and whoever waits for a shard is told to run it elsewhere, so that no seed is lost.
 */
import { clearInterval, setInterval } from 'node:timers'
import { setTimeout as sleep } from 'node:timers/promises'
import { Tinypool } from 'tinypool'
import type { SweepPart } from '../../explore/part.ts'
import { ForwardedFailure } from '../failure.ts'
import type { ShardTask } from './shard.ts'
import type { ShardAnswer } from './worker.ts'

/** Milliseconds: a thread that has died already does not say so again. */
const patience = 1_000
const aLongTime = 1_000_000

export class Pool {
  private readonly threads: Tinypool
  private readonly died: Promise<undefined>
  private dead = false
  private die: () => void = () => undefined
  /** Threads do not keep a process alive, and when the last one has died somebody still waits. */
  private readonly alive = setInterval(() => undefined, aLongTime)

  constructor(workers: number) {
    this.threads = new Tinypool({
      filename: new URL('worker.js', import.meta.url).href,
      name: 'answerShard',
      minThreads: workers,
      maxThreads: workers,
    })
    this.died = new Promise((resolve) => {
      this.die = () => resolve(undefined)
    })
    this.threads.on('error', () => this.fail())
  }

  /**
   * What the shard came to; undefined when a thread has died, of this shard or another.
   * @throws ForwardedFailure with what the worker would have printed.
   */
  async run(task: ShardTask): Promise<SweepPart | undefined> {
    if (this.dead) return undefined
    const asked: Promise<ShardAnswer> = this.threads.run(task)
    const answered = asked.catch(() => this.fail())
    const answer = await Promise.race([answered, this.died])
    if (answer?.kind === 'failed') throw new ForwardedFailure(answer.failure)
    return answer?.part
  }

  async close(): Promise<void> {
    await Promise.race([this.threads.destroy(), sleep(patience, undefined, { ref: false })])
    clearInterval(this.alive)
  }

  private fail(): undefined {
    this.dead = true
    this.die()
  }
}
