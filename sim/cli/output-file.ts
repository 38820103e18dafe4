/** Where a document goes: a new file, or the standard output. */
import { writeFile } from 'node:fs/promises'
import { UsageError } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** @throws UsageError when the file exists or cannot be written, or for bytes without a file. */
export async function deliver(
  document: string | Uint8Array,
  file: string | undefined,
  terminal: Terminal,
): Promise<void> {
  if (file === undefined) {
    if (typeof document !== 'string') {
      throw new UsageError('this format is binary; give --out FILE')
    }
    terminal.out(document.replace(/\n$/, ''))
    return
  }
  await writeFile(file, document, { flag: 'wx' }).catch((error: unknown) => {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    const why = exists
      ? 'it exists; nothing is overwritten'
      : 'check the folder and its permissions'
    throw new UsageError(`cannot write '${file}': ${why}`)
  })
}
