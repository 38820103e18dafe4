/**
 * Text to tree. The `yaml` package finds the structure under its failsafe schema, where every
 * scalar is text; what a scalar means is decided in scalar.ts, the same for all YAML versions.
 * Limits are checked before the parser sees the text, because a stack overflow inside one of its
 * regular expressions ends the Node process instead of throwing.
 */
import { isAlias, isScalar, isSeq, parseAllDocuments } from 'yaml'
import type {
  Alias,
  Document,
  Pair,
  ParsedNode,
  Scalar as ScalarNode,
  YAMLError,
  YAMLMap,
  YAMLSeq,
} from 'yaml'
import type { ErrorCode, Problem } from '../errors.ts'
import { readPlain } from './scalar.ts'
import { lineOf, problemIn } from './source.ts'
import type { Source, Span } from './source.ts'
import { nearest } from './suggest.ts'
import type { Entry, Tree } from './tree.ts'

/** Brackets that may be open at once, in the whole text, before it is parsed. */
const MAX_OPEN_BRACKETS = 128
/** Columns of spaces and of the indicators - ? : that a line may begin with. */
const MAX_INDENT = 128
/** Levels of maps and lists. */
const MAX_DEPTH = 32
/** Scalars, lists and maps after aliases are followed. */
const MAX_NODES = 20_000
/** Syntax errors that are reported; after some twenty the parser has lost its way. */
const MAX_SYNTAX_ERRORS = 20

const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** The outcome of parsing one text. */
export interface ParsedText {
  /** Undefined when the text is not a single YAML document within the limits. */
  readonly tree: Tree | undefined
  /** With a tree: single values and keys that are wrong; the rest can still be judged. */
  readonly problems: readonly Problem[]
}

/** Parses the text of one scenario. Never throws. */
export function parseYaml(source: Source): ParsedText {
  const tooDeep = findTooDeep(source.text)
  if (tooDeep !== undefined) {
    return failed(problemIn(source, tooDeep, 'too-deep', 'the text is nested too deeply'))
  }
  const documents = parseAllDocuments(source.text, {
    schema: 'failsafe',
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  })
  const [first, second] = documents
  if (first?.contents === undefined || first.contents === null) {
    return failed(
      problemIn(source, { start: 0, end: 0 }, 'empty', 'there is no scenario in this file'),
    )
  }
  const problems = syntaxProblems(source, first)
  if (problems.length > 0) return { tree: undefined, problems }
  if (second !== undefined) {
    const [start] = second.range
    const message = 'a file holds one scenario; a second document begins here'
    return failed(problemIn(source, { start, end: start + 3 }, 'second-document', message))
  }
  const converter = new Converter(source)
  const tree = converter.convert(first.contents, 0)
  return { tree: converter.overLimit ? undefined : tree, problems: converter.problems }
}

function failed(...problems: readonly Problem[]): ParsedText {
  return { tree: undefined, problems }
}

/**
 * The first place where brackets or indentation exceed the limits. Brackets inside quotes count
 * too: telling them apart would take the parser that this protects.
 */
function findTooDeep(text: string): Span | undefined {
  let open = 0
  for (const { 0: mark, index } of text.matchAll(/[[\]{}]|^[ \t?:-]+/gm)) {
    if (mark === '[' || mark === '{') open += 1
    else if (mark === ']' || mark === '}') open -= 1
    else if (mark.length > MAX_INDENT) return { start: index, end: index + 1 }
    if (Math.abs(open) > MAX_OPEN_BRACKETS) return { start: index, end: index + 1 }
  }
  return undefined
}

function syntaxProblems(source: Source, document: Document.Parsed): readonly Problem[] {
  const errors: readonly YAMLError[] = [...document.errors, ...document.warnings]
  // What else the parser says about a line that a tab indents only follows from the tab.
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT')
  // After a token out of place the parser calls all that follows out of place too.
  const lost = errors.findIndex(({ code }) => code === 'UNEXPECTED_TOKEN')
  const told = lost < 0 ? errors : errors.slice(0, lost + 1)
  return (tabs.length > 0 ? tabs : told).slice(0, MAX_SYNTAX_ERRORS).map((error) => {
    const span = { start: error.pos[0], end: error.pos[1] }
    return problemIn(
      source,
      span,
      error.code === 'TAB_AS_INDENT' ? 'tab' : 'syntax',
      explain(error),
    )
  })
}

function explain(error: YAMLError): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a tab indents this line; use spaces'
    case 'BLOCK_AS_IMPLICIT_KEY':
      return `${error.message}; put text that contains ': ' in quotes`
    case 'TAG_RESOLVE_FAILED':
      return `${error.message}; scenarios use no tags`
    default:
      return error.message
  }
}

interface Sized {
  readonly tree: Tree
  readonly size: number
}

class Converter {
  readonly problems: Problem[] = []
  private readonly source: Source
  private readonly anchors = new Map<string, Sized>()
  /** Nodes so far, each aliased part counted as often as it occurs. */
  private size = 0
  private full = false
  private deep = false

  constructor(source: Source) {
    this.source = source
  }

  get overLimit(): boolean {
    return this.full || this.deep
  }

  convert(node: ParsedNode | null, depth: number): Tree {
    const before = this.size
    const tree = this.node(node, depth)
    this.spend(1, tree.span)
    if (node !== null && !isAlias(node) && node.anchor !== undefined) {
      this.anchors.set(node.anchor, { tree, size: this.size - before })
    }
    return tree
  }

  private node(node: ParsedNode | null, depth: number): Tree {
    if (node === null) return { kind: 'scalar', span: { start: 0, end: 0 }, value: null }
    const span = { start: node.range[0], end: node.range[1] }
    if (depth > MAX_DEPTH) {
      this.deep = true
      this.report(span, 'too-deep', `nested deeper than ${MAX_DEPTH} levels`)
      return { kind: 'scalar', span, value: null }
    }
    if (isAlias(node)) return this.alias(node, span)
    if (isScalar(node)) return this.scalar(node, span)
    if (isSeq(node)) return this.list(node, span, depth)
    return this.map(node, span, depth)
  }

  private alias(node: Alias, span: Span): Tree {
    const anchored = this.anchors.get(node.source)
    if (anchored === undefined) {
      const message = `no anchor &${node.source} stands above this alias`
      this.report(span, 'unknown-alias', message, nearest(node.source, this.anchors.keys()))
      return { kind: 'scalar', span, value: null, refused: true }
    }
    this.spend(anchored.size, span)
    return this.full ? { kind: 'scalar', span, value: null } : anchored.tree
  }

  private scalar(node: ScalarNode, span: Span): Tree {
    const text = String(node.value)
    if (node.type !== 'PLAIN') return { kind: 'scalar', span, value: text }
    const reading = readPlain(text)
    if (reading.ok) return { kind: 'scalar', span, value: reading.value }
    this.report(span, reading.code, reading.message, reading.suggestion)
    return { kind: 'scalar', span, value: text, refused: true }
  }

  private list(node: YAMLSeq<ParsedNode>, span: Span, depth: number): Tree {
    return { kind: 'list', span, items: node.items.map((item) => this.convert(item, depth + 1)) }
  }

  private map(node: YAMLMap<ParsedNode, ParsedNode | null>, span: Span, depth: number): Tree {
    const entries = new Map<string, Entry>()
    for (const pair of node.items) {
      const entry = this.entry(pair, depth)
      if (entry === undefined) continue
      const first = entries.get(entry.key)
      if (first === undefined) {
        entries.set(entry.key, entry)
        continue
      }
      const line = lineOf(this.source, first.keySpan.start)
      this.report(entry.keySpan, 'duplicate-key', `'${entry.key}' is already given in line ${line}`)
    }
    return { kind: 'map', span, entries: [...entries.values()] }
  }

  private entry(pair: Pair<ParsedNode, ParsedNode | null>, depth: number): Entry | undefined {
    const [start, end] = pair.key.range
    const keySpan = { start, end }
    if (!isScalar(pair.key)) {
      this.report(keySpan, 'syntax', 'a key must be plain text')
      return undefined
    }
    const key = String(pair.key.value)
    // The rule for values holds for keys as well: `on:` is a boolean key to some readers.
    if (pair.key.type === 'PLAIN') this.scalar(pair.key, keySpan)
    const value = this.convert(pair.value, depth + 1)
    if (!RESERVED_KEYS.has(key)) {
      // A key without a value: there is nothing to underline but the key.
      const isEmpty = value.span.start === value.span.end
      return { key, keySpan, value: isEmpty ? { ...value, span: keySpan } : value }
    }
    this.report(keySpan, 'reserved-key', `'${key}' cannot be used as a key`)
    return undefined
  }

  private spend(nodes: number, span: Span): void {
    this.size += nodes
    if (this.size <= MAX_NODES || this.full) return
    this.full = true
    this.report(span, 'too-large', `the file holds more than ${MAX_NODES} values, aliases followed`)
  }

  private report(span: Span, code: ErrorCode, message: string, suggestion?: string): void {
    this.problems.push(problemIn(this.source, span, code, message, suggestion))
  }
}
