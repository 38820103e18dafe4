/**
 * Collects what is wrong in one file. Stages name a place by its path; a place and message that
 * several stages or designs find counts once. Reporting returns undefined, so that a function
 * whose result is missing can report and return in one statement.
 */
import { isError } from '../errors.ts'
import type { ErrorCode, Problem } from '../errors.ts'
import { problemIn } from './source.ts'
import type { Source, Span } from './source.ts'
import { find, keySpan, valueSpan } from './tree.ts'
import type { Path, Tree } from './tree.ts'

export class Findings {
  private readonly source: Source
  private readonly tree: Tree
  private readonly byText = new Map<string, Problem>()
  /** Where the text could not be read: what is said about such a value would only be confusing. */
  private readonly unreadable: ReadonlySet<string>

  /** `found` are the problems that the parser had; they come first. */
  constructor(source: Source, tree: Tree, found: readonly Problem[] = []) {
    this.source = source
    this.tree = tree
    this.unreadable = new Set(found.map(placeOf))
    for (const one of found) this.byText.set(`${placeOf(one)}:${one.code}`, one)
  }

  /** In the order of the text. */
  get problems(): readonly Problem[] {
    return [...this.byText.values()].toSorted((a, b) => a.line - b.line || a.col - b.col)
  }

  get hasErrors(): boolean {
    return this.problems.some(isError)
  }

  /** The value at `path` is wrong. */
  value(path: Path, code: ErrorCode, message: string, suggestion?: string): undefined {
    return this.add(valueSpan(this.tree, path), code, message, suggestion)
  }

  /** The key that ends `path` is wrong, or the list item as a whole. */
  key(path: Path, code: ErrorCode, message: string, suggestion?: string): undefined {
    return this.add(keySpan(this.tree, path), code, message, suggestion)
  }

  /** The map at `path` lacks `key`. */
  missing(path: Path, key: string): undefined {
    return this.key(path, 'missing-key', `'${key}' is missing`)
  }

  /** Something inside the text at `path`, `start` characters from its beginning. */
  inside(path: Path, fault: Fault): undefined {
    const { start, length, code, message, suggestion } = fault
    const span = valueSpan(this.tree, path)
    const scalar = find(this.tree, path)
    const text = scalar?.kind === 'scalar' ? String(scalar.value).trimEnd() : ''
    // Escapes, folding and indented blocks change the text; then the whole value is shown.
    const offset = this.source.text.slice(span.start, span.end).indexOf(text)
    if (offset < 0) return this.add(span, code, message, suggestion)
    const from = span.start + offset + start
    return this.add({ start: from, end: from + length }, code, message, suggestion)
  }

  private add(span: Span, code: ErrorCode, message: string, suggestion?: string): undefined {
    const found = problemIn(this.source, span, code, message, suggestion)
    const place = placeOf(found)
    const text = `${place}:${code}:${message}`
    if (!this.unreadable.has(place) && !this.byText.has(text)) this.byText.set(text, found)
    return undefined
  }
}

/** What is wrong inside a text; `start` and `length` count its characters. */
export interface Fault {
  readonly code: ErrorCode
  readonly message: string
  readonly start: number
  readonly length: number
  readonly suggestion?: string
}

function placeOf({ line, col }: Problem): string {
  return `${line}:${col}`
}
