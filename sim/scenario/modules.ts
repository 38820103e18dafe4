/**
 * Loads the modules that a scenario names: the machines of endio itself, and TypeScript or
 * JavaScript files beside the scenario, without a build step. Files outside the scenario's folder
 * are refused, so that a scenario folder can be judged, copied and mailed as a whole.
 *
 * A module is code and runs with the rights of the user; the folder rule is no sandbox.
 */
import { realpath, stat } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { createJiti } from 'jiti'
import type { Findings } from './findings.ts'
import { loadErrorWords } from './load-error.ts'
import { nearest } from './suggest.ts'
import { find } from './tree.ts'
import type { Path, Tree } from './tree.ts'

/** The machines of this package, by the name under which the package exports them. */
const OWN_MACHINES = 'endio/machines'

/** Given to user modules as loaded here: two copies of XState would not know each other's machines. */
const PROVIDED = ['xstate', 'zod', 'endio', OWN_MACHINES] as const

/** A module that has been imported, whatever it exports. */
export interface LoadedModule {
  /** Where the scenario names it. */
  readonly path: Path
  readonly exports: Readonly<Record<string, unknown>>
}

/** Loads what it can, in the order of the file, and reports the rest. */
export async function loadModules(
  file: string,
  tree: Tree,
  specifiers: readonly string[],
  findings: Findings,
): Promise<readonly LoadedModule[]> {
  const isList = find(tree, ['machines'])?.kind === 'list'
  const loaded: LoadedModule[] = []
  for (const [index, specifier] of specifiers.entries()) {
    const path = isList ? ['machines', index] : ['machines']
    const target = await locate(file, specifier, path, findings)
    if (target === undefined) continue
    try {
      loaded.push({ path, exports: await importModule(target) })
    } catch (error) {
      const why = loadErrorWords(error, await realpath(dirname(file)), transform)
      findings.value(path, 'module-load', `'${specifier}' cannot be loaded: ${why}`)
    }
  }
  return loaded
}

/** The package's own name, or the real path of a file in the scenario's folder. */
async function locate(
  file: string,
  specifier: string,
  path: Path,
  findings: Findings,
): Promise<string | undefined> {
  const refuse = (message: string, suggestion?: string): undefined =>
    findings.value(path, 'module-path', message, suggestion)
  if (specifier === OWN_MACHINES) return OWN_MACHINES
  if (!specifier.startsWith('./') && !specifier.startsWith('../')) {
    const message = `a module is '${OWN_MACHINES}' or a file such as './machines.ts'`
    return refuse(message, nearest(specifier, [OWN_MACHINES]))
  }
  const folder = await realpath(dirname(file))
  const target = await realpath(resolve(folder, specifier)).catch(() => undefined)
  if (target === undefined) return refuse(`there is no file '${specifier}'`)
  if (!target.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
    return refuse(`'${specifier}' leads outside the folder of the scenario`)
  }
  if (!(await stat(target)).isFile()) return refuse(`'${specifier}' is not a regular file`)
  return target
}

/** Imports `endio/machines` or the file at a path, TypeScript or JavaScript. */
export async function importModule(target: string): Promise<Readonly<Record<string, unknown>>> {
  if (target === OWN_MACHINES) return importByName(OWN_MACHINES)
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    interopDefault: false,
    virtualModules: await providedModules(),
  })
  return { ...(await jiti.import<object>(target)) }
}

/** The same JavaScript as `importModule` runs, and whence each part of it comes. */
function transform(file: string, source: string): string {
  const jiti = createJiti(import.meta.url, { fsCache: false, sourceMaps: true })
  return jiti.transform({ source, filename: file, ts: /\.[cm]?tsx?$/.test(file), async: true })
}

async function providedModules(): Promise<Record<string, unknown>> {
  const modules: Record<string, unknown> = {}
  for (const name of PROVIDED) {
    // One that cannot be loaded is missed only by a module that imports it, which then says so.
    modules[name] = await importByName(name).catch(() => undefined)
    if (modules[name] === undefined) delete modules[name]
  }
  return modules
}

/** A name known only at run time: sim has no dependency on the machines it is given. */
async function importByName(name: string): Promise<Readonly<Record<string, unknown>>> {
  return { ...((await import(name)) as object) }
}
