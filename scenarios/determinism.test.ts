/** Two processes must print the same bytes for the same seeds. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const here = fileURLToPath(new URL('.', import.meta.url))
const groups = readdirSync(here, { withFileTypes: true }).flatMap((e) =>
  e.isDirectory() ? [e.name] : [],
)

/** Prints a digest of every step and state of some runs of each design of each scenario. */
const script = `
import { createHash } from 'node:crypto'
import { designs, loadScenario, run, study } from 'endio'
for (const folder of process.argv.slice(1)) {
  const scenario = await loadScenario(folder)
  const hash = createHash('sha256')
  for (const design of designs(scenario)) {
    const subject = study(scenario, design)
    const seeds = Math.ceil(24 / designs(scenario).length)
    for (let seed = 1; seed <= seeds; seed++) {
      const { trace } = run(subject, { kind: 'seed', seed: String(seed) })
      hash.update(JSON.stringify(trace.steps.map(({ before, after, ...step }) => [step, after.value, after.context])))
      hash.update(JSON.stringify(trace.ending))
    }
  }
  console.log(folder, hash.digest('hex'))
}
`

function digests(scenarios: readonly string[]): string {
  const args = ['--input-type=module', '--eval', script, '--', ...scenarios]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: here, encoding: 'utf8' })
  return stdout + stderr
}

describe('two processes give the same bytes', () => {
  it.each(groups)('of %s', (group) => {
    const scenarios = readdirSync(join(here, group)).map((name) => `${group}/${name}`)
    const first = digests(scenarios)
    expect(first).toMatch(/^(\S+ [0-9a-f]{64}\n)+$/)
    expect(first.match(/\n/g)).toHaveLength(scenarios.length)
    expect(digests(scenarios)).toBe(first)
  })
})
