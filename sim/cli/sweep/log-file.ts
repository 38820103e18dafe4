/** The run log as a file: begun, read, taken up again behind its last whole line. */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { UsageError } from '../failure.ts'
import { formatHeader, formatRecord, headerDifference, LogError, parseLog } from './log.ts'
import type { Log, LogHeader, LogRecord } from './log.ts'

export class LogWriter {
  private readonly file: number

  constructor(file: number) {
    this.file = file
  }

  header(header: LogHeader): void {
    this.write(formatHeader(header))
  }

  /** The record is on the disk when this returns. */
  record(record: LogRecord, level: number): void {
    this.write(formatRecord(record, level))
  }

  close(): void {
    closeSync(this.file)
  }

  private write(line: string): void {
    const bytes = Buffer.from(line)
    for (let at = 0; at < bytes.length;) at += writeSync(this.file, bytes, at)
    fsyncSync(this.file)
  }
}

/** @throws UsageError when the file exists: a log is evidence, and `--resume` continues it. */
export function beginLog(path: string, header: LogHeader): LogWriter {
  let file: number
  try {
    file = openSync(path, 'wx')
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw new UsageError(`cannot write the log '${path}'`)
    throw new UsageError(`'${path}' exists; --resume ${path} continues it, or give another name`)
  }
  const writer = new LogWriter(file)
  writer.header(header)
  return writer
}

/**
 * Takes up the log of a sweep that was cut off: drops a torn last line and gives what is recorded.
 * @throws UsageError when the log is of another sweep than `header` describes.
 */
export function resumeLog(
  path: string,
  header: LogHeader,
): { readonly writer: LogWriter; readonly records: readonly LogRecord[] } {
  const text = readText(path)
  const log = parse(path, text)
  if (log !== undefined) {
    const difference =
      headerDifference(log.header, header) ??
      (JSON.stringify(log.header.share) === JSON.stringify(header.share)
        ? undefined
        : `shard ${formatShare(log.header)} against ${formatShare(header)}`)
    if (difference !== undefined) {
      throw new UsageError(`the log '${path}' is of another sweep: ${difference}`)
    }
  }
  const file = openSync(path, 'r+')
  const whole = Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1))
  ftruncateSync(file, whole)
  closeSync(file)
  const writer = new LogWriter(openSync(path, 'a'))
  if (log === undefined) writer.header(header)
  return { writer, records: log?.records ?? [] }
}

/** @throws UsageError when there is no log in the file. */
export function readLog(path: string): Log {
  const log = parse(path, readText(path))
  if (log === undefined) throw new UsageError(`the log '${path}' is empty`)
  return log
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(`cannot read the log '${path}'; 'endio sweep --log ${path}' begins one`)
  }
}

function parse(path: string, text: string): Log | undefined {
  try {
    return parseLog(text)
  } catch (error) {
    if (!(error instanceof LogError)) throw error
    throw new UsageError(`the log '${path}' cannot be used: ${error.message}`)
  }
}

function formatShare({ share }: LogHeader): string {
  return `${share.first}..${share.last}`
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
