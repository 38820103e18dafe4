/**
 * From zod's issues to findings. zod knows what is wrong, the tree knows where; this file adds
 * the nearest known word and drops what only follows from another mistake.
 */
import * as z from 'zod'
import type { ErrorCode } from '../errors.ts'
import type { Findings } from './findings.ts'
import { DEPRECATED } from './format.ts'
import { nearest } from './suggest.ts'
import type { Path } from './tree.ts'

type Issue = z.core.$ZodIssue
type UnknownKeys = z.core.$ZodIssueUnrecognizedKeys

/** Characters of a wrong value that a message repeats. */
const LONGEST_QUOTE = 40

/**
 * `data` parsed by `schema`, or undefined after reporting each issue at its place below `path`.
 * A plain `z.object` is read as a strict one: a key that nobody reads is a mistake.
 */
export function parseAt<T>(
  schema: z.ZodType<T>,
  data: unknown,
  path: Path,
  findings: Findings,
): T | undefined {
  try {
    const result = strict(schema).safeParse(data, { error: knownKeys })
    // strict() refuses more input and changes no output, which its type does not say.
    if (result.success) return result.data as T
    new Reporter(data, path, findings).all(result.error.issues)
    return undefined
  } catch (error) {
    // The schema may come from a module, and its own code may throw.
    return findings.key(path, 'bad-export', `the schema cannot judge this: ${String(error)}`)
  }
}

/** zod compiles a schema when it is first used, so the strict copy of each is kept. */
const strictCopies = new WeakMap<z.ZodType, z.ZodType>()

function strict(schema: z.ZodType): z.ZodType {
  if (!(schema instanceof z.ZodObject) || schema.def.catchall !== undefined) return schema
  const copy = strictCopies.get(schema) ?? schema.strict()
  strictCopies.set(schema, copy)
  return copy
}

/** An issue does not name the keys that would be right, so they travel as its message. */
function knownKeys(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys' || !(issue.inst instanceof z.ZodObject)) return undefined
  return Object.keys(issue.inst.shape).join(' ')
}

class Reporter {
  private readonly data: unknown
  private readonly path: Path
  private readonly findings: Findings

  constructor(data: unknown, path: Path, findings: Findings) {
    this.data = data
    this.path = path
    this.findings = findings
  }

  all(issues: readonly Issue[]): void {
    const explained = misspelt(issues)
    for (const issue of issues) {
      if (issue.code === 'unrecognized_keys') this.unknownKeys(issue)
      else if (!this.isAbsent(issue.path) || !explained.has(placeOf(issue.path))) this.one(issue)
    }
  }

  private isAbsent(path: Path): boolean {
    return valueAt(this.data, path) === undefined
  }

  private unknownKeys(issue: UnknownKeys): void {
    for (const key of issue.keys) {
      const path = [...issue.path, key]
      const newer = DEPRECATED.get(key)
      if (newer !== undefined) this.deprecated(path, key, newer)
      else {
        const suggestion = nearest(key, issue.message.split(' '))
        const message = `'${key}' means nothing here`
        this.findings.key([...this.path, ...path], 'unknown-key', message, suggestion)
      }
    }
  }

  private deprecated(path: Path, key: string, newer: readonly string[]): void {
    const [only, ...others] = newer
    const now = others.length === 0 ? '' : `; write ${newer.join(' and ')} instead`
    const message = `'${key}' is a key of an older format${now}`
    const suggestion = others.length === 0 ? only : undefined
    this.findings.key([...this.path, ...path], 'deprecated-key', message, suggestion)
  }

  private one(issue: Issue): void {
    const path = [...this.path, ...issue.path]
    const found = valueAt(this.data, issue.path)
    const key = issue.path.at(-1)
    if (found === undefined && typeof key === 'string') {
      return this.missing(issue.path.slice(0, -1), key)
    }
    switch (issue.code) {
      case 'invalid_union':
        return this.union(issue, found)
      case 'invalid_type':
        return this.wrongType(path, wordFor(issue.expected), found)
      case 'invalid_value':
        return this.unknownWord(path, issue, found)
      case 'invalid_key':
        return this.findings.key(
          path,
          'bad-name',
          `'${String(key)}' is not a name: letters, digits and _`,
        )
      case 'too_small':
      case 'too_big':
        return this.findings.value(path, 'out-of-range', rangeMessage(issue))
      default:
        return this.findings.value(
          path,
          issue.code === 'custom' ? 'meaning' : 'bad-value',
          issue.message,
        )
    }
  }

  private missing(parent: Path, key: string): void {
    const holder = valueAt(this.data, parent)
    for (const [older, newer] of DEPRECATED) {
      if (newer.includes(key) && hasKey(holder, older)) {
        return this.deprecated([...parent, older], older, newer)
      }
    }
    this.findings.missing([...this.path, ...parent], key)
  }

  /** Of the alternatives, the one with the least to complain about is what was meant. */
  private union(issue: z.core.$ZodIssueInvalidUnion, found: unknown): void {
    const branches = issue.errors.filter((branch) => !branch.every(isAboutWhole))
    const [best] = branches.toSorted((a, b) => cost(a) - cost(b))
    const path = [...this.path, ...issue.path]
    if (best !== undefined) return new Reporter(found, path, this.findings).all(best)
    const expected = issue.errors.flatMap((branch) => branch.map(expectation))
    this.wrongType(path, [...new Set(expected)].join(' or '), found)
  }

  private wrongType(path: Path, expected: string, found: unknown): void {
    // `violates: never`: the map is rarer than a mistyped 'nothing'.
    const isVerdict = path[0] === 'expect' && path[2] === 'violates' && typeof found === 'string'
    const code: ErrorCode = isVerdict ? 'unknown-verdict' : 'wrong-type'
    const quote = expected === 'text' && typeof found === 'number' ? '; put it in quotes' : ''
    const suggestion = isVerdict ? nearest(found, ['nothing']) : undefined
    this.findings.value(
      path,
      code,
      `expected ${expected}, found ${describe(found)}${quote}`,
      suggestion,
    )
  }

  private unknownWord(path: Path, issue: z.core.$ZodIssueInvalidValue, found: unknown): void {
    const words = issue.values.map(String)
    const isVerdict = path[0] === 'expect' && path[2] === 'violates'
    const code = isVerdict ? 'unknown-verdict' : 'unknown-word'
    const message = `expected ${words.map((word) => `'${word}'`).join(' or ')}, found ${describe(found)}`
    this.findings.value(path, code, message, nearest(String(found), words))
  }
}

/** Alternatives that refuse the value as such say nothing about its parts. */
function isAboutWhole(issue: Issue): boolean {
  return (
    issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
  )
}

/** How many mistakes it would take for `issues` to be right. */
function cost(issues: readonly Issue[]): number {
  const explained = misspelt(issues)
  const counts = issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.length
    return explained.has(placeOf(issue.path)) ? 0 : 1
  })
  return counts.reduce<number>((sum, count) => sum + count, 0)
}

/** The places of keys that are missing only because they are misspelt or have an older name. */
function misspelt(issues: readonly Issue[]): ReadonlySet<string> {
  const places = issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return []
    return issue.keys.flatMap((key) => {
      const meant = DEPRECATED.get(key) ?? [nearest(key, issue.message.split(' '))]
      return meant.map((one) => placeOf([...issue.path, one ?? key]))
    })
  })
  return new Set(places)
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return wordFor(issue.expected)
  return issue.code === 'invalid_value'
    ? issue.values.map((value) => `'${String(value)}'`).join(' or ')
    : 'another value'
}

function wordFor(expected: string): string {
  switch (expected) {
    case 'string':
      return 'text'
    case 'object':
    case 'record':
      return 'a map'
    case 'array':
    case 'tuple':
      return 'a list'
    case 'int':
      return 'a whole number'
    case 'number':
      return 'a number'
    case 'boolean':
      return 'true or false'
    default:
      return expected
  }
}

function describe(found: unknown): string {
  if (found === null) return 'nothing'
  if (Array.isArray(found)) return 'a list'
  if (typeof found === 'object') return 'a map'
  if (typeof found === 'string') return `'${clip(found)}'`
  return `the ${typeof found} ${JSON.stringify(found)}`
}

function clip(text: string): string {
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`
}

function rangeMessage(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const isCount = issue.origin === 'string' || issue.origin === 'array'
  const unit = isCount ? ` ${issue.origin === 'string' ? 'characters' : 'entries'}` : ''
  if (issue.code === 'too_small') return `expected at least ${issue.minimum}${unit}`
  return `expected at most ${issue.maximum}${unit}`
}

function placeOf(path: Path): string {
  return path.map(String).join('\n')
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (here, key) => (hasKey(here, key) ? (Reflect.get(here, key) as unknown) : undefined),
    data,
  )
}

function hasKey(holder: unknown, key: PropertyKey): holder is object {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
}
