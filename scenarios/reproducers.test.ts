/** Each reduced race as a C program: it compiles without a warning, or says why there is none. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadScenario, parseDeviations, study } from 'endio'
import { afterAll, describe, expect, it } from 'vitest'
import { traceOf } from '../sim/counterexample/counterexample.ts'
import { cProgram } from '../sim/export/c-reproducer/program.ts'
import { raceSource } from '../sim/export/c-reproducer/reproduction.ts'
import { parseDesign } from '../sim/scenario/design.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const folder = mkdtempSync(join(root, '../node_modules/.reproducers-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const hasCompiler = spawnSync('gcc', ['--version']).status === 0
if (!hasCompiler && process.env['CI'] === undefined) {
  console.warn('reproducers.test.ts: no gcc here, so no exported program is compiled')
}
const canCompile = hasCompiler || process.env['CI'] !== undefined

interface Race {
  readonly scenario: string
  readonly property: string
  readonly design: readonly string[]
  readonly deviations: readonly string[]
}

/** The races of `races.golden.txt`: a line of property and design, then orders, indented. */
function racesOf(scenario: string): readonly Race[] {
  const file = join(root, scenario, 'races.golden.txt')
  if (!existsSync(file)) return []
  const blocks = readFileSync(file, 'utf8').split(/\n(?=\S)/)
  return blocks.flatMap((block) => {
    const [head = '', , ...rest] = block.trimEnd().split('\n')
    const [property = '', design] = head.split(': ')
    if (design === undefined) return []
    const orders = rest.filter((l) => /^ {2}\S+>\S+ (before|takes) \S+$/.test(l))
    return [{ scenario, property, design: design.split(' '), deviations: orders }]
  })
}

const races = readdirSync(root, { withFileTypes: true })
  .filter((group) => group.isDirectory())
  .flatMap(({ name }) => readdirSync(join(root, name)).map((s) => `${name}/${s}`))
  .toSorted()
  .flatMap(racesOf)

async function source({ scenario: path, design: words, deviations: orders }: Race) {
  const scenario = await loadScenario(join(root, path))
  const parsed = parseDesign(scenario, words)
  if ('problems' in parsed) throw new Error(`${path}: ${words.join(' ')}`)
  const deviations = orders.length === 0 ? [] : parseDeviations(orders)
  const { model, design } = study(scenario, parsed.design)
  const trace = traceOf(model, deviations)
  if (trace.ending.kind !== 'violated') throw new Error(`${path}: the golden race does not fail`)
  const { violation } = trace.ending
  const replay = [`npx endio run scenarios/${path}`]
  return raceSource({ scenario, design, violation, trace, deviations, replay })
}

function compiled(name: string, text: string): string {
  const program = join(folder, name)
  writeFileSync(`${program}.c`, text)
  const flags = ['-Wall', '-Wextra', '-Werror', '-O2', '-pthread']
  execFileSync('gcc', [...flags, '-o', program, `${program}.c`], { stdio: 'pipe' })
  return program
}

describe('every reduced race', () => {
  it('is a program or a refusal, as often as is known', async () => {
    const outcomes = await Promise.all(
      races.map(async (race) => ('refused' in (await source(race)) ? 'refused' : 'program')),
    )
    const programs = races.filter((_, i) => outcomes[i] === 'program')
    expect(new Set(programs.map((r) => r.scenario)).size).toBe(33)
    expect(races.length).toBeGreaterThan(80)
  }, 300_000)

  it.runIf(canCompile).each(races)(
    '$scenario $property compiles, or says what is needed',
    async (race) => {
      const found = await source(race)
      const said =
        'refused' in found
          ? `${found.refused}; ${found.needs}`
          : compiled(`${found.name}-${race.property}`, cProgram(found))
      expect(said.length).toBeGreaterThan(10)
    },
    300_000,
  )
})

/** On the local filesystem, whatever it is: a verdict or a reason, and an end. */
describe.runIf(canCompile)('a program', () => {
  it.each([
    'isize/h3-truncate-zeroes-acked-aio',
    'isize/h10-appends-take-one-position',
    'eof-folio/r20-write-fault-versus-truncate',
  ])(
    '%s runs, ends, and touches nobody else',
    async (scenario) => {
      const race = races.find((r) => r.scenario === scenario)
      if (race === undefined) throw new Error(scenario)
      const found = await source(race)
      if ('refused' in found) throw new Error(found.refused)
      const program = compiled(`${found.name}-run`, cProgram(found))
      const run = (file: string) =>
        spawnSync(program, [join(folder, file), '--attempts', '3'], { encoding: 'utf8' })
      const { status, stdout, stderr } = run('file')
      expect(['HELD in 3', 'VIOLATED in', 'cannot run']).toContain(
        /HELD in 3|VIOLATED in|cannot run/.exec(stdout + stderr)?.[0],
      )
      expect([0, 1, 2]).toContain(status)
      writeFileSync(join(folder, 'theirs'), 'kept')
      expect(run('theirs')).toMatchObject({ status: 2 })
      expect(readFileSync(join(folder, 'theirs'), 'utf8')).toBe('kept')
    },
    300_000,
  )
})
