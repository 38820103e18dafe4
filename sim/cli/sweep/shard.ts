/** One shard of a sweep: a range of seeds, and all that a worker needs to run them elsewhere. */
import { study } from '../../api.ts'
import type { Study } from '../../api.ts'
import type { SweepPart } from '../../explore/part.ts'
import type { SeedRange } from '../../explore/seeds.ts'
import { sweepSeeds } from '../../explore/sweep.ts'
import { ScenarioError } from '../../errors.ts'
import { readScenario } from '../../scenario/load.ts'
import type { Design } from '../../scenario/scenario.ts'
import { strategyFor } from '../../explore/strategies.ts'
import { UsageError } from '../failure.ts'

/** What is swept: the same for all shards of one design. */
export interface SweepTask {
  readonly path: string
  /** Of the scenario's text: a worker that reads another text must not answer. */
  readonly hash: string
  readonly design: Design
  readonly strategy: string
  readonly selfCheck: boolean
  readonly classes: boolean
}

export interface ShardTask extends SweepTask {
  readonly seeds: SeedRange
}

/** Loads what `task` is about. @throws ScenarioError, UsageError when the file has changed. */
export async function loadTask({ path, hash, design }: SweepTask): Promise<Study> {
  const { scenario, problems } = await readScenario(path)
  if (scenario === undefined) throw new ScenarioError(problems)
  if (scenario.hash !== hash) throw new UsageError(`${path} was changed while it was swept`)
  return study(scenario, design)
}

export function runShard({ model }: Study, task: ShardTask): SweepPart {
  const { selfCheck, classes } = task
  const result = sweepSeeds(model, strategyFor(model, task.strategy), task.seeds, {
    selfCheck,
    classes,
  })
  const { seeds: _, strategy: __, ...part } = result
  return part
}
