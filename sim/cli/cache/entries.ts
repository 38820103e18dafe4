/**
 * Results on disk by their key. Nothing here is believed: an entry that is cut off, changed or not
 * ours counts as none. The folder may be deleted at any time.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import * as z from 'zod'
import type { DesignRecord } from '../../matrix/record.ts'
import type { Terminal } from '../terminal/terminal.ts'

const counter = z.int().min(0)
const named = z.object({ name: z.string(), states: counter }).readonly()
const observation = z.enum(['never', 'sometimes', 'always'])

const cell = z
  .strictObject({
    property: z.string(),
    possible: z.array(observation).min(1).readonly(),
    states: counter,
    detail: z.string().exactOptional(),
  })
  .readonly()

const record: z.ZodType<DesignRecord> = z
  .strictObject({
    mode: z.enum(['bfs', 'dfs']),
    bound: z.strictObject({ steps: counter, faults: counter }).readonly(),
    complete: z.boolean(),
    stopped: z.enum(['steps', 'states', 'memory']).exactOptional(),
    states: counter,
    transitions: counter,
    omission: z.number().min(0),
    cells: z.array(cell).readonly(),
    witnesses: z.array(named).readonly(),
    unasked: z.array(z.string()).readonly(),
  })
  .readonly()

const entry = z.strictObject({
  endio: z.literal('cache/1'),
  key: z.string(),
  digest: z.string(),
  record,
})

/** `endio` in the user's cache folder, as the XDG specification has it. */
export function defaultFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CACHE_HOME: base = '' } = env
  return join(isAbsolute(base) ? base : join(homedir(), '.cache'), 'endio')
}

export class Cache {
  private readonly folder: string
  private readonly terminal: Terminal
  private warned = false

  constructor(folder: string, terminal: Terminal) {
    this.folder = folder
    this.terminal = terminal
  }

  async read(key: string): Promise<DesignRecord | undefined> {
    try {
      const found = entry.safeParse(JSON.parse(await readFile(this.file(key), 'utf8')))
      if (!found.success || found.data.key !== key) return undefined
      return found.data.digest === digestOf(found.data.record) ? found.data.record : undefined
    } catch {
      return undefined
    }
  }

  /** A result that cannot be kept is worth a warning, no more. */
  async write(key: string, kept: DesignRecord): Promise<void> {
    const file = this.file(key)
    // Another process may write the same entry; whoever is last renames a whole file.
    const partial = `${file}.${process.pid}.partial`
    const document = { endio: 'cache/1', key, digest: digestOf(kept), record: kept }
    try {
      await mkdir(join(this.folder, key.slice(0, 2)), { recursive: true })
      await writeFile(partial, `${JSON.stringify(document)}\n`)
      await rename(partial, file)
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined)
      this.warn(error)
    }
  }

  private warn(error: unknown): void {
    if (this.warned) return
    this.warned = true
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    this.terminal.err(
      `warning: cannot keep results in '${this.folder}': ${code}; try --cache DIR or --no-cache`,
    )
  }

  private file(key: string): string {
    return join(this.folder, key.slice(0, 2), `${key}.json`)
  }
}

/** Over the record as it is written: the order of its keys is that of the schema or of recordOf. */
function digestOf(kept: DesignRecord): string {
  const sorted = JSON.stringify(kept, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  return createHash('sha256').update(sorted).digest('hex').slice(0, 16)
}
