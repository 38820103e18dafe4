/** What counts as the source of a machine. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder } from '../endio.fixture.ts'
import { sourcesDigest } from './sources.ts'

const index = `export { a } from './a.js'
export { b } from './b.js'
export { properties } from './laws.js'
`
const files = {
  'index.js': index,
  'a.js': "import { help } from './help.js'\nexport const a = help",
  'b.js': 'export const b = 1',
  'help.js': 'export const help = 1',
  'laws.js': "import { law } from './law.js'\nexport const properties = { 'a-law': law }",
  'law.js': 'export const law = 1',
}
const all = { machines: ['a'], properties: ['a-law'] }

function digest(
  path: string,
  used = all,
  modules: readonly string[] = ['./index.js'],
): Promise<string | undefined> {
  return sourcesDigest(join(path, 'scenario.yaml'), modules, used)
}

describe('the digest', () => {
  it.each([
    ['the machine', 'a.js', true],
    ['what the machine imports', 'help.js', true],
    ['another machine', 'b.js', false],
    ['the property', 'law.js', true],
    ['the list of properties', 'laws.js', false],
    ['the index', 'index.js', false],
  ])('of %s changes with %s: %s', async (_, file, changes) => {
    const path = folder(files)
    const before = await digest(path)
    expect(before).toMatch(/^[0-9a-f]{64}$/)
    writeFileSync(join(path, file), `${files[file as keyof typeof files]}\n// edited\n`)
    expect((await digest(path)) !== before).toBe(changes)
  })

  it('does not depend on where the files lie', async () => {
    expect(await digest(folder(files))).toBe(await digest(folder(files)))
  })

  it('is of the whole module where a name is not handed on, or the text is TypeScript', async () => {
    const path = folder({ 'index.ts': "import { x } from './x.ts'\nexport const a = x as number" })
    writeFileSync(join(path, 'x.ts'), 'export const x: number = 1')
    const used = { machines: ['a'], properties: [] }
    const before = await digest(path, used, ['./index.ts'])
    writeFileSync(join(path, 'x.ts'), 'export const x: number = 2')
    const after = await digest(path, used, ['./index.ts'])
    expect([before === undefined, after === undefined, before === after]).toEqual([
      ...[false, false, false],
    ])
  })

  it('takes names from several modules', async () => {
    const path = folder(files)
    mkdirSync(join(path, 'more'))
    writeFileSync(join(path, 'more.js'), 'export const c = 1')
    const used = { machines: ['a', 'c'], properties: [] }
    const both = ['./index.js', './more.js']
    const before = await digest(path, used, both)
    writeFileSync(join(path, 'more.js'), 'export const c = 2')
    expect(await digest(path, used, both)).not.toBe(before)
  })

  it.each([
    ["import { readFileSync } from 'node:fs'"],
    ["import y from 'left-pad'"],
    ['const y = process.env.MODE'],
    ['const y = await import(`./${name}.js`)'],
    ['const y = globalThis.mode'],
  ])('is not known of a module with %j', async (line) => {
    const path = folder({ ...files, 'help.js': `${line}\nexport const help = 1` })
    expect(await digest(path)).toBeUndefined()
    expect(await digest(path, { machines: ['b'], properties: [] })).toBeDefined()
  })
})
