/**
 * The scenarios are the regression suite: each design is searched exhaustively against what it
 * expects and against golden counts, and old seeds must keep their meaning. Each folder has a test
 * file of its own, so that they run side by side.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  bisect,
  check,
  compare,
  designs,
  expected,
  formatDesign,
  formatDeviation,
  goldenText,
  judgeCheck,
  loadScenario,
  readScenario,
  run,
  study,
  sweep,
  traceOfFailure,
  violatedProperty,
} from 'endio'
import type { Design, Scenario, SearchResult } from 'endio'
import { describe, expect, it } from 'vitest'

/** Seeds of a sweep that must find nothing that the exhaustive search has not found. */
const sampledSeeds = { first: 1, last: 1_000 }
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

  const results = new Map<string, SearchResult>()
  const exhaust = (design: Design, subject = study(scenario, design)): SearchResult => {
    const result = results.get(formatDesign(design)) ?? check(subject, { mode: 'bfs' })
    results.set(formatDesign(design), result)
    return result
  }

  it.each(designs(scenario).map((design) => [formatDesign(design), design] as const))(
    'verdict of %s',
    (_, design) => {
      const expectation = expected(scenario, design) ?? { violates: {} }
      const subject = study(scenario, design)
      const properties = subject.model.system.properties.map((p) => p.name)
      const result = exhaust(design, subject)
      expect(compare(expectation, properties, result)).toEqual({ mismatches: [], open: [] })
      const clean = Object.keys(expectation.violates).length === 0
      expect(judgeCheck(result, subject.model.system.properties).kind).toBe(
        clean ? 'holds' : 'violated',
      )

      // What a sweep meets, every interleaving together must have met.
      const sampled = sweep(subject, sampledSeeds)
      expect(result.failures.map((f) => f.id)).toEqual(
        expect.arrayContaining(sampled.failures.map((f) => f.id)),
      )
      const reached = result.witnesses.filter((w) => w.states > 0).map((w) => w.name)
      expect(reached).toEqual(expect.arrayContaining([...sampled.witnessed]))
      for (const { id, steps } of sampled.failures) {
        const shortest = result.failures.find((f) => f.id === id)?.decisions.length
        expect(shortest).toBeLessThanOrEqual(steps)
      }
    },
  )

  it('has as many states, transitions and minimum counterexamples as ever', async () => {
    const checked = designs(scenario).map((design) => {
      const subject = study(scenario, design)
      const result = exhaust(design, subject)
      const verdict = judgeCheck(result, subject.model.system.properties)
      return { design: formatDesign(design), result, verdict }
    })
    await expect(goldenText(checked)).toMatchFileSnapshot(join(folder, 'check.golden.txt'))
  })

  it('has the same minimal races, and near misses that pass', async () => {
    const known = new Set<string>()
    const races = designs(scenario).flatMap((design) => {
      const subject = study(scenario, design)
      return exhaust(design).failures.flatMap((failure) => {
        const property = violatedProperty(failure.violation)
        if (known.has(property) || failure.loop !== undefined) return []
        known.add(property)
        const { counterexample } = bisect(subject, traceOfFailure(subject, failure))
        const { trace, deviations, nearest } = counterexample
        expect(nearest?.trace.ending.kind ?? 'passed').toBe('passed')
        return [
          `${property}: ${formatDesign(design)}`,
          `  ${trace.steps.length} steps, the shortest ${failure.decisions.length}`,
          ...deviations.map((d) => `  ${formatDeviation(d)}`),
          ...(nearest === undefined ? ['  no run passes that differs in one order'] : []),
          ...(nearest?.change === 'withdrawn' ? ['  near miss without'] : []),
          ...(nearest?.change === 'reversed' ? ['  near miss with'] : []),
          ...(nearest === undefined ? [] : [`    ${formatDeviation(nearest.deviation)}`]),
        ]
      })
    })
    await expect(`${races.join('\n')}\n`).toMatchFileSnapshot(join(folder, 'races.golden.txt'))
  })

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
