/** `check --certificate`: the proof as a file, written whole or not at all. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { Study } from '../../api.ts'
import { writeInBatches } from '../../certificate/write.ts'
import { UsageError } from '../failure.ts'
import { drain } from '../terminal/interrupt.ts'
import { progress } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { version } from '../version.ts'

/** Lines are collected to about this many characters before they go to the file. */
const chunk = 1 << 20

/**
 * Writes the certificate that `study` violates nothing. False when it was interrupted; then, and on
 * any error, there is no file.
 * @throws NotCertifiableError when something is violated or not decided.
 * @throws UsageError when the file cannot be written.
 */
export async function saveCertificate(
  { scenario, design, model }: Study,
  path: string,
  file: string,
  terminal: Terminal,
): Promise<boolean> {
  const partial = `${file}.partial`
  const out = new Lines(open(partial))
  try {
    const origin = { path, name: scenario.name, hash: scenario.hash }
    const work = writeInBatches(model, { endio: version, scenario: origin, design }, (line) =>
      out.add(line),
    )
    const bar = progress(terminal, undefined, 'states written')
    const { interrupted } = await drain(work, (states) => {
      bar.update(states, '')
    })
    out.end()
    if (interrupted) rmSync(partial)
    else renameSync(partial, file)
    return !interrupted
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'wx')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw new UsageError(`cannot write '${file}': ${code}`)
  }
}

class Lines {
  private readonly fd: number
  private lines: string[] = []
  private length = 0

  constructor(fd: number) {
    this.fd = fd
  }

  add(line: string): void {
    this.lines.push(line, '\n')
    this.length += line.length
    if (this.length > chunk) this.flush()
  }

  end(): void {
    this.flush()
    closeSync(this.fd)
  }

  private flush(): void {
    writeSync(this.fd, this.lines.join(''))
    this.lines = []
    this.length = 0
  }
}
