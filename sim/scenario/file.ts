/**
 * The door to the disk for scenario text. It refuses whatever is not a small regular UTF-8 file
 * before reading it, because a named pipe or a device would make the reader wait for ever.
 */
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { problem } from '../errors.ts'
import type { ErrorCode, Problem } from '../errors.ts'
import { problemIn, sourceOf } from './source.ts'
import type { Source } from './source.ts'

/**
 * A scenario of a hundred actors is some 10 KiB. The YAML parser is quadratic on some texts that
 * mean harm (a file of commas): at this size the worst found takes a tenth of a second.
 */
const MAX_BYTES = 32 * 1024

const FILE_IN_FOLDER = 'scenario.yaml'

/** The text, or the one reason why it cannot be read. */
export type ReadResult = { readonly source: Source } | { readonly problem: Problem }

/** Reads a scenario file, or `scenario.yaml` of a folder. Never throws for what is on the disk. */
export async function readSource(path: string): Promise<ReadResult> {
  let file = path
  try {
    if ((await stat(path)).isDirectory()) file = join(path, FILE_IN_FOLDER)
    if (!(await stat(file)).isFile())
      return refuse(file, 'unreadable', 'this is not a regular file')
    const bytes = await readBytes(file)
    if (bytes.length > MAX_BYTES) {
      return refuse(file, 'too-large', `the file is larger than ${MAX_BYTES / 1024} KiB`)
    }
    return decode(file, bytes)
  } catch (error) {
    return refuse(file, 'unreadable', reason(error))
  }
}

/** At most one byte more than the limit; a file may grow after it was measured. */
async function readBytes(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r')
  try {
    const buffer = new Uint8Array(MAX_BYTES + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length)
      if (bytesRead === 0) return buffer.subarray(0, length)
      length += bytesRead
    }
  } finally {
    await handle.close()
  }
}

function decode(file: string, bytes: Uint8Array): ReadResult {
  // Decoding never fails here: bytes that are no UTF-8 become U+FFFD, which shows their place.
  // Control characters other than white space are no text either.
  const source = sourceOf(file, new TextDecoder('utf-8').decode(bytes))
  const start = source.text.search(/[^\P{Cc}\t\n\r]|\ufffd/u)
  if (start >= 0) {
    const message = 'the file is not UTF-8 text from here on'
    return { problem: problemIn(source, { start, end: start + 1 }, 'not-text', message) }
  }
  if (source.text.trim() === '') return refuse(file, 'empty', 'the file is empty')
  return { source }
}

function refuse(file: string, code: ErrorCode, message: string): ReadResult {
  return { problem: problem({ code, message, file, line: 1, col: 1, length: 1, excerpt: '' }) }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ENOENT':
      return 'there is no such file'
    case 'ENOTDIR':
      return 'a part of this path is not a folder'
    case 'EACCES':
    case 'EPERM':
      return 'this file may not be read'
    case 'EISDIR':
      return 'this is a folder'
    default:
      return `the file cannot be read (${String(code ?? error)})`
  }
}
