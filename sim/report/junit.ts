/**
 * A regression suite as JUnit XML: a test suite per scenario, a test case per design. It has no
 * times and no host, so that the same suite gives the same bytes.
 */
import { checkSentence, comparisonLines } from './check.ts'
import type { Reporter, TestedDesign, TestedScenario } from './suite.ts'

export const junitReporter: Reporter = {
  begin: () => [],
  scenario: () => [],
  end: document,
}

interface Case {
  readonly name: string
  readonly result?: {
    readonly tag: 'failure' | 'error' | 'skipped'
    readonly message: string
    readonly text?: string
  }
}

interface Suite {
  readonly name: string
  readonly cases: readonly Case[]
}

function document(all: readonly TestedScenario[]): readonly string[] {
  const suites = all.map((tested) => ({ name: tested.name, cases: casesOf(tested) }))
  const total = counts(
    'endio check',
    suites.flatMap((s) => s.cases),
  ).join(' ')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${total}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
  ]
}

function casesOf(tested: TestedScenario): readonly Case[] {
  switch (tested.kind) {
    case 'not-run':
      return [{ name: 'scenario', result: { tag: 'skipped', message: tested.reason } }]
    case 'broken': {
      const text = tested.lines.join('\n')
      return [{ name: 'scenario', result: { tag: 'error', message: 'cannot be run', text } }]
    }
    case 'run': {
      const skipped = { tag: 'skipped', message: 'no expect' } as const
      return [
        ...tested.designs.map(caseOf),
        ...tested.notRun.map((name) => ({ name, result: skipped })),
        ...goldenCases(tested),
      ]
    }
  }
}

function caseOf(design: TestedDesign): Case {
  const name = design.design === '' ? 'the only design' : design.design
  const message = comparisonLines(design.comparison).join('; ')
  const text = checkSentence(design)
  switch (design.outcome) {
    case 'passed':
      return { name }
    case 'failed':
      return { name, result: { tag: 'failure', message, text } }
    case 'undecided':
      return { name, result: { tag: 'error', message: 'not decided', text } }
  }
}

function goldenCases({ golden }: TestedScenario & { kind: 'run' }): readonly Case[] {
  const name = 'golden counts'
  switch (golden.kind) {
    case 'absent':
      return []
    case 'skipped':
      return [{ name, result: { tag: 'skipped', message: 'not everything was searched' } }]
    case 'same':
    case 'written':
      return [{ name }]
    case 'differs': {
      const message = 'the counts are not the golden ones'
      return [{ name, result: { tag: 'failure', message, text: golden.diff.join('\n') } }]
    }
  }
}

function counts(name: string, cases: readonly Case[]): readonly string[] {
  const of = (tag: string): string => String(cases.filter((c) => c.result?.tag === tag).length)
  return [
    attribute('name', name),
    attribute('tests', String(cases.length)),
    attribute('failures', of('failure')),
    attribute('errors', of('error')),
  ]
}

function suiteLines({ name, cases }: Suite): readonly string[] {
  const skipped = cases.filter((c) => c.result?.tag === 'skipped').length
  const attributes = [...counts(name, cases), attribute('skipped', String(skipped))]
  return [
    `  <testsuite ${attributes.join(' ')}>`,
    ...cases.flatMap((c) => caseLines(name, c)),
    '  </testsuite>',
  ]
}

function caseLines(suite: string, { name, result }: Case): readonly string[] {
  const open = `    <testcase ${attribute('name', name)} ${attribute('classname', suite)}`
  if (result === undefined) return [`${open}/>`]
  const { tag, message, text = '' } = result
  const type = tag === 'skipped' ? '' : ` ${attribute('type', 'verdict')}`
  const start = `      <${tag} ${attribute('message', message)}${type}`
  const body = text === '' ? `${start}/>` : `${start}>${escape(text)}</${tag}>`
  return [`${open}>`, body, '    </testcase>']
}

function attribute(name: string, value: string): string {
  return `${name}="${escape(value).replaceAll('\n', '&#10;')}"`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Characters that XML 1.0 has no way to write are replaced. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, (c) => entities[c] ?? c)
}
