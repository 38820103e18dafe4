/**
 * The code of a worker thread. It reads the scenario itself and has tables of its own; what it
 * sends back is plain data, errors included.
 */
import type { Study } from '../../api.ts'
import type { SweepPart } from '../../explore/part.ts'
import { describeFailure } from '../failure.ts'
import type { CliFailure } from '../failure.ts'
import { startWatchdog } from '../watchdog/watchdog.ts'
import { loadTask, runShard } from './shard.ts'
import type { ShardTask, SweepTask } from './shard.ts'

export type ShardAnswer =
  | { readonly kind: 'part'; readonly part: SweepPart }
  | { readonly kind: 'failed'; readonly failure: CliFailure }

// A thread that ends without an error would leave whoever waits for its shard waiting for ever.
const exit = process.exit.bind(process)
process.exit = () => {
  throw new Error('a machine module ends the process')
}
// Node itself ends a thread like that after an error that nobody has caught.
process.on('uncaughtExceptionMonitor', () => {
  process.exit = exit
})

startWatchdog()

/** Of the last design that was asked for. */
let loaded: { readonly key: string; readonly study: Study } | undefined

export async function answerShard(task: ShardTask): Promise<ShardAnswer> {
  try {
    return { kind: 'part', part: runShard(await studyFor(task), task) }
  } catch (error) {
    return { kind: 'failed', failure: describeFailure(error) }
  }
}

async function studyFor(task: SweepTask): Promise<Study> {
  const key = JSON.stringify([task.path, task.hash, task.design])
  if (loaded?.key !== key) loaded = { key, study: await loadTask(task) }
  return loaded.study
}
