/**
 * The source text that a machine or property comes from, as a digest: the file that declares it and
 * every neighbour that file can reach. Conservative: any quoted relative path that names a file
 * counts as an import, and a module that may depend on anything else has no digest, which means
 * that nothing computed with it is kept.
 */
import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { exportsOf } from './exports.ts'

const ownMachines = 'endio/machines'
/** What endio itself gives to modules; their versions are part of every key. */
const provided = new Set(['xstate', 'zod', 'endio', ownMachines])

const relative = /(['"`])(\.\.?\/[^'"`\n]+)\1/g
const bare = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*['"]([^.'"\n][^'"\n]*)['"]/g
/** The world outside, and imports by a name that is not in the text. */
const outside =
  /\bprocess\s*\.\s*\w|\bglobalThis\b|\bimport\s*\.\s*meta\b|\beval\s*\(|\b(import|require)\s*\(\s*[^'"\s]/
const endings = [
  '',
  '.js',
  '.ts',
  '.mjs',
  '.cjs',
  '.mts',
  '.cts',
  '.json',
  '/index.js',
  '/index.ts',
]

/** What a scenario uses of its modules. */
export interface Used {
  readonly machines: readonly string[]
  /** Names of property templates. */
  readonly properties: readonly string[]
}

/**
 * One digest for all that `used` comes from, in the modules that the scenario in `file` names.
 * Undefined when it cannot be told.
 */
export async function sourcesDigest(
  file: string,
  specifiers: readonly string[],
  used: Used,
): Promise<string | undefined> {
  const roots = new Set<string>()
  for (const specifier of specifiers) {
    const target = await moduleFile(file, specifier)
    const declared = target === undefined ? undefined : await exportsOf(target)
    if (target === undefined) return undefined
    const templates = used.properties.map((name) => declared?.templates.get(name))
    const machines = used.machines.map((name) => declared?.names.get(name))
    // With several modules a name that one does not export comes from another.
    const mayLack = specifiers.length > 1 && declared !== undefined
    for (const source of [...templates, ...machines]) {
      if (source !== undefined) roots.add((await neighbour(target, source)) ?? target)
      else if (!mayLack) roots.add(target)
    }
    if (mayLack && declared.own) roots.add(target)
  }
  return closureDigest([...roots])
}

async function moduleFile(file: string, specifier: string): Promise<string | undefined> {
  try {
    if (specifier === ownMachines) return createRequire(import.meta.url).resolve(ownMachines)
    return await realpath(resolve(dirname(file), specifier))
  } catch {
    return undefined
  }
}

/** Paths do not count, only what the files say and how they reach each other. */
async function closureDigest(roots: readonly string[]): Promise<string | undefined> {
  const known = new Set<string>()
  const digests: string[] = []
  const open = [...roots]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (known.has(file)) continue
    known.add(file)
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined || reachesOutside(text)) return undefined
    digests.push(createHash('sha256').update(text).digest('hex'))
    if (text.includes(ownMachines)) open.push(createRequire(import.meta.url).resolve(ownMachines))
    for (const [, , path = ''] of text.matchAll(relative)) {
      const next = await neighbour(file, path)
      if (next !== undefined) open.push(next)
    }
  }
  return createHash('sha256').update(digests.toSorted().join('\n')).digest('hex')
}

function reachesOutside(text: string): boolean {
  if (outside.test(text)) return true
  return [...text.matchAll(bare)].some(([, name = '']) => !provided.has(name))
}

/** The file that `path` in `file` names, as module loaders look for it. */
async function neighbour(file: string, path: string): Promise<string | undefined> {
  const whole = resolve(dirname(file), path)
  const stems = [whole, whole.replace(/\.js$/, '.ts'), whole.replace(/\.mjs$/, '.mts')]
  for (const candidate of stems.flatMap((stem) => endings.map((e) => stem + e))) {
    const found = await stat(candidate).catch(() => undefined)
    if (found?.isFile() === true) return realpath(candidate)
  }
  return undefined
}
