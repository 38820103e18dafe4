/** The mapping, the scenario and the logs of Linux 6.12.117, ready for `conform`. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ScenarioError } from '../errors.ts'
import type { Log } from '../ftrace/event.ts'
import { readLog } from '../ftrace/read.ts'
import { parseDesign } from '../scenario/design.ts'
import { readScenarioText } from '../scenario/load.ts'
import { sourceOf } from '../scenario/source.ts'
import type { ConformOptions } from './conform.ts'
import { readMapping } from './mapping.ts'

const folder = fileURLToPath(new URL('../../conform/xfs-6.12/', import.meta.url))
const read = (name: string): string => readFileSync(`${folder}${name}`, 'utf8')

export const logNames = ['aio-only', 'h1-miss', 'h2-hit', 'h3-bad', 'truncate-after'] as const

/** The text of one of the logs. */
export function logText(name: (typeof logNames)[number]): string {
  return read(`logs/${name}.txt`)
}

/** @throws ScenarioError when `text` is no log. */
export function logOf(text: string): Log {
  const { log, problems } = readLog('log', text)
  if (problems.length > 0) throw new ScenarioError(problems)
  return log
}

/** Under the first design, but for `variants` (`name=choice`). */
export function kernelOptions(...variants: readonly string[]): ConformOptions {
  const { mapping, problems } = readMapping(sourceOf('mapping.yaml', read('mapping.yaml')))
  if (mapping === undefined) throw new ScenarioError(problems)
  return {
    mapping,
    template: read('scenario.yaml'),
    maxStates: 200_000,
    models: new Map(),
    load: async (text) => {
      const source = sourceOf(`${folder}scenario.yaml`, text)
      const { scenario, problems: wrong } = await readScenarioText(source)
      if (scenario === undefined) throw new ScenarioError(wrong)
      const chosen = parseDesign(scenario, variants)
      if ('problems' in chosen) throw new ScenarioError(chosen.problems)
      return { scenario, design: chosen.design }
    },
  }
}
