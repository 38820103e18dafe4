/**
 * Shards given out in the order of their seeds, at most `width` at a time. What is given out is
 * waited for, so that the seeds done are a prefix of the list whenever a sweep stops early.
 */
import type { SweepPart } from '../../explore/part.ts'
import type { SeedRange } from '../../explore/seeds.ts'

export interface Dispatch {
  readonly width: number
  readonly run: (seeds: SeedRange) => Promise<SweepPart>
  readonly done: (part: SweepPart) => void
  /** Asked before each shard. */
  readonly stop: () => boolean
}

/**
 * Runs `shards` until they end or `stop` says so; true when they ended. Of several failures the one
 * of the lowest seeds is thrown, which is the one that a single worker would have met.
 */
export async function dispatch(shards: Iterable<SeedRange>, by: Dispatch): Promise<boolean> {
  const running = new Set<Promise<void>>()
  let failure: { readonly first: number; readonly error: unknown } | undefined
  let ended = true
  const start = (seeds: SeedRange): void => {
    const work = by
      .run(seeds)
      .then(by.done)
      .catch((error: unknown) => {
        if (failure === undefined || seeds.first < failure.first) {
          failure = { first: seeds.first, error }
        }
      })
      .finally(() => running.delete(work))
    running.add(work)
  }
  for (const seeds of shards) {
    while (running.size >= by.width) await Promise.race(running)
    ended = failure === undefined && !by.stop()
    if (!ended) break
    start(seeds)
  }
  await Promise.all(running)
  if (failure !== undefined) throw failure.error
  return ended
}
