/**
 * Where the exports of an index module come from, read from its text: an index that hands on the
 * machines of forty files changes none of them. TypeScript is not understood here; then the module
 * counts as one.
 */
import { readFile } from 'node:fs/promises'
import { parse } from 'acorn'
import type { ImportDeclaration, ModuleDeclaration, Program, Property, Statement } from 'acorn'
import { resolve, dirname } from 'node:path'

export interface Exports {
  /** The relative path of the module that declares an export. */
  readonly names: ReadonlyMap<string, string>
  /** The same for the property templates in the export `properties`. */
  readonly templates: ReadonlyMap<string, string>
  /** Whether the module declares anything itself. */
  readonly own: boolean
}

/** Undefined when the text is no plain JavaScript module. */
export async function exportsOf(file: string): Promise<Exports | undefined> {
  const program = await parsed(file)
  if (program === undefined) return undefined
  const names = handedOn(program)
  const source = names.get('properties')
  const templates = source === undefined ? new Map<string, string>() : await within(file, source)
  const own = program.body.some((s) => s.type !== 'ImportDeclaration' && !handsOn(s))
  return { names, templates, own }
}

async function parsed(file: string): Promise<Program | undefined> {
  try {
    const text = await readFile(file, 'utf8')
    return parse(text, { ecmaVersion: 'latest', sourceType: 'module' })
  } catch {
    return undefined
  }
}

function handsOn(statement: Statement | ModuleDeclaration): boolean {
  return statement.type === 'ExportNamedDeclaration' && statement.source != null
}

/** `export { a } from './b.js'`, by the names that it gives. */
function handedOn({ body }: Program): ReadonlyMap<string, string> {
  const entries = body.flatMap((s): readonly (readonly [string, string])[] => {
    if (s.type !== 'ExportNamedDeclaration' || typeof s.source?.value !== 'string') return []
    const { value } = s.source
    if (!value.startsWith('.')) return []
    return s.specifiers.flatMap(({ exported }) =>
      exported.type === 'Identifier' ? [[exported.name, value] as const] : [],
    )
  })
  return new Map(entries)
}

/** The templates of `export const properties = { 'name': imported }`, as paths from `index`. */
async function within(index: string, path: string): Promise<ReadonlyMap<string, string>> {
  const file = resolve(dirname(index), path)
  const program = await parsed(file)
  if (program === undefined) return new Map()
  const imported = new Map(
    program.body.flatMap((s) => (s.type === 'ImportDeclaration' ? importsOf(s) : [])),
  )
  const entries = program.body.flatMap(propertiesOf).flatMap((p) => {
    const source = p.value.type === 'Identifier' ? imported.get(p.value.name) : undefined
    const name = nameOf(p)
    if (source === undefined || name === undefined) return []
    return [[name, resolve(dirname(file), source)] as const]
  })
  return new Map(entries)
}

function importsOf({
  source,
  specifiers,
}: ImportDeclaration): readonly (readonly [string, string])[] {
  const from = source.value
  if (typeof from !== 'string' || !from.startsWith('.')) return []
  return specifiers.map(({ local }) => [local.name, from])
}

function propertiesOf(statement: Statement | ModuleDeclaration): readonly Property[] {
  if (statement.type !== 'ExportNamedDeclaration') return []
  const { declaration } = statement
  if (declaration?.type !== 'VariableDeclaration') return []
  return declaration.declarations.flatMap(({ init, id }) => {
    if (id.type !== 'Identifier' || id.name !== 'properties') return []
    if (init?.type !== 'ObjectExpression') return []
    return init.properties.filter((p) => p.type === 'Property')
  })
}

function nameOf({ key, computed }: Property): string | undefined {
  if (computed) return undefined
  if (key.type === 'Identifier') return key.name
  return key.type === 'Literal' ? String(key.value) : undefined
}
