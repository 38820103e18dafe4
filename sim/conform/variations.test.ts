/** Runs of Linux 6.12 that were made but whose logs are not here, as edits of those that are. */
import { describe, expect, it } from 'vitest'
import { violatedProperty } from '../model/violation.ts'
import { conformLines, outcomeOf } from '../report/conform.ts'
import { conform } from './conform.ts'
import { kernelOptions, logOf } from './kernel.fixture.ts'
import {
  directRead,
  edit,
  endsBefore,
  fallocateDrains,
  madeAgain,
  storeAfterPublish,
  truncateInside,
  truncatedBy,
  twoAppends,
  twoBios,
  twoFilesystems,
  twoFolios,
  twoIoends,
  zeroedHole,
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

  it('a direct write of two bios ends with the second', async () => {
    expect(await outcome(twoBios())).toEqual(['accepted'])
    expect((await outcome(twoBios(1)))[0]).toBe('refused')
  })

  it('two folios of one mapping take one lock and have one ioend', async () => {
    expect(await outcome(twoFolios())).toEqual(['accepted'])
    const [what] = await outcome(twoFolios().replace('sampled=4096 new=8192', 'sampled=0 new=8192'))
    expect(what).toBe('refused')
  })

  it('two filesystems may have a file of the same number each', async () => {
    const result = await conform(logOf(twoFilesystems()), options)
    expect(outcomeOf(result)).toBe('accepted')
    expect(result.files.map(({ inode, instances }) => [inode, instances.length])).toEqual([
      [0x86, 3],
      [0x86, 3],
    ])
    const broken = twoFilesystems().replace(
      /(dev 253:1 .*isize 0x1000) disize 0x1000/,
      '$1 disize 0x2000',
    )
    const [one, other] = (await conform(logOf(broken), options)).files
    expect([one?.explained.kind, other?.explained.kind]).toEqual(['accepted', 'refused'])
  })

  it('may be cut off before a write says how long it is', async () => {
    const all = edit((line) => line)
    const head = all.slice(0, all.search(/\n.*xfs_file_direct_write: /))
    const bare = head.replaceAll(/.*LAB io_submit call.*\n/g, '')
    expect(await outcome(bare)).toEqual(['accepted'])
  })
})

describe('a log that no kernel prints', () => {
  const cases: readonly (readonly [string, RegExp, string, string])[] = [
    ['a shared lock of a file that is made', /ino 0x86.*xfs_create/, 'EXCL', 'SHARED'],
    ['another file within a call', /xfs_file_direct_write:/, 'ino 0x86', 'ino 0x96'],
    ['another filesystem within a call', /xfs_end_io_direct_write:/, '253:0', '253:1'],
    ['a mapping beside the write', /dstmap:.*UNWRITTEN/, 'offset 0x1000', 'offset 0x2000'],
    ['a mapping cut short', /dstmap:.*UNWRITTEN/, 'length 0x1000', 'length 0x800'],
    ['a mapped completion of unwritten blocks', /k_end_io:/, '1073741825', '1073741824'],
    ['flags that no direct write has', /k_dio_complete:/, '1073741825', '1073742337'],
    [
      'an ioend that begins inside a block',
      /xfs_unwritten_convert:.*pos 0x0/,
      'pos 0x0',
      'pos 0x1',
    ],
  ]
  it.each(cases)('%s', async (_, pattern, from, to) => {
    const text = edit((line) => (pattern.test(line) ? line.replace(from, to) : line))
    expect(text).not.toBe(edit((line) => line))
    expect((await outcome(text))[0]).toBe('refused')
  })

  it.each([
    ['its mapping is unlocked', /xfs_iunlock: .*xfs_map_blocks/],
    ['it is submitted', /submit_bio <-iomap_submit_ioend/],
  ])('an ioend that ends before %s', async (_, late) => {
    expect(await outcome(endsBefore(/xfs_ilock: .*xfs_file_fsync/))).toEqual(['accepted'])
    expect((await outcome(endsBefore(late)))[0]).toBe('refused')
  })

  it('a hole that is told from before what is zeroed', async () => {
    expect((await outcome(zeroedHole(0x2000, 0xfe000)))[0]).toBe('violated')
    expect((await outcome(zeroedHole(0x1000, 0xff000)))[0]).toBe('refused')
    expect((await outcome(zeroedHole(0x3000, 0xfd000)))[0]).toBe('refused')
  })

  it('fsync before the writeback that it waits for', async () => {
    const lines = edit((line) => line).split('\n')
    const lock = lines.findIndex((line) => /xfs_ilock: .*xfs_file_fsync/.test(line))
    const end = lines.findIndex((line) => line.includes('folio_end_writeback'))
    const early = (lines[lock] ?? '').replace('78.706689', '78.706390')
    const text = lines
      .toSpliced(lock, 1)
      .toSpliced(end - 1, 0, early)
      .join('\n')
    expect((await outcome(text))[0]).toBe('refused')
  })
})

describe('a log of what the mapping does not cover', () => {
  const lock = 'xfs_ilock: dev 253:0 ino 0x86 flags IOLOCK_'
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    [
      'a sub-block write',
      ['xfs_file_write_iter <-aio_write', 'xfs_file_dio_write_unaligned <-xfs_file_write_iter'],
      'a direct write of part of a block',
    ],
    [
      'a sub-block write past EOF by its events',
      [`${lock}EXCL caller xfs_ilock_iocb_for_write+0x31/0x90 [xfs]`],
      'a direct write that takes the IOLOCK exclusively',
    ],
  ]
  it.each(cases)('%s is said to be that', async (_, events, path) => {
    const lines = events.map((event, i) => `  sub-999 [001] ..... 200.00000${i}: ${event}`)
    const [what, ...told] = await outcome(
      `${edit((line) => line).trimEnd()}\n${lines.join('\n')}\n`,
    )
    expect(what).toBe('refused')
    const text = told.join(' ').replace(/\s+/g, ' ')
    expect(text).toContain(`sub-999 goes a way that the mapping does not cover, ${path}`)
    expect(text).toMatch(/Line \d+: sub-999 .* This says nothing of the kernel/)
    expect(text).not.toContain('Either the kernel took a path')
  })

  it('a direct read is passed over with a warning where nothing else is under way', async () => {
    const result = await conform(logOf(directRead('after')), options)
    expect(outcomeOf(result)).toBe('accepted')
    expect(conformLines(result).join(' ').replace(/\s+/g, ' ')).toContain(
      'sub-999 makes a direct read [K xfs_file_dio_read], which the mapping does not cover',
    )
    expect(result.files.flatMap(({ instances }) => instances.map(({ group }) => group))).toEqual([
      'buffered',
      'folio_writeback',
      'direct',
    ])
    expect(await outcome(`${directRead('after', 0)}\n`)).toContain('refused')
  })

  it('a direct read may be cut off by the end of the log', async () => {
    const text = directRead('after')
    expect(await outcome(text.slice(0, text.indexOf('iomap_dio_bio_end_io <-blk')))).toEqual([
      'accepted',
    ])
  })

  it('a direct read while a direct write is in flight is said to be that', async () => {
    const [what, ...told] = await outcome(directRead('in-flight'))
    expect(what).toBe('refused')
    expect(told.join(' ').replace(/\s+/g, ' ')).toMatch(
      /sub-999 goes a way that the mapping does not cover, a direct read/,
    )
  })
})

describe('a log that breaks off within a line', () => {
  it.each([/xfs_iunlock: .*xfs_dir_lookup\+/, /xfs_iunlock: .*xfs_buffered_write_iomap/])(
    'is read without it: %s',
    async (pattern) => {
      const all = edit((line) => line)
      const [begun = ''] = pattern.exec(all) ?? []
      const head = all.slice(0, all.indexOf(begun) + begun.length)
      const result = await conform(logOf(head), options)
      expect(outcomeOf(result)).not.toBe('refused')
      expect(result.log.cutOff).toBe(head.split('\n').length)
      expect((await outcome(`${head}\n`))[0]).toBe('refused')
    },
  )
})

describe('more than one file or call', () => {
  it('an inode that is made again after an unlink is another file', async () => {
    const result = await conform(logOf(madeAgain()), options)
    expect(outcomeOf(result)).toBe('accepted')
    expect(result.files.map(({ inode, start }) => [inode, start.i_size])).toEqual([
      [0x86, 0],
      [0x86, 0],
    ])
    const unmade = madeAgain().split('\n')
    const again = unmade.findLastIndex((line) => /ino 0x86 .*xfs_create/.test(line))
    expect((await outcome(unmade.toSpliced(again, 1).join('\n')))[0]).toBe('refused')
  })

  it.each([
    ['truncate()', 'vfs_truncate'],
    ['open() with O_TRUNC', 'path_openat'],
  ])('%s is a truncate', async (_, caller) => {
    expect(await outcome(truncatedBy(caller))).toEqual(['accepted'])
  })

  it('two ioends of which only the second event names the folio', async () => {
    expect(await outcome(twoIoends())).toEqual(['accepted'])
    const wrong = twoIoends().replace(
      /(unwritten_convert: .*pos )0x1000 bytecount 0x1000(?=[^]*folio_end)/,
      '$10x4000 bytecount 0x1000',
    )
    expect(wrong).not.toBe(twoIoends())
    expect((await outcome(wrong))[0]).toBe('refused')
  })
})
