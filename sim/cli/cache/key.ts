/**
 * The name of a result in the cache: a digest of everything that it depends on. That is endio's own
 * code and the libraries that run in it, the machines and properties that are used, and what the
 * scenario says of this design; not its title, its other designs, or what it expects.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Study } from '../../api.ts'
import { canonical, UnsupportedValueError } from '../../model/value.ts'
import { version } from '../version.ts'
import { sourcesDigest } from './sources.ts'

/** Grows when the meaning of an entry changes. */
export const cacheVersion = 1

/** Folders of sim that no result comes from. */
const elsewhere = new Set(['cli', 'report'])

/** Undefined when it cannot be told what the result of this study depends on. */
export async function keyOf({ scenario, design, model }: Study): Promise<string | undefined> {
  const { actors, properties, bound } = model.system
  const monitors = properties.filter((p) => p.kind === 'monitor')
  const asked = new Set(properties.map((p) => p.name))
  const entries = scenario.properties.filter((p) => asked.has(p.name))
  const machines = [
    ...actors.map((a) => a.machineName ?? ''),
    ...entries.flatMap((p) => (p.form === 'monitor' ? [p.machine] : [])),
  ]
  const used = {
    machines: [...new Set(machines)],
    properties: [...new Set(entries.flatMap((p) => (p.form === 'use' ? [p.use] : [])))],
  }
  const sources = await sourcesDigest(scenario.file, scenario.machines, used)
  if (sources === undefined) return undefined
  const engine = await engineDigest()
  const system = {
    // The order of actors is the order in which they start.
    actors: actors.map(({ id, machineName, input }) => [id, machineName, input]),
    monitors: monitors.map(({ name, input, observes }) => [name, input, observes]),
    properties: entries.map((entry) => ({ ...entry, path: [] })),
    counts: scenario.actors.map(({ id, count }) => [id, count]),
    params: scenario.params,
    ...{ design, bound },
  }
  try {
    const text = canonical({ cacheVersion, version, engine, sources, system }, () => undefined, '')
    return createHash('sha256').update(text).digest('hex')
  } catch (error) {
    // An input that is no plain data may be anything.
    if (error instanceof UnsupportedValueError) return undefined
    throw error
  }
}

let known: Promise<string> | undefined

/** Of the code of endio that computes results, and the versions of the libraries in it. */
async function engineDigest(): Promise<string> {
  known ??= computeEngineDigest()
  return known
}

async function computeEngineDigest(): Promise<string> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const hash = createHash('sha256')
  const files = await readdir(root, { recursive: true })
  for (const file of files.toSorted()) {
    const [folder = ''] = file.split(/[\\/]/)
    if (elsewhere.has(folder) || !/(?<!\.d)\.[jt]s$/.test(file)) continue
    if (/\.(test|fixture)\.ts$/.test(file)) continue
    hash.update(`${file}\0`).update(await readFile(join(root, file)))
  }
  const require = createRequire(import.meta.url)
  const { dependencies }: { readonly dependencies: object } = require('endio/package.json')
  // What is installed, which need not be what was asked for.
  const installed = await readFile(require.resolve('xstate/package.json'))
  return hash.update(JSON.stringify(dependencies)).update(installed).digest('hex')
}
