/** Who runs the shards: this process, or worker threads that are started when the work is worth it. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Study } from '../../api.ts'
import type { SweepPart } from '../../explore/part.ts'
import { seedCount } from '../../explore/seeds.ts'
import type { SeedRange, SeedSet } from '../../explore/seeds.ts'
import { Pool } from './pool.ts'
import { runShard } from './shard.ts'
import type { SweepTask } from './shard.ts'

export interface CrewOptions {
  readonly workers: number
  /** Whether the user has asked for so many workers: then they are used for any amount of work. */
  readonly insist: boolean
  /** Seeds per shard; chosen by the length of the runs when absent. */
  readonly shardSize: number | undefined
}

/** Seeds of the first shard, which says how long the runs are. */
const pilotSeeds = 100
/** Steps per shard: a fraction of a second. */
const shardSteps = 500_000
const maxShardSeeds = 50_000
/** Steps that one process does before two have started. */
const worthwhile = 3_000_000
/** A step that asks XState again costs as much as so many others. */
const selfCheckCost = 50

/** How the shards of one design are run from now on. */
export interface Plan {
  readonly size: number
  readonly width: number
  readonly run: (seeds: SeedRange) => Promise<SweepPart>
}

export class Crew {
  private readonly options: CrewOptions
  private pool: Pool | undefined

  constructor(options: CrewOptions) {
    this.options = options
  }

  /** For the first shard: one small one, here. */
  first(study: Study, task: SweepTask): Plan {
    const run = async (seeds: SeedRange): Promise<SweepPart> => {
      await nextTurn()
      return runShard(study, { ...task, seeds })
    }
    return { size: Math.min(pilotSeeds, this.options.shardSize ?? pilotSeeds), width: 1, run }
  }

  /** For what is `left`, after runs of so many `steps` on average. */
  rest(study: Study, task: SweepTask, left: SeedSet, steps: number): Plan {
    const { workers, insist, shardSize } = this.options
    const cost = Math.max(steps, 1) * (task.selfCheck ? selfCheckCost : 1)
    const fitting = Math.min(maxShardSeeds, Math.max(1, Math.round(shardSteps / cost)))
    const size = shardSize ?? fitting
    const many = insist || cost * seedCount(left) > worthwhile
    if (workers < 2 || !many || seedCount(left) <= size) return { ...this.first(study, task), size }
    const pool = (this.pool ??= new Pool(workers))
    const here = this.first(study, task)
    const run = async (seeds: SeedRange): Promise<SweepPart> =>
      (await pool.run({ ...task, seeds })) ?? here.run(seeds)
    return { size, width: workers + 1, run }
  }

  async close(): Promise<void> {
    await this.pool?.close()
  }
}
