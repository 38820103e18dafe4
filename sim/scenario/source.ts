/**
 * The text of a scenario and the way from an offset in it to a line and column. Offsets count
 * UTF-16 units, which is what both the YAML parser and the expression parser report.
 */
import { problem } from '../errors.ts'
import type { ErrorCode, Problem } from '../errors.ts'

/** One text. */
export interface Source {
  /** As the user named it. */
  readonly file: string
  readonly text: string
  /** Offset of the first character of each line, ascending, beginning with 0. */
  readonly lineStarts: readonly number[]
}

/** A half-open range of offsets. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Indexes the lines of `text`; \n, \r\n and \r end a line, as in YAML. */
export function sourceOf(file: string, text: string): Source {
  const lineStarts = [0]
  for (const lineBreak of text.matchAll(/\r\n|\n|\r/g)) {
    lineStarts.push(lineBreak.index + lineBreak[0].length)
  }
  return { file, text, lineStarts }
}

/** The line of `offset`, counted from 1. */
export function lineOf(source: Source, offset: number): number {
  let low = 0
  let high = source.lineStarts.length
  // lineStarts[low] <= offset < lineStarts[high], with an imaginary start after the last line.
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}

/** A problem at `span`; a span of several lines is underlined on its first. */
export function problemIn(
  source: Source,
  span: Span,
  code: ErrorCode,
  message: string,
  suggestion?: string,
): Problem {
  const line = lineOf(source, span.start)
  const lineStart = source.lineStarts[line - 1] ?? 0
  const rest = source.text.slice(lineStart)
  const excerpt = rest.slice(0, rest.search(/[\r\n]|$/))
  const lineEnd = lineStart + excerpt.length
  return problem({
    code,
    message,
    file: source.file,
    line,
    col: span.start - lineStart + 1,
    length: Math.max(1, Math.min(span.end, lineEnd) - span.start),
    excerpt,
    ...(suggestion === undefined ? {} : { suggestion }),
  })
}
