/**
 * Why a module cannot be loaded, with the place in the user's own text. What runs is JavaScript that
 * jiti has made of the file, so the places in a stack are of that; its source map leads back. A
 * parser's error has the place in the text already.
 */
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { relative } from 'node:path'

/** Gives the JavaScript that ran for a TypeScript or JavaScript file, with its source map inline. */
export type Transform = (file: string, source: string) => string

/** 1-based, as editors count. */
interface Place {
  readonly line: number
  readonly col: number
}

/** What went wrong in one line without a stack; the place where it is known for certain. */
export function loadErrorWords(error: unknown, folder: string, transform: Transform): string {
  if (!(error instanceof Error)) return `it throws ${String(error)}`
  const [first = '', ...more] = error.message.split('\n')
  const parsed = frameIn(folder, more.join('\n'))
  // Babel counts columns from 0.
  if (parsed !== undefined) return words(first, parsed.name, { ...parsed, col: parsed.col + 1 })
  const thrown = frameIn(folder, error.stack ?? '')
  if (thrown === undefined) return first.trim()
  return words(first, thrown.name, thrown.native ? thrown : original(thrown, transform))
}

function words(message: string, name: string, place: Place | undefined): string {
  const at = place === undefined ? '' : `:${place.line}:${place.col}`
  return `${message.trim()} (${name}${at})`
}

interface Frame extends Place {
  readonly file: string
  /** Relative to the folder. */
  readonly name: string
  /** Node has loaded the file as it is. */
  readonly native: boolean
}

/** The innermost place in a file of the folder. */
function frameIn(folder: string, text: string): Frame | undefined {
  for (const line of text.split('\n')) {
    const start = line.indexOf(folder)
    const [, file = '', row, column] =
      /^(.*?):(\d+):(\d+)/.exec(line.slice(Math.max(start, 0))) ?? []
    if (start < 0 || row === undefined || file.includes('/node_modules/')) continue
    const native = line.slice(0, start).endsWith('file://')
    const name = relative(folder, file)
    return { file, name, native, line: Number(row), col: Number(column) }
  }
  return undefined
}

/** Where `frame` is in the text; undefined where the map does not say. */
function original({ file, line, col }: Frame, transform: Transform): Place | undefined {
  // jiti sets its own wrapper before the first line, where it also gathers the imports.
  if (line === 1) return undefined
  const [, encoded] = transform(file, readFileSync(file, 'utf8')).split(';base64,')
  if (encoded === undefined) return undefined
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')))
  const entry = map.findEntry(line - 1, col - 1)
  if (!('originalLine' in entry)) return undefined
  return { line: entry.originalLine + 1, col: entry.originalColumn + 1 }
}
