/** `endio check` as a regression suite: every design of every scenario against `expect` and golden. */
import { study } from '../../api.ts'
import { checkJson } from '../../report/check-json.ts'
import { toJson } from '../../report/json.ts'
import { junitReporter } from '../../report/junit.ts'
import { ktapReporter } from '../../report/ktap.ts'
import { isFailed, textReporter } from '../../report/suite.ts'
import type { Reporter, TestedDesign, TestedScenario } from '../../report/suite.ts'
import { count } from '../../report/text.ts'
import { isError } from '../../errors.ts'
import { designs, expected, formatDesign } from '../../scenario/design.ts'
import { readScenario } from '../../scenario/load.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { designOutcome, outcomeExit, propertyTests, worst } from '../../verdict/suite.ts'
import { saveDashboard } from '../suite/dashboard.ts'
import type { Searched } from '../suite/dashboard.ts'
import { describeFailure, problemLines, UsageError } from '../failure.ts'
import { scenarioPaths } from '../suite/find.ts'
import { compareGolden } from '../suite/golden.ts'
import { costs, propertiesOf, searchSettings, searchStudy } from '../search/search.ts'
import type { SearchSettings, SearchWords } from '../search/search.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { version } from '../version.ts'

export interface SuiteOptions {
  readonly reporter?: 'text' | 'ktap' | 'junit'
  readonly group: readonly string[]
  readonly update?: boolean
  readonly dryRun?: boolean
  readonly dashboard?: string
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly quiet?: boolean
}

/** A scenario file that was read, or why it could not be. */
type Entry =
  | { readonly kind: 'scenario'; readonly path: string; readonly scenario: Scenario }
  | { readonly kind: 'broken'; readonly path: string; readonly lines: readonly string[] }

export async function suiteCommand(
  paths: readonly string[],
  options: SuiteOptions & SearchWords,
  terminal: Terminal,
): Promise<number> {
  // Goldens are counts of breadth first: a depth that does not depend on the order of search.
  const settings = searchSettings(options, 'bfs')
  const entries = await entriesOf(paths, options.group, terminal)
  if (options.dryRun === true) return list(entries, terminal)
  if (entries.every((e) => e.kind === 'scenario' && tested(e.scenario).length === 0)) {
    throw new UsageError(
      "nothing to compare with: no design has an 'expect'; without --expect, check gives verdicts",
    )
  }
  const structured = options.json === true || options.ndjson === true
  const reporter = structured ? silent : reporters[options.reporter ?? 'text']
  const print = (lines: readonly string[]): void => {
    for (const line of lines) terminal.out(line)
  }
  print(reporter.begin(entries.length))
  const start = terminal.now()
  const all: TestedScenario[] = []
  const searched: Searched[] = []
  let interrupted = false
  for (const [i, entry] of entries.entries()) {
    const began = terminal.now()
    const done = await runEntry(entry, settings, options.update === true, terminal)
    interrupted = done.interrupted
    all.push(done.tested)
    if (entry.kind === 'scenario') {
      const seconds = (terminal.now() - began) / 1_000
      searched.push({ path: entry.path, scenario: entry.scenario, tested: done.tested, seconds })
    }
    print(reporter.scenario(done.tested, i))
    if (options.ndjson === true) terminal.out(toJson(suiteJson(done.tested)))
    if (interrupted) break
  }
  print(reporter.end(all))
  if (options.quiet !== true) terminal.err(costs(statesOf(all), (terminal.now() - start) / 1_000))
  if (options.json === true) {
    const document = { schema: 'endio.suite/1', endio: version, interrupted }
    terminal.out(toJson({ ...document, scenarios: all.map(suiteJson) }))
  }
  const { dashboard } = options
  if (dashboard !== undefined && !interrupted) {
    const command = `npx endio check ${paths.join(' ')} --dashboard ${dashboard}`
    await saveDashboard(dashboard, searched, command)
  }
  return interrupted ? exitCodes.interrupted : suiteExit(all)
}

function statesOf(all: readonly TestedScenario[]): number {
  const designsOf = all.flatMap((t) => (t.kind === 'run' ? t.designs : []))
  return designsOf.reduce((sum, d) => sum + d.result.states, 0)
}

const reporters = { text: textReporter, ktap: ktapReporter, junit: junitReporter } as const
const silent: Reporter = { begin: () => [], scenario: () => [], end: () => [] }

/** Reads every scenario first: a plan tells how many tests there are. */
async function entriesOf(
  paths: readonly string[],
  groups: readonly string[],
  terminal: Terminal,
): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for (const path of await scenarioPaths(paths)) {
    const { scenario, problems } = await readScenario(path)
    const shown = problemLines(problems)
    if (scenario === undefined) entries.push({ kind: 'broken', path, lines: shown })
    else {
      for (const line of problemLines(problems.filter((p) => !isError(p)))) terminal.err(line)
      entries.push({ kind: 'scenario', path, scenario })
    }
  }
  return inGroups(entries, groups)
}

/** A broken scenario may be of any group, so that it is never left out unseen. */
function inGroups(entries: readonly Entry[], groups: readonly string[]): readonly Entry[] {
  if (groups.length === 0) return entries
  const wanted = groups.flatMap((g) => g.split(','))
  const found = entries.filter(
    (e) => e.kind === 'broken' || e.scenario.groups.some((g) => wanted.includes(g)),
  )
  if (found.length > 0) return found
  const known = new Set(entries.flatMap((e) => (e.kind === 'scenario' ? e.scenario.groups : [])))
  const names = [...known].toSorted().join(', ')
  throw new UsageError(`no scenario of group ${wanted.join(', ')}; there are ${names || 'none'}`)
}

function tested(scenario: Scenario): ReturnType<typeof designs> {
  return designs(scenario).filter((d) => expected(scenario, d) !== undefined)
}

function list(entries: readonly Entry[], terminal: Terminal): number {
  for (const entry of entries) {
    const what = entry.kind === 'broken' ? 'broken' : count(tested(entry.scenario).length, 'design')
    terminal.out(`${entry.path}: ${what}`)
  }
  return entries.some((e) => e.kind === 'broken') ? exitCodes.usage : exitCodes.clean
}

interface Done {
  readonly tested: TestedScenario
  readonly interrupted: boolean
}

/** A scenario that cannot be run is a failed test and stops no other; endio's own fault does. */
async function runEntry(
  entry: Entry,
  settings: SearchSettings,
  update: boolean,
  terminal: Terminal,
): Promise<Done> {
  const { path } = entry
  if (entry.kind === 'broken') {
    return { tested: { kind: 'broken', name: path, lines: entry.lines }, interrupted: false }
  }
  try {
    return await runScenario(entry.scenario, path, settings, update, terminal)
  } catch (error) {
    const { code, lines } = describeFailure(error)
    if (code !== exitCodes.usage) throw error
    const { name } = entry.scenario
    return { tested: { kind: 'broken', name, lines }, interrupted: false }
  }
}

async function runScenario(
  scenario: Scenario,
  path: string,
  settings: SearchSettings,
  update: boolean,
  terminal: Terminal,
): Promise<Done> {
  const { name, hash } = scenario
  const chosen = tested(scenario)
  if (chosen.length === 0) {
    const reason = 'it expects nothing of any design'
    return { tested: { kind: 'not-run', name, reason }, interrupted: false }
  }
  const done: TestedDesign[] = []
  let interrupted = false
  for (const design of chosen) {
    const next = await runDesign(scenario, design, settings, terminal)
    interrupted = next.interrupted
    done.push(next.tested)
    if (interrupted) break
  }
  const all = done.length === chosen.length
  const golden = await compareGolden(scenario.file, all ? done : [], update)
  if (golden.kind === 'absent') {
    terminal.err(`${path}: no golden counts; 'endio check ${path} --update' writes them`)
  }
  const differs = golden.kind === 'differs' ? (['failed'] as const) : []
  const outcome = worst([
    ...done.map((d) => d.outcome),
    ...differs,
    ...(all ? [] : (['undecided'] as const)),
  ])
  const notRun = designs(scenario)
    .filter((d) => expected(scenario, d) === undefined)
    .map(formatDesign)
  return {
    tested: { kind: 'run', name, hash, designs: done, notRun, golden, outcome },
    interrupted,
  }
}

async function runDesign(
  scenario: Scenario,
  design: ReturnType<typeof designs>[number],
  settings: SearchSettings,
  terminal: Terminal,
): Promise<{ readonly tested: TestedDesign; readonly interrupted: boolean }> {
  const subject = study(scenario, design)
  const { checked, interrupted } = await searchStudy(subject, settings, terminal)
  const comparison = checked.comparison ?? { mismatches: [], open: [] }
  const expectation = expected(scenario, design) ?? { violates: {} }
  const outcome = designOutcome(checked.verdict, comparison)
  const tests = propertyTests(expectation, propertiesOf(subject), checked.result)
  return { tested: { ...checked, choices: design, comparison, outcome, tests }, interrupted }
}

function suiteJson(done: TestedScenario): object {
  const schema = 'endio.suite-scenario/1'
  if (done.kind !== 'run') return { schema, ...done }
  const { designs: checked, name, hash, ...rest } = done
  const documents = checked.map((d) => {
    const origin = { endio: version, scenario: name, hash, design: d.choices }
    return { ...checkJson(origin, d, []), outcome: d.outcome }
  })
  return { schema, name, hash, ...rest, designs: documents }
}

/** Broken scenarios first: then the suite itself is wrong. */
function suiteExit(all: readonly TestedScenario[]): number {
  if (all.some((t) => t.kind === 'broken')) return exitCodes.usage
  if (all.some(isFailed)) return exitCodes.violated
  return outcomeExit(worst(all.flatMap((t) => (t.kind === 'run' ? [t.outcome] : []))))
}
