/** A folder of scenarios as one Markdown page: what each asks, and what its designs come to. */
import type { Origin } from '../scenario/format.ts'
import type { Choice } from '../scenario/scenario.ts'
import { violatedIn } from '../verdict/check.ts'
import type { TestedScenario } from './suite.ts'
import { count, formatValue } from './text.ts'

/** A scenario of the page. */
export interface DashboardEntry {
  /** Its folder as the page links it, with `/` between the parts; the parts above it are groups. */
  readonly folder: string
  readonly title: string
  /** The first question of its README. */
  readonly question: string | undefined
  readonly origin: Origin
  /** The actors that act by themselves; the others only answer. */
  readonly tasks: readonly string[]
  readonly variants: Readonly<Record<string, readonly Choice[]>>
  readonly tested: TestedScenario
  /** Wall time of the search of all its designs. */
  readonly seconds: number
}

const heads = [
  'Scenario',
  'Question',
  'Source',
  'Tasks',
  'Variants',
  'Verdicts',
  'States',
  'Time',
] as const

/** The page. `command` writes it anew. */
export function dashboard(entries: readonly DashboardEntry[], command: string): string {
  const groups = new Map<string, DashboardEntry[]>()
  for (const entry of entries) {
    const group = entry.folder.split('/').slice(0, -1).join('/')
    groups.set(group, [...(groups.get(group) ?? []), entry])
  }
  const states = entries.reduce((sum, { tested }) => sum + statesOf(tested), 0)
  const seconds = entries.reduce((sum, entry) => sum + entry.seconds, 0)
  const designs = entries.reduce((sum, { tested }) => sum + designsOf(tested).length, 0)
  return [
    '# Scenarios',
    '',
    'Every design is searched through all its interleavings; a verdict says which property some of',
    'them violate, in how many designs. Times are of one core of one machine. Written by',
    `\`${command}\`.`,
    '',
    `${count(entries.length, 'scenario')}, ${count(designs, 'design')}, ${states} states, ${Math.ceil(seconds)} s.`,
    ...[...groups].flatMap(([group, members]) => [
      '',
      ...(groups.size === 1 ? [] : [`## ${group === '' ? '.' : group}`, '']),
      row(heads),
      row(heads.map(() => '---')),
      ...members.map((entry) => row(cells(entry))),
    ]),
    '',
  ].join('\n')
}

function row(texts: readonly string[]): string {
  return `| ${texts.map((t) => t.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}

function cells(entry: DashboardEntry): readonly string[] {
  const { folder, title, question, tasks, variants, tested, seconds } = entry
  return [
    `[${folder.split('/').at(-1) ?? ''}](${encodeURI(folder)}/): ${title}`,
    question ?? '',
    source(entry.origin),
    tasks.join(', '),
    Object.entries(variants)
      .map(([name, choices]) => `${name}: ${choices.map(formatValue).join(', ')}`)
      .join('; '),
    verdicts(tested),
    String(statesOf(tested)),
    seconds < 1 ? '< 1 s' : `${Math.ceil(seconds)} s`,
  ]
}

function source({ source: text, list, subject, from, date }: Origin): string {
  if (text !== undefined) return text
  const mail = [from, subject === undefined ? undefined : `"${subject}"`, list, date]
  return mail.filter((part) => part !== undefined).join(', ')
}

function verdicts(tested: TestedScenario): string {
  switch (tested.kind) {
    case 'broken':
      return 'cannot be run'
    case 'not-run':
      return 'nothing expected'
    case 'run': {
      const { designs } = tested
      const violating = new Map<string, number>()
      for (const { result } of designs) {
        for (const name of violatedIn(result)) violating.set(name, (violating.get(name) ?? 0) + 1)
      }
      const of = ([name, n]: readonly [string, number]): string =>
        `\`${name}\` in ${n} of ${designs.length}`
      const hold = designs.filter((d) => d.verdict.kind === 'holds').length
      return [...[...violating].map(of), `${hold} of ${designs.length} hold`].join('; ')
    }
  }
}

function designsOf(tested: TestedScenario): readonly unknown[] {
  return tested.kind === 'run' ? tested.designs : []
}

function statesOf(tested: TestedScenario): number {
  const designs = tested.kind === 'run' ? tested.designs : []
  return designs.reduce((sum, d) => sum + d.result.states, 0)
}
