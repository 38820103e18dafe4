/** The place of an error in a module, as its author would look it up. */
import { expect, test } from 'vitest'
import { folder, TOY_SCENARIO } from './folder.fixture.ts'
import { ScenarioError } from '../errors.ts'
import { loadScenario } from './load.ts'

/** The text with a mark ‹ before what is wrong, and where that is. */
function marked(text: string): { readonly source: string; readonly place: string } {
  const before = text.slice(0, text.indexOf('‹')).split('\n')
  return {
    source: text.replace('‹', ''),
    place: `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`,
  }
}

/** Why it cannot be loaded, a clause. */
async function whyNot(files: Readonly<Record<string, string>>): Promise<string> {
  const error: unknown = await loadScenario(
    folder({ ...files, 'scenario.yaml': TOY_SCENARIO }),
  ).catch((caught: unknown) => caught)
  if (!(error instanceof ScenarioError)) throw new Error('it was loaded')
  return error.problems[0]?.message.replace("'./toys.ts' cannot be loaded: ", '') ?? ''
}

const unknownName = 'nothing is not defined'

test.each([
  [
    'after types and imports',
    `import { createMachine } from 'xstate'

interface A {
  readonly a: number
}
export const a = createMachine({ context: { a: ‹nothing } as unknown as A })
`,
  ],
  [
    'after one line that becomes many',
    `const f = () => { const a = { b: 1 }; if (a) { return a } else { return 2 } }
enum E { A, B } class C { x: number = 1; y = () => { f() } } namespace N { export const n = 1 }
export const b: number = f() && ‹nothing
`,
  ],
  [
    'after what is no code',
    `type A =
  | 'a'
  /* several
     lines */
  | 'b'
declare const x: A
export const c = (
  ‹nothing as A
)
`,
  ],
  [
    'in what is called while it loads',
    `type A = number

const f = (a: A): A => {
  return a + ‹nothing
}
export const d = f(1)
`,
  ],
])('an error thrown %s', async (_, text) => {
  const { source, place } = marked(text)
  expect(await whyNot({ 'toys.ts': source })).toBe(`${unknownName} (toys.ts:${place})`)
})

test('a syntax error', async () => {
  const { source, place } = marked(
    'export const a: number = 1\nexport const b = {\n  c: 1 ‹d: 2,\n}\n',
  )
  const why = await whyNot({ 'toys.ts': source })
  expect(why).toContain('Unexpected token')
  expect(why).toContain(`(toys.ts:${place})`)
})

test('an error in a module that the module imports', async () => {
  const { source, place } = marked('interface A {\n  a: 1\n}\nexport const x: A = ‹nothing\n')
  const files = { 'toys.ts': "\nexport * from './lib/more.ts'\n", 'lib/more.ts': source }
  expect(await whyNot(files)).toBe(`${unknownName} (lib/more.ts:${place})`)
})

test('no place is better than a wrong one', async () => {
  expect(await whyNot({ 'toys.ts': 'export const a = nothing\n' })).toBe(`${unknownName} (toys.ts)`)
  expect(await whyNot({ 'toys.ts': "throw 'a word'\n" })).toBe('it throws a word')
})

test('a module that imports what is not there', async () => {
  const { source, place } = marked("\n‹import { a } from './none.ts'\nexport { a }\n")
  expect(await whyNot({ 'toys.ts': source })).toBe(
    `Cannot find module './none.ts' (toys.ts:${place})`,
  )
})
