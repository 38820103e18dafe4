/** Where scenarios lie. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../failure.ts'

export const fileName = 'scenario.yaml'

/** Whether `path` is a folder whose scenarios are below it: it has none itself. */
export async function isCollection(path: string): Promise<boolean> {
  const isFolder = await stat(path)
    .then((s) => s.isDirectory())
    .catch(() => false)
  return isFolder && !(await holdsScenario(path))
}

async function holdsScenario(folder: string): Promise<boolean> {
  return stat(join(folder, fileName))
    .then((s) => s.isFile())
    .catch(() => false)
}

/** Folders that hold a scenario, in the order of their names. */
export async function scenariosBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new UsageError(`cannot read the folder '${folder}'`)
  })
  const here = await holdsScenario(folder)
  const below: string[] = []
  const folders = entries.filter((e) => e.isDirectory() && e.name !== 'node_modules')
  for (const { name } of folders.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    below.push(...(await scenariosBelow(join(folder, name))))
  }
  return here ? [folder, ...below] : below
}

/**
 * The scenarios that `paths` name, those of a folder in its place, none twice.
 * @throws UsageError for a folder without scenarios.
 */
export async function scenarioPaths(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = []
  for (const path of paths) {
    const found = (await isCollection(path)) ? await scenariosBelow(path) : [path]
    if (found.length === 0) {
      throw new UsageError(`no ${fileName} below '${path}'; name a scenario or a folder of some`)
    }
    files.push(...found.filter((f) => !files.includes(f)))
  }
  return files
}
