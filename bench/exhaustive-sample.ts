/**
 * One measurement in a process of its own, so that memory is that of one search and nothing is warm:
 * `node exhaustive-sample.js PEER MODEL` prints a `Sample` as JSON.
 */
import { createModel } from '../sim/model/model.ts'
import type { Model } from '../sim/model/model.ts'
import { checkModel } from '../sim/space/check.ts'
import { systemNamed } from './exhaustive-models.ts'
import { searchSnapshots } from './exhaustive-snapshots.ts'
import type { System } from '../sim/scenario/system.ts'

export interface Sample {
  readonly states: number
  readonly transitions: number
  /** Wall time of the search alone. */
  readonly seconds: number
  /** Processor time, all threads; for us with the filling of the tables. */
  readonly cpu: number
  /** Wall time of what is prepared: for us filling the tables, for Spin generating and compiling. */
  readonly preparation: number
  /** Bytes that the search says it holds. */
  readonly bytes: number
  /** Peak of the process, in bytes; undefined where it is not known. */
  readonly resident: number | undefined
}

type Counts = Pick<Sample, 'states' | 'transitions' | 'bytes'>

/** How each peer in this runtime searches; `elsewhere` returns seconds that are not the search's. */
const searches: Readonly<
  Record<string, (system: System) => Counts & { readonly elsewhere: number }>
> = {
  dfs: (system) => check(system, 'dfs'),
  bfs: (system) => check(system, 'bfs'),
  snapshots: (system) => ({ ...searchSnapshots(system), elsewhere: 0 }),
}

function check(system: System, mode: 'dfs' | 'bfs'): Counts & { readonly elsewhere: number } {
  const model = createModel(system)
  const elsewhere = timed(model.tables)
  const { states, transitions, bytes, stopped } = checkModel(model, { mode })
  if (stopped !== undefined) throw new Error(`${system.name}: stopped by ${stopped}`)
  return { states, transitions, bytes, elsewhere: elsewhere() }
}

/**
 * Puts a clock round the filling of the tables, which is asked for by name only where an entry is
 * missing; returns the seconds that it took so far.
 */
function timed(tables: Model['tables']): () => number {
  const ask = tables.transition.bind(tables)
  let milliseconds = 0
  tables.transition = (...args) => {
    const start = performance.now()
    const answer = ask(...args)
    milliseconds += performance.now() - start
    return answer
  }
  return () => milliseconds / 1_000
}

function sample(peer: string | undefined, system: System): Sample {
  const search = searches[peer ?? '']
  if (search === undefined) throw new Error(`no peer '${peer}'`)
  const start = performance.now()
  const before = process.cpuUsage()
  const { elsewhere, ...counts } = search(system)
  const seconds = (performance.now() - start) / 1_000 - elsewhere
  const { user, system: kernel } = process.cpuUsage(before)
  const cpu = (user + kernel) / 1e6
  const resident = process.resourceUsage().maxRSS * 1_024
  return { ...counts, seconds, cpu, preparation: elsewhere, resident }
}

const [, , peer, name] = process.argv
console.log(JSON.stringify(sample(peer, systemNamed(name))))
