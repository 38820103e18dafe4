/** Two processes must print the same bytes for the same seeds. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const here = fileURLToPath(new URL('.', import.meta.url))
const names = readdirSync(here, { withFileTypes: true }).flatMap((e) =>
  e.isDirectory() ? [e.name] : [],
)

/** Prints a digest of every step and state of a few hundred runs of each design. */
const script = `
import { createHash } from 'node:crypto'
import { designs, loadScenario, run, study } from 'endio'
const scenario = await loadScenario(process.argv[1])
const hash = createHash('sha256')
for (const design of designs(scenario)) {
  const subject = study(scenario, design)
  const seeds = Math.ceil(300 / designs(scenario).length)
  for (let seed = 1; seed <= seeds; seed++) {
    const { trace } = run(subject, { kind: 'seed', seed: String(seed) })
    hash.update(JSON.stringify(trace.steps.map(({ before, after, ...step }) => [step, after.value, after.context])))
    hash.update(JSON.stringify(trace.ending))
  }
}
console.log(hash.digest('hex'))
`

function digest(scenario: string): string {
  const args = ['--input-type=module', '--eval', script, '--', scenario]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: here, encoding: 'utf8' })
  return stdout + stderr
}

describe('two processes give the same bytes', () => {
  it.each(names)('%s', (name) => {
    const first = digest(name)
    expect(first).toMatch(/^[0-9a-f]{64}\n$/)
    expect(digest(name)).toBe(first)
  })
})
