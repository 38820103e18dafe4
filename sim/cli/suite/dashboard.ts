/** The page that `check --dashboard FILE` writes about a folder of scenarios. */
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { study } from '../../api.ts'
import { dashboard } from '../../report/dashboard.ts'
import type { DashboardEntry } from '../../report/dashboard.ts'
import type { TestedScenario } from '../../report/suite.ts'
import { defaultDesign } from '../../scenario/design.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { at } from '../../assert.ts'
import { UsageError } from '../failure.ts'

/** A scenario that was searched, and how long it took. */
export interface Searched {
  readonly path: string
  readonly scenario: Scenario
  readonly tested: TestedScenario
  readonly seconds: number
}

/** @throws UsageError when the file cannot be written. */
export async function saveDashboard(
  file: string,
  searched: readonly Searched[],
  command: string,
): Promise<void> {
  const entries = await Promise.all(searched.map((s) => entryOf(dirname(file), s)))
  await writeFile(file, dashboard(entries, command)).catch(() => {
    throw new UsageError(`cannot write '${file}'`)
  })
}

async function entryOf(
  root: string,
  { path, scenario, tested, seconds }: Searched,
): Promise<DashboardEntry> {
  const { title, origin, variants } = scenario
  const folder = relative(root, path).split(sep).join('/')
  const question = await questionOf(path)
  return { folder, title, question, origin, tasks: tasksOf(scenario), variants, tested, seconds }
}

/** An actor that rests before anything has happened waits to be asked. */
function tasksOf(scenario: Scenario): readonly string[] {
  const { model } = study(scenario, defaultDesign(scenario))
  const { names, initial, tables } = model
  return names.filter((_, a) => !at(tables.snapshots, at(initial, a)).hasTag('idle'))
}

/** The first sentence of the README that asks; undefined when there is none. */
async function questionOf(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'README.md'), 'utf8').catch(() => '')
  const [, paragraph = ''] = text.split(/\n{2,}/)
  const sentences = paragraph.replaceAll('\n', ' ').match(/[^.?!]+(?:[.?!](?!\s|$)[^.?!]*)*[.?!]/g)
  return sentences?.find((s) => s.endsWith('?'))?.trim()
}
