/**
 * A regression suite in KTAP version 1, as kselftest and kunit.py read it: scenario, design,
 * property. A violation that is expected is an XFAIL and ok; a limit that was hit is a TIMEOUT.
 * https://docs.kernel.org/dev-tools/ktap.html
 */
import { checkSentence } from './check.ts'
import type { PropertyTest } from '../verdict/suite.ts'
import type { Reporter, TestedDesign, TestedScenario } from './suite.ts'

const version = 'KTAP version 1'

export const ktapReporter: Reporter = {
  begin: (scenarios) => [version, `1..${scenarios}`],
  scenario: (tested, index) => scenarioLines(tested, index + 1),
  end: () => [],
}

interface Test {
  readonly ok: boolean
  readonly name: string
  readonly directive?: string
  /** Lines without their `# `. */
  readonly diagnostics?: readonly string[]
  readonly subtests?: readonly Test[]
}

function scenarioLines(tested: TestedScenario, number: number): readonly string[] {
  return testLines(scenarioTest(tested), number)
}

function scenarioTest(tested: TestedScenario): Test {
  const { name } = tested
  switch (tested.kind) {
    case 'not-run':
      return { ok: true, name, directive: `SKIP ${tested.reason}` }
    case 'broken':
      return { ok: false, name, directive: 'ERROR cannot be run', diagnostics: tested.lines }
    case 'run': {
      const skipped = tested.notRun.map((d) => ({ ok: true, name: d, directive: 'SKIP no expect' }))
      const subtests = [...tested.designs.map(designTest), ...skipped, ...goldenTests(tested)]
      return { ...outcomeOf(tested.outcome), name, subtests }
    }
  }
}

function goldenTests({ golden }: TestedScenario & { kind: 'run' }): readonly Test[] {
  const name = 'golden counts'
  switch (golden.kind) {
    case 'absent':
      return []
    case 'skipped':
      return [{ ok: true, name, directive: 'SKIP not everything was searched' }]
    case 'same':
      return [{ ok: true, name }]
    case 'written':
      return [{ ok: true, name, diagnostics: golden.diff }]
    case 'differs':
      return [{ ok: false, name, diagnostics: golden.diff }]
  }
}

function designTest(design: TestedDesign): Test {
  return {
    ...outcomeOf(design.outcome),
    name: design.design === '' ? 'the only design' : design.design,
    diagnostics: [checkSentence(design)],
    subtests: design.tests.map(propertyTest),
  }
}

function outcomeOf(outcome: TestedDesign['outcome']): Pick<Test, 'ok' | 'directive'> {
  switch (outcome) {
    case 'passed':
      return { ok: true }
    case 'failed':
      return { ok: false }
    case 'undecided':
      return { ok: false, directive: 'TIMEOUT not decided' }
  }
}

function propertyTest({ name, result }: PropertyTest): Test {
  switch (result.kind) {
    case 'as-expected':
      return { ok: true, name }
    case 'expected-violation':
      return { ok: true, name, directive: `XFAIL ${result.words}` }
    case 'skipped':
      return { ok: true, name, directive: `SKIP ${result.words}` }
    case 'undecided':
      return { ok: false, name, directive: `TIMEOUT ${result.words}` }
    case 'unexpected':
      return { ok: false, name, diagnostics: [result.words] }
  }
}

function testLines(test: Test, number: number): readonly string[] {
  const { ok, name, directive, diagnostics = [], subtests = [] } = test
  const nested =
    subtests.length === 0
      ? []
      : [
          version,
          `# Subtest: ${plain(name)}`,
          `1..${subtests.length}`,
          ...subtests.flatMap((t, i) => testLines(t, i + 1)),
        ].map((line) => `  ${line}`)
  const result = `${ok ? 'ok' : 'not ok'} ${number} ${plain(name)}`
  return [
    ...nested,
    ...diagnostics.flatMap((text) => text.split(/[\r\n]+/)).map((line) => `# ${line}`),
    directive === undefined ? result : `${result} # ${plain(directive)}`,
  ]
}

/** A line break would end a test, and a number sign begins a directive. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('#', '%')
}
