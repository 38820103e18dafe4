/** Golden counts on disk, beside the scenario. */
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CheckedDesign } from '../../report/check.ts'
import { diffLines, goldenFile, goldenText } from '../../report/golden.ts'
import type { GoldenOutcome } from '../../report/suite.ts'
import { UsageError } from '../failure.ts'

/**
 * Compares the counts of all designs of the scenario in `scenarioFile` to its golden file, which
 * `update` writes. Searches that were cut short, reduced or depth first have no golden counts.
 * @throws UsageError when the file cannot be read or written.
 */
export async function compareGolden(
  scenarioFile: string,
  checked: readonly CheckedDesign[],
  update: boolean,
): Promise<GoldenOutcome> {
  const file = join(dirname(scenarioFile), goldenFile)
  const counted = checked.every(
    ({ result }) => result.complete && result.mode === 'bfs' && result.reductions.length === 0,
  )
  if (checked.length === 0 || !counted) return { kind: 'skipped' }
  const before = await read(file)
  if (before === undefined && !update) return { kind: 'absent' }
  const after = goldenText(checked)
  const diff = diffLines(goldenFile, before ?? '', after)
  if (diff.length === 0) return { kind: 'same' }
  if (!update) return { kind: 'differs', diff }
  await writeFile(file, after).catch((error: unknown) => {
    throw new UsageError(`cannot write '${file}': ${words(error)}`)
  })
  return { kind: 'written', diff }
}

/** Undefined when there is no such file. */
async function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new UsageError(`cannot read the golden counts '${file}': ${words(error)}`)
  })
}

function words(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}
