/**
 * What can be wrong with a scenario, as a closed list, and how it is shown. A problem is plain
 * data with a position, so that the same record serves the terminal, `--json` and an editor.
 */

/** One line of meaning for each code. The keys are the closed union `ErrorCode`. */
export const MEANING = {
  // The file
  unreadable: 'the file does not exist, may not be read, or is not a regular file',
  'too-large': 'the file, or what its aliases expand to, is over the stated limit',
  'not-text': 'the file is not UTF-8 text',
  empty: 'the file holds no scenario',
  // YAML
  syntax: 'not YAML, or a part of YAML that the format leaves out',
  tab: 'a tab indents; YAML allows only spaces',
  'duplicate-key': 'one map gives a key twice',
  'unknown-alias': 'an alias without an anchor above it',
  'ambiguous-scalar': 'unquoted text that some YAML readers take for a boolean or a number',
  'bad-unit': 'a size with a unit other than k (1024) or M (1024 * 1024)',
  'second-document': 'a file holds one scenario only',
  'too-deep': 'nested deeper than any scenario needs',
  'reserved-key': 'a key that JavaScript objects use themselves',
  // Shape
  version: 'the format version is missing, not first, or one that this endio does not read',
  'deprecated-key': 'a key of an older format',
  'unknown-key': 'a key that means nothing here',
  'missing-key': 'a key that must be given',
  'wrong-type': 'a value of another type than expected',
  'out-of-range': 'a value outside its limits',
  'bad-name': 'a name that cannot be used in references or file names',
  'unknown-word': 'a word outside a fixed list',
  'bad-value': 'a value that its format or schema refuses',
  'bad-seeds': 'a seed range that is reversed, absurd or not A..B',
  // Modules
  'module-path': 'a module that is missing, not a file, or outside the folder of the scenario',
  'module-load': 'a module that cannot be imported',
  'no-machine': 'a module that exports no XState machine',
  'refused-machine': 'a machine that creates actors while it runs',
  'duplicate-export': 'two modules export the same name',
  'bad-export': 'inputs, properties or check of a module do not have the agreed shape',
  // References
  'name-clash': 'params, variants and actors share one namespace; properties have another',
  'unknown-name': 'a $name that is no param, variant or actor',
  'unknown-actor': 'no actor of the scenario has this name',
  'unknown-machine': 'no loaded module exports this machine',
  'unknown-property': 'no loaded module exports this property',
  'unknown-variant': 'the scenario has no such variant',
  'unknown-choice': 'the variant has no such choice',
  'unused-param': 'nothing refers to the param',
  'unused-variant': 'nothing refers to the variant, so its choices make no difference',
  // Meaning
  meaning: 'the values are well-formed and make no sense together',
  'start-failed': 'a machine throws when it is asked for its initial state',
  'small-bound': 'fewer steps than actors',
  // Expressions
  expression: 'not an expression of the property language',
  'unknown-field': 'the context of the actor has no such field',
  'unknown-state': 'the machine of the actor has no such state',
  'unknown-tag': 'no state of the machine has this tag',
  'constant-expression': 'the expression has the same value in every state',
  // Variants
  'duplicate-choice': 'a variant lists a choice twice',
  'no-design': 'exclude removes every design',
  'too-many-designs': 'the variants multiply to more designs than the limit',
  'excluded-design': 'the wanted design is excluded',
  // Expectations
  'unmatched-expect': 'an expectation matches no design',
  contradiction: 'two expectations say different things about one design',
  'unchecked-property': 'an expectation names a property that the scenario does not ask',
  'unknown-verdict': 'an expectation uses a verdict word that does not exist',
  // Logs of a kernel
  'bad-log': 'a line that is no event of a kernel log',
  'bad-mapping': 'a mapping that names what it does not have',
} as const

export type ErrorCode = keyof typeof MEANING

const WARNINGS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'unused-param',
  'unused-variant',
  'constant-expression',
  'small-bound',
])

/** One thing that is wrong, with its place in a file. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  readonly code: ErrorCode
  readonly message: string
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 units as editors do. */
  readonly col: number
  /** Characters to underline, at least 1; never runs over the end of the line. */
  readonly length: number
  /** The whole source line; empty when there is none. */
  readonly excerpt: string
  /** What was probably meant, ready to be put in the place of the underlined text. */
  readonly suggestion?: string
}

/** A problem whose severity follows from its code. */
export function problem(fields: Omit<Problem, 'severity'>): Problem {
  return { severity: WARNINGS.has(fields.code) ? 'warning' : 'error', ...fields }
}

/** True for a problem that makes a scenario unusable. */
export function isError(candidate: Problem): boolean {
  return candidate.severity === 'error'
}

/** Thrown by the functions that return a scenario or nothing. `problems` includes warnings. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'))
    this.problems = problems
  }
}

/** Columns of source that are shown; a longer line is cut around the column of the problem. */
const EXCERPT_WIDTH = 96

/**
 * `file:line:col: error[code] message (did you mean 'x'?)`, the source line, a line of carets.
 * The result is safe to print: control and direction characters of the input are replaced.
 */
export function formatProblem(shown: Problem): string {
  const { file, line, col, severity, code, message, suggestion, excerpt } = shown
  const hint = suggestion === undefined ? '' : ` (did you mean '${suggestion}'?)`
  const head = printable(`${file}:${line}:${col}: ${severity}[${code}] ${message}${hint}`)
  if (excerpt.trim() === '') return head
  const from = excerpt.length <= EXCERPT_WIDTH ? 0 : Math.max(0, col - 1 - EXCERPT_WIDTH / 2)
  const window = excerpt.slice(from, from + EXCERPT_WIDTH)
  const before = from > 0 ? '…' : ''
  const after = from + EXCERPT_WIDTH < excerpt.length ? '…' : ''
  const indent = ' '.repeat(before.length + col - 1 - from)
  const carets = '^'.repeat(Math.max(1, Math.min(shown.length, from + window.length - col + 1)))
  return `${head}\n${before}${printable(window)}${after}\n${indent}${carets}`
}

/** One character for one, so that the carets stay below what they mark. */
function printable(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\p{Cc}\p{Bidi_Control}]/gu, '·')
}
