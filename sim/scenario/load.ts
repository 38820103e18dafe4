/**
 * The scenario stage as one function: file → text → tree → draft → catalogue → scenario. All
 * stages report into one list, so that a file with five mistakes takes one round to correct.
 */
import { createHash } from 'node:crypto'
import { ScenarioError, isError } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { BoundActor } from './actors.ts'
import { bindInto } from './bind.ts'
import { catalogueOf } from './catalogue.ts'
import type { Check } from './catalogue.ts'
import { checkConsistency } from './consistency.ts'
import { readSource } from './file.ts'
import { Findings } from './findings.ts'
import { loadModules } from './modules.ts'
import type { Design, Scenario } from './scenario.ts'
import { shape } from './shape.ts'
import type { Source } from './source.ts'
import type { Tree } from './tree.ts'
import { parseYaml } from './yaml.ts'

/** A scenario with its warnings, or the problems that prevent one. */
export interface ReadScenario {
  /** Undefined when one of the problems is an error. */
  readonly scenario: Scenario | undefined
  /** In the order of the text. */
  readonly problems: readonly Problem[]
}

/**
 * Reads a YAML file, or `scenario.yaml` of a folder, and imports the modules it names. Never
 * throws for bad input.
 */
export async function readScenario(path: string): Promise<ReadScenario> {
  const read = await readSource(path)
  if ('problem' in read) return { scenario: undefined, problems: [read.problem] }
  return readScenarioText(read.source)
}

/** The same of a text that has been read or made already; its modules are found from its file. */
export async function readScenarioText(source: Source): Promise<ReadScenario> {
  const { tree, problems } = parseYaml(source)
  if (tree === undefined) return { scenario: undefined, problems }
  return build(source, tree, new Findings(source, tree, problems))
}

/** @throws ScenarioError when the scenario has an error; warnings are not shown. */
export async function loadScenario(path: string): Promise<Scenario> {
  const { scenario, problems } = await readScenario(path)
  if (scenario === undefined) throw new ScenarioError(problems)
  return scenario
}

async function build(source: Source, tree: Tree, findings: Findings): Promise<ReadScenario> {
  const draft = shape(tree, findings)
  if (draft === undefined) return { scenario: undefined, problems: findings.problems }
  const remaining = checkConsistency(draft, tree, findings)
  const modules = await loadModules(source.file, tree, draft.machines, findings)
  const complete = draft.machines.length > 0 && modules.length === draft.machines.length
  const catalogue = catalogueOf(modules, complete, findings)
  const hash = createHash('sha256').update(source.text).digest('hex').slice(0, 12)
  const scenario: Scenario = { ...draft, file: source.file, hash, catalogue, source, tree }
  checkDesigns(scenario, remaining, findings)
  const { problems } = findings
  return { scenario: problems.some(isError) ? undefined : scenario, problems }
}

/**
 * Binds every design, so that `bind` cannot fail later. The first is bound for its errors even when
 * there are others already, and shown to the checks of the modules.
 */
function checkDesigns(scenario: Scenario, remaining: readonly Design[], findings: Findings): void {
  for (const [index, design] of remaining.entries()) {
    if (index > 0 && findings.hasErrors) return
    const { system, actors } = bindInto(scenario, design, findings)
    if (findings.hasErrors) return
    if (system.bound.steps < system.actors.length) {
      const message = `${system.bound.steps} steps are too few for ${system.actors.length} actors`
      findings.value(['bound', 'steps'], 'small-bound', message)
    }
    if (index === 0) askModules(scenario, actors, findings)
  }
}

function askModules(scenario: Scenario, actors: readonly BoundActor[], findings: Findings): void {
  const shown = actors.map(({ id, input, kind }) => ({ id, machine: kind.name, input }))
  for (const check of scenario.catalogue.checks) {
    for (const { actor, key, message, suggestion } of complaints(check, shown, findings)) {
      const path = actors.find(({ id }) => id === actor)?.entry.path ?? ['actors']
      if (key === undefined) findings.key(path, 'meaning', message, suggestion)
      else findings.value([...path, key], 'meaning', message, suggestion)
    }
  }
}

function complaints(
  check: Check,
  actors: Parameters<Check>[0],
  findings: Findings,
): ReturnType<Check> {
  try {
    return check(actors)
  } catch (error) {
    findings.key(['machines'], 'bad-export', `'check' of a module throws: ${String(error)}`)
    return []
  }
}
