/**
 * One measurement in a process of its own, so that memory is that of one search and nothing is warm:
 * `node exhaustive-sample.js PEER MODEL` prints a `Sample` as JSON.
 */
import { fileURLToPath } from 'node:url'
import { invariant } from '../sim/assert.ts'
import { checkInParallel } from '../sim/cli/workers/parallel.ts'
import { createModel } from '../sim/model/model.ts'
import type { Model } from '../sim/model/model.ts'
import { checkModel } from '../sim/space/check.ts'
import type { CheckResult } from '../sim/space/result.ts'
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

/** `elsewhere`: seconds that are not the search's. */
type Counted = Pick<Sample, 'states' | 'transitions' | 'bytes'> & { readonly elsewhere: number }

/** How each peer in this runtime searches. */
const searches: Readonly<Record<string, (system: System) => Counted | Promise<Counted>>> = {
  dfs: (system) => check(system, 'dfs'),
  bfs: (system) => check(system, 'bfs'),
  parallel: (system) => checkByTwo(system),
  snapshots: (system) => ({ ...searchSnapshots(system), elsewhere: 0 }),
}

function check(system: System, mode: 'dfs' | 'bfs'): Counted {
  const model = createModel(system)
  const elsewhere = timed(model.tables)
  return counted(checkModel(model, { mode }), elsewhere())
}

/** With the start of the workers, and with the tables, which each fills for itself. */
async function checkByTwo(system: System): Promise<Counted> {
  const path = fileURLToPath(new URL('exhaustive-models.js', import.meta.url))
  const source = { kind: 'module', path, name: 'systemNamed', args: [system.name] } as const
  let result: CheckResult | undefined
  for await (const known of checkInParallel(createModel(system), source, 2)) result = known
  invariant(result !== undefined, 'a search yields its result')
  return counted(result, 0)
}

function counted({ states, transitions, bytes, stopped }: CheckResult, elsewhere: number): Counted {
  if (stopped !== undefined) throw new Error(`stopped by ${stopped}`)
  return { states, transitions, bytes, elsewhere }
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

async function sample(peer: string | undefined, system: System): Promise<Sample> {
  const search = searches[peer ?? '']
  if (search === undefined) throw new Error(`no peer '${peer}'`)
  const start = performance.now()
  const before = process.cpuUsage()
  const { elsewhere, ...counts } = await search(system)
  const seconds = (performance.now() - start) / 1_000 - elsewhere
  const { user, system: kernel } = process.cpuUsage(before)
  const cpu = (user + kernel) / 1e6
  const resident = process.resourceUsage().maxRSS * 1_024
  return { ...counts, seconds, cpu, preparation: elsewhere, resident }
}

const [, , peer, name] = process.argv
console.log(JSON.stringify(await sample(peer, systemNamed(name))))
