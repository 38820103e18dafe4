/**
 * The scenarios that a server was given. A page names one by its id in this list and never by a path,
 * and what is read must really lie in the folder that was given, links followed.
 */
import { realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { stat } from 'node:fs/promises'
import { UsageError } from '../failure.ts'
import { fileName, scenariosBelow } from '../suite/find.ts'

export interface Given {
  /** As a command line would name it. */
  readonly path: string
  /** The folder that was given, or the folder of the file that was, without links. */
  readonly root: string
}

/** What `paths` hold. @throws UsageError where there is none. */
export async function givenScenarios(paths: readonly string[]): Promise<readonly Given[]> {
  const all: Given[] = []
  for (const path of paths) {
    const root = await rootOf(path)
    const isFolder = (await stat(path)).isDirectory()
    const found = isFolder ? await scenariosBelow(path) : [path]
    for (const one of found) {
      if (all.some((g) => g.path === one)) continue
      if (await liesIn(root, one)) all.push({ path: one, root })
    }
  }
  if (all.length > 0) return all
  throw new UsageError(`no ${fileName} below '${paths.join(', ')}'; name a scenario or a folder`)
}

/** The folder that may be read on behalf of `path`. @throws UsageError */
export async function rootOf(path: string): Promise<string> {
  const real = await realpath(path).catch(() => {
    throw new UsageError(`there is no '${path}'; name a scenario or a folder of some`)
  })
  return (await stat(real)).isDirectory() ? real : dirname(real)
}

/** Whether the scenario at `path`, links followed, lies in `root`. */
export async function liesIn(root: string, path: string): Promise<boolean> {
  const file = (await stat(path).catch(() => undefined))?.isDirectory()
    ? join(path, fileName)
    : path
  const real = await realpath(file).catch(() => undefined)
  return real !== undefined && real.startsWith(root.endsWith(sep) ? root : root + sep)
}
