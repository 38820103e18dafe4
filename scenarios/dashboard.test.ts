/** The page about all scenarios is as new as their golden counts. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('.', import.meta.url))
const page = readFileSync(join(root, 'README.md'), 'utf8')

const folders = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((f) => f.endsWith(`${sep}scenario.yaml`) && !f.includes('node_modules'))
  .map((f) => dirname(f).split(sep).join('/'))
  .toSorted()

it.each(folders)('has the states of %s', (folder) => {
  const golden = readFileSync(join(root, folder, 'check.golden.txt'), 'utf8')
  const states = [...golden.matchAll(/, (\d+) states, \d+ transitions/g)].reduce(
    (sum, m) => sum + Number(m[1]),
    0,
  )
  const row = page.split('\n').find((line) => line.includes(`](${folder}/)`))
  const cells = row?.split(' | ') ?? []
  expect(cells.at(-2), 'rewrite it: endio check scenarios --dashboard scenarios/README.md').toBe(
    String(states),
  )
})

it('lists nothing else', () => {
  const linked = [...page.matchAll(/^\| \[[^\]]*\]\(([^)]*)\/\)/gm)].map((m) => m[1])
  expect(linked.toSorted()).toEqual(folders)
})
