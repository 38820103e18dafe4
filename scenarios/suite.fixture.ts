/**
 * The scenarios are the regression suite: each design is swept against what it expects, and old
 * seeds must keep their meaning. Each folder has a test file of its own, so that they run side by side.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  designs,
  expected,
  formatDesign,
  judgeSweep,
  loadScenario,
  mismatches,
  readScenario,
  run,
  study,
  sweep,
} from 'endio'
import type { Scenario } from 'endio'
import { describe, expect, it } from 'vitest'

/** Seeds of a sweep that must find nothing. */
const cleanSeeds = { first: 1, last: 20_000 }
const frozenSeeds = Array.from({ length: 12 }, (_, i) => String(i + 1))

/** The tests of the scenario in the folder of the calling file, whose `import.meta.url` is `url`. */
export async function scenarioTests(url: string): Promise<void> {
  const folder = fileURLToPath(new URL('.', url))
  const scenario = await loadScenario(folder)
  describe('the scenario', () => {
    declare(folder, scenario)
  })
}

function declare(folder: string, scenario: Scenario): void {
  it('is named after its folder, has no problems, and a README that asks the question', async () => {
    const { problems } = await readScenario(folder)
    expect(problems).toEqual([])
    expect(scenario.name).toBe(basename(folder))
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toMatch(/^# .+\n\n[^#]*\?/)
  })

  it('says what it expects of every design', () => {
    const silent = designs(scenario).filter((d) => expected(scenario, d) === undefined)
    expect(silent.map(formatDesign)).toEqual([])
  })

  it.each(designs(scenario).map((design) => [formatDesign(design), design] as const))(
    'verdict of %s',
    (_, design) => {
      const expectation = expected(scenario, design)
      const subject = study(scenario, design)
      const clean = Object.keys(expectation?.violates ?? {}).length === 0
      const result = sweep(subject, clean ? cleanSeeds : scenario.sweep)
      expect(expectation && mismatches(expectation, result)).toEqual([])
      expect(judgeSweep(subject.model, result).kind).toBe(clean ? 'clean' : 'violated')
    },
  )

  it('gives old seeds their old meaning', async () => {
    const lines = designs(scenario).map((design) => {
      const subject = study(scenario, design)
      const runs = frozenSeeds.map((seed) => {
        const { trace } = run(subject, { kind: 'seed', seed })
        const schedule = JSON.stringify(trace.steps.map((s) => [s.delivery, s.alternative]))
        const digest = createHash('sha256').update(schedule).digest('hex').slice(0, 12)
        return [seed, { ending: trace.ending.kind, steps: trace.steps.length, digest }] as const
      })
      return [formatDesign(design), Object.fromEntries(runs)] as const
    })
    const text = `${JSON.stringify(Object.fromEntries(lines), undefined, 1)}\n`
    await expect(text).toMatchFileSnapshot(join(folder, 'seeds.golden.json'))
  })
}
