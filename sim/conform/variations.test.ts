/** Runs of Linux 6.12 that were made but whose logs are not here, as edits of those that are. */
import { describe, expect, it } from 'vitest'
import { violatedProperty } from '../model/violation.ts'
import { conformLines, outcomeOf } from '../report/conform.ts'
import { conform } from './conform.ts'
import { kernelOptions, logOf } from './kernel.fixture.ts'
import {
  fallocateDrains,
  storeAfterPublish,
  truncateInside,
  twoAppends,
} from './variations.fixture.ts'

const options = kernelOptions()

/** What became of the log, with the properties that the run violates. */
async function outcome(text: string): Promise<readonly string[]> {
  const result = await conform(logOf(text), options)
  if (outcomeOf(result) === 'refused') return ['refused', ...conformLines(result)]
  const properties = result.files.flatMap(({ judged }) =>
    judged?.trace.ending.kind === 'violated'
      ? [violatedProperty(judged.trace.ending.violation)]
      : [],
  )
  return [outcomeOf(result), ...properties]
}

describe('a log of what else the kernel did', () => {
  it('a buffered store over an AIO publish takes the size back', async () => {
    expect(await outcome(storeAfterPublish())).toEqual(['violated', 'size-monotone'])
  })

  it('two AIO appends may take one offset', async () => {
    expect(await outcome(twoAppends())).toEqual(['violated', 'append-disjoint'])
  })

  it('an append begins at the size of the file, whatever the program passes', async () => {
    const submitted = twoAppends().replace(/\n.*iomap_dio_bio_end_io[^]*$/, '')
    const elsewhere = submitted.replace(
      /([^]*xfs_file_direct_write: .*) pos 0x1000/,
      '$1 pos 0x2000',
    )
    const [what, ...lines] = await outcome(elsewhere)
    expect(what).toBe('refused')
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(
      'pos is 8192 (0x2000) in the log and 4096',
    )
  })

  it('a truncate into the range of the AIO zeroes up to its size', async () => {
    expect(await outcome(truncateInside())).toEqual(['violated', 'no-lost-acked-byte'])
  })

  it('fallocate waits for the AIO', async () => {
    expect(await outcome(fallocateDrains())).toEqual(['accepted'])
    expect((await outcome(fallocateDrains(false)))[0]).toBe('refused')
  })
})
