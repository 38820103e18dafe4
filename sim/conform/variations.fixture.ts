/** Logs that were not recorded: what the same kernel would have said of other runs. */
import { logText } from './kernel.fixture.ts'

type Lines = readonly string[]

/** The text in its new order, stamped anew, 40 us from line to line. */
function stamped(lines: Lines): string {
  const at = (i: number): string => ` ${(100 + i * 4e-5).toFixed(6)}: `
  return lines.map((line, i) => line.replace(/ \d+\.\d{6}: /, at(i))).join('\n')
}

function find(lines: Lines, pattern: RegExp): number {
  const found = lines.findIndex((line) => pattern.test(line))
  if (found < 0) throw new Error(`no line has ${pattern.source}`)
  return found
}

/** The lines that match go behind the first that matches `behind`, in their order. */
function moved(lines: Lines, pattern: RegExp, behind: RegExp): Lines {
  const rest = lines.filter((line) => !pattern.test(line))
  const to = find(rest, behind) + 1
  return rest.toSpliced(to, 0, ...lines.filter((line) => pattern.test(line)))
}

function edited(lines: Lines, pattern: RegExp, from: string, to: string): Lines {
  return lines.map((line) => (pattern.test(line) ? line.replace(from, to) : line))
}

/**
 * H1: between the compare of a buffered write of [4096, 4097) and its store, an AIO publishes 69632.
 * The log ends where the write has returned.
 */
export function storeAfterPublish(): string {
  const all = logText('h1-miss').split('\n')
  const lines = all.slice(0, find(all, /LAB append pos=4097/))
  const rest = all.slice(lines.length, find(all, /iomap_dio_complete: /) + 1)
  const completion = rest.filter((line) => line.includes('kworker'))
  const store = /bw_stored.*4097|h1app.*xfs_iunlock: .*IOLOCK_EXCL/
  const rearranged = moved([...lines, ...completion], store, /unw_store/)
  return stamped(
    [
      ['isize 0x1001', 'isize 0x1000'],
      ['isize=4097', 'isize=4096'],
      ['sampled=4097', 'sampled=4096'],
      ['size 0x11000 ', 'size 0x1001 '],
    ].reduce<Lines>((now, [from = '', to = '']) => edited(now, /kworker/, from, to), rearranged),
  )
}

/** H10: two AIO with O_APPEND at 4096, both submitted before either publishes. */
export function twoAppends(): string {
  const all = logText('aio-only').split('\n')
  const from = find(all, /io_submit call/)
  const queued = find(all, /LAB io_submit returned/)
  const done = find(all, /LAB ack/)
  const submit = all
    .slice(from, queued)
    .map((line) => line.replace('off=4096', 'off=0').replace('DIRECT|WRITE', 'APPEND|DIRECT|WRITE'))
  const allocation = /xfs_iomap_write_direct|xfs_trans_alloc_inode|xfs_vn_update_time|xlog_cil/
  const again = submit
    .filter((line) => !allocation.test(line))
    .map((line) => line.replace('NEW|DIRTY', 'DIRTY'))
  const completion = all.slice(queued + 1, done)
  const after = completion.map((line) =>
    line
      .replace('isize 0x1000 disize 0x1000', 'isize 0x2000 disize 0x2000')
      .replace('isize=4096 disize=4096', 'isize=8192 disize=8192'),
  )
  const ack = all.slice(done, done + 1)
  return stamped([
    ...all.slice(0, from),
    ...submit,
    ...again,
    ...completion,
    ...after,
    ...ack,
    ...ack,
  ])
}

/** H3 with a new size inside the AIO's range: [4096, 6144) is zeroed, nothing extends, nothing goes. */
export function truncateInside(): string {
  const lines = logText('h3-bad').split('\n')
  const hole = find(lines, /offset 0x2000 length 0xfe000/)
  const kept = lines
    .toSpliced(hole - 2, 3)
    .filter((line) => !/isize_extended/.test(line))
    .map((line) => line.replace('newsize=1048576', 'newsize=6144'))
  const flush = find(kept, /filemap_write_and_wait_range <-xfs_setattr_size/)
  return stamped(
    kept
      .toSpliced(flush + 1, 1)
      .map((line) =>
        line.replace('bytecount 0xff000', 'bytecount 0x800').replace('len=1044480', 'len=2048'),
      ),
  )
}

/**
 * fallocate with FALLOC_FL_KEEP_SIZE while an AIO is in flight: it waits before it allocates. With
 * `waits` false it goes on at once, which no kernel should.
 */
export function fallocateDrains(waits = true): string {
  const lines = logText('h3-bad').split('\n')
  const from = find(lines, /LAB ftruncate call/)
  const task = (text: string): string => `  lab-286 [001] ..... 1.000000: ${text}`
  const both =
    'dev 253:0 ino 0x84 flags IOLOCK_EXCL|MMAPLOCK_EXCL caller xfs_file_fallocate+0x8a/0x5c0'
  const alloc = 'dev 253:0 ino 0x84 flags ILOCK_EXCL caller'
  const truncate = lines.slice(from + 1)
  const completion = truncate.filter((line) => /kworker|<idle>/.test(line))
  return stamped([
    ...lines.slice(0, from),
    ...[
      'xfs_file_fallocate <-vfs_fallocate',
      `xfs_ilock: ${both}`,
      'xfs_break_layouts <-xfs_file_fallocate',
      'k_dio_wait: (inode_dio_wait+0x4/0xc0) isize=4096 diocount=1',
      'inode_dio_wait <-xfs_file_fallocate',
    ].map(task),
    ...(waits ? completion : []),
    ...[
      'k_dio_wait_ret: (xfs_file_fallocate+0x9f/0x5c0 [xfs] <- inode_dio_wait)',
      `xfs_ilock: ${alloc} xfs_trans_alloc_inode+0xa2/0x190 [xfs]`,
      `xfs_iunlock: ${alloc} xfs_alloc_file_space+0x1b5/0x2a0 [xfs]`,
      `xfs_iunlock: ${both}`,
    ].map(task),
    ...(waits ? [] : completion),
  ])
}

/** A log of aio-only, changed line by line. */
export function edit(change: (line: string) => string): string {
  return logText('aio-only').split('\n').map(change).join('\n')
}

/**
 * The AIO as two extents, each with its bio: a second mapping and a second end are printed. With
 * `ends` 1 the end of one bio is not.
 */
export function twoBios(ends: 1 | 2 = 2): string {
  const lines = logText('aio-only').split('\n')
  const map = find(lines, /iomap_iter_dstmap: .*offset 0x1000/)
  const again = lines.slice(find(lines, /ILOCK_SHARED caller xfs_ilock_for_iomap/), map + 1)
  const submit = find(lines, /submit_bio <-iomap_dio_bio_iter/)
  const second = again
    .filter((line) => !/iomap_write_direct|trans_alloc/.test(line))
    .map((line) => line.replace('offset 0x1000 length 0x1000', 'offset 0x2000 length 0x1000'))
  const end = lines.filter((line) => line.includes('iomap_dio_bio_end_io'))
  const wide = lines.toSpliced(submit + 1, 0, ...second, ...lines.slice(submit, submit + 1))
  const longer = wide.map((line) =>
    line
      .replace(/(?<=io_submit call off=4096 n=)4096/, '8192')
      .replace(/(?<=xfs_(?:file|end_io)_direct_write: .* bytecount )0x1000/, '0x2000')
      .replace(/(?<=iomap_dio_rw_begin: .* length )0x1000/, '0x2000')
      .replace(/(?<=iomap_dio_rw_queued: .* offset )0x2000/, '0x3000')
      .replace(/(?<=k_dio_complete: .* size=)4096/, '8192')
      .replace(/(?<=k_end_io: .* size=)4096/, '8192')
      .replace(/(?<=k_unwritten: .* offset=4096 count=)4096/, '8192')
      .replace(/(?<=xfs_unwritten_convert: .* pos 0x1000 bytecount )0x1000/, '0x2000')
      .replace(/(?<=iomap_dio_complete: .* size )0x2000 offset 0x2000/, '0x3000 offset 0x3000')
      .replace(/(?<=iomap_dio_complete: .* ret )4096/, '8192')
      .replace(/(?<=(?:k_aio_complete: .*|ack )res=)4096/, '8192'),
  )
  const last = find(longer, /iomap_dio_bio_end_io/)
  return stamped(longer.toSpliced(last, 0, ...(ends === 2 ? end : [])))
}

/** The first write and its writeback are of two pages, two folios of one mapping and one ioend. */
export function twoFolios(): string {
  const lines = logText('aio-only').split('\n')
  const copied = find(lines, /iomap_write_end/)
  const copy = lines.slice(find(lines, /iomap_write_begin/), copied + 1)
  const probe = (text: string): string =>
    (lines[copied] ?? '').replace(/: iomap_write_end.*/, `: ${text}`)
  const compare = (sampled: number, now: number): Lines => [
    probe(`bw_compare: (iomap_file_buffered_write+0x278/0x420) sampled=${sampled} new=${now}`),
    probe(`bw_stored: (iomap_file_buffered_write+0x290/0x420) stored=${now}`),
  ]
  const started = find(lines, /__folio_start_writeback/)
  const second = lines
    .slice(find(lines, /folio_mkclean/), started + 1)
    .map((line) => line.replace('offset 0x0', 'offset 0x1000'))
  const submitted = find(lines, /submit_bio <-iomap_submit_ioend/)
  const ended = find(lines, /folio_end_writeback/)
  const fsynced = find(lines, /xfs_iunlock: .*xfs_file_fsync/)
  const told = [
    ...lines.slice(0, copied + 1),
    ...compare(0, 4096),
    ...copy,
    ...compare(4096, 8192),
    ...lines.slice(copied + 1, submitted),
    ...second,
    ...lines.slice(submitted, ended + 1),
    ...lines.slice(ended, fsynced + 1),
  ]
  return stamped(
    told.map((line) =>
      line
        .replace(/(?<=xfs_file_buffered_write: .* bytecount )0x1000/, '0x2000')
        .replace(/(?<=iomap_iter_dstmap: .* offset 0x0 length )0x1000/, '0x2000')
        .replace(/(?<=iomap_writepage: .* size )0x1000/, '0x2000')
        .replace('offset=0 count=4096 isize=4096', 'offset=0 count=8192 isize=8192')
        .replace(
          /(?<=isize )0x1000 disize 0x0 pos 0x0 bytecount 0x1000/,
          '0x2000 disize 0x0 pos 0x0 bytecount 0x2000',
        ),
    ),
  )
}

/** The completion of the first writeback begins before the task has come to the line of `late`. */
export function endsBefore(late: RegExp): string {
  const lines = logText('aio-only').split('\n')
  const end = lines.slice(find(lines, /xfs_end_io </), find(lines, /folio_end_writeback/) + 1)
  const rest = lines.filter((line) => !end.includes(line))
  const worker = end.map((line) => line.replace(/\[\d+\]/, '[000]'))
  return stamped(rest.toSpliced(find(rest, late), 0, ...worker))
}

/** H3, whose truncate zeroes a block and finds a hole behind it: where that hole is told to be. */
export function zeroedHole(offset: number, length: number): string {
  const told = `offset 0x${offset.toString(16)} length 0x${length.toString(16)}`
  return logText('h3-bad').replace('offset 0x2000 length 0xfe000', told)
}

/** The same log with blocks that were written before: the completion of writeback converts nothing. */
export function sizeOnly(text: string): string {
  const lines = text.split('\n')
  const from = find(lines, /k_unwritten: /)
  const to = find(lines, /k_unwritten_ret: /)
  const told = (payload: string): string =>
    (lines[from] ?? '').replace(/: k_unwritten: .*/, `: ${payload}`)
  const file = 'dev 253:0 ino 0x86 flags ILOCK_EXCL caller'
  return lines
    .toSpliced(
      from,
      to - from + 1,
      told('xfs_setfilesize <-xfs_end_ioend'),
      told(`xfs_ilock: ${file} xfs_trans_alloc_inode+0xa2/0x190 [xfs]`),
      told(`xfs_iunlock: ${file} xlog_cil_commit+0x1/0x2 [xfs]`),
    )
    .join('\n')
}

/** Two files of one inode number on two filesystems, the second written by another task later. */
export function twoFilesystems(): string {
  const first = logText('aio-only').trimEnd()
  const second = first
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) =>
      line
        .replaceAll('dev 253:0', 'dev 253:1')
        .replace(/ lab-296 /, ' lab-297 ')
        .replace(/ (\d+)(\.\d{6}: )/, (_, s: string, rest: string) => ` ${Number(s) + 10}${rest}`),
    )
  return [first, ...second, ''].join('\n')
}

/**
 * aio-only with an O_DIRECT pread of the written block by another task: after everything, or while the
 * AIO is in flight. `ends` of its one bio are printed.
 */
export function directRead(when: 'after' | 'in-flight', ends = 1): string {
  const lines = logText('aio-only').trimEnd().split('\n')
  const file = 'dev 253:0 ino 0x86'
  const task = (text: string): string => `  sub-999 [001] ..... 1.000000: ${text}`
  const read = [
    `xfs_file_direct_read: ${file} disize 0x1000 pos 0x0 bytecount 0x1000`,
    `xfs_ilock: ${file} flags IOLOCK_SHARED caller xfs_file_dio_read+0x66/0x110 [xfs]`,
    'iomap_dio_rw <-xfs_file_dio_read',
    '__iomap_dio_rw <-iomap_dio_rw',
    `iomap_dio_rw_begin: ${file} size 0x1000 offset 0x0 length 0x1000 done_before 0x0 flags DIRECT dio_flags  aio 0`,
    `xfs_ilock: ${file} flags ILOCK_SHARED caller xfs_ilock_for_iomap+0x2f/0x50 [xfs]`,
    `xfs_iunlock: ${file} flags ILOCK_SHARED caller xfs_read_iomap_begin+0x19d/0x2b0 [xfs]`,
    `iomap_iter_dstmap: ${file} bdev 253:0 addr 0xd000 offset 0x0 length 0x1000 type MAPPED flags `,
    'submit_bio <-iomap_dio_bio_iter',
  ]
  const done = [
    'k_dio_complete: (iomap_dio_complete+0x4/0x1a0) error=0 size=4096 flags=2281701376 ref=0',
    'iomap_dio_complete <-iomap_dio_rw',
    `iomap_dio_complete: ${file} size 0x1000 offset 0x1000 flags DIRECT aio 0 error 0 ret 4096`,
    `xfs_iunlock: ${file} flags IOLOCK_SHARED caller xfs_file_dio_read+0x9c/0x110 [xfs]`,
  ]
  const end = '  <idle>-0 [001] d.h2. 1.000000: iomap_dio_bio_end_io <-blk_update_request'
  const all = [...read.map(task), ...Array.from({ length: ends }, () => end), ...done.map(task)]
  if (when === 'in-flight') {
    return stamped(lines.toSpliced(find(lines, /LAB io_submit returned/) + 1, 0, ...all))
  }
  const grown = all.map((line) =>
    line.replace('size 0x1000', 'size 0x2000').replace('disize 0x1000', 'disize 0x2000'),
  )
  return stamped([...lines, ...grown])
}

/** aio-only, the file unlinked and inactivated by a worker, and the same once more on its inode. */
export function madeAgain(): string {
  const lines = logText('aio-only').trimEnd().split('\n')
  const file = 'dev 253:0 ino 0x86'
  const gone = (what: string, text: string): string =>
    `  ${what} [001] ..... 1.000000: ${text} [xfs]`.replace(/ \[xfs\]$/, (end) =>
      text.includes('caller') ? end : '',
    )
  const worker = 'kworker/1:2-153'
  return stamped([
    ...lines,
    gone('lab-296', `xfs_ilock: ${file} flags ILOCK_EXCL caller xfs_lock_two_inodes+0x1/0x2`),
    gone('lab-296', `xfs_iunlock: ${file} flags ILOCK_EXCL caller xfs_remove+0x1/0x2`),
    gone(worker, `xfs_ilock: ${file} flags ILOCK_EXCL caller xfs_inactive_truncate+0x1/0x2`),
    gone(worker, 'xfs_itruncate_extents_flags <-xfs_inactive_truncate'),
    gone(worker, `xfs_itruncate_extents_start: ${file} disize 0x0 new_size 0x0`),
    gone(worker, `xfs_itruncate_extents_end: ${file} disize 0x0 new_size 0x0`),
    gone(worker, `xfs_iunlock: ${file} flags ILOCK_EXCL caller xfs_inactive_truncate+0x1/0x2`),
    gone(worker, `xfs_ilock: ${file} flags ILOCK_EXCL caller xfs_inactive_ifree+0x1/0x2`),
    gone(worker, `xfs_iunlock: ${file} flags ILOCK_EXCL caller xfs_inactive_ifree+0x1/0x2`),
    ...lines.filter((line) => !line.startsWith('#')),
  ])
}

/** truncate-after by another system call: `caller` of do_truncate(). */
export function truncatedBy(caller: string): string {
  return logText('truncate-after')
    .replaceAll(/.*(?:LAB ftruncate|do_ftruncate <-).*\n/g, '')
    .replace('do_truncate <-do_ftruncate', `do_truncate <-${caller}`)
}

/** twoFolios with an ioend for each, without kprobes: a function is the first event of the second. */
export function twoIoends(): string {
  const lines = twoFolios()
    .split('\n')
    .filter((line) => !/ k_unwritten(?:_ret)?: /.test(line))
  const from = find(lines, /xfs_end_ioend/)
  const to = find(lines, /folio_end_writeback/)
  const first = lines.slice(from, to + 1)
  const told = (offset: string, disize: string): Lines =>
    first.map((line) =>
      line.replace(
        'disize 0x0 pos 0x0 bytecount 0x2000',
        `disize ${disize} pos ${offset} bytecount 0x1000`,
      ),
    )
  const both = [...told('0x0', '0x0'), ...told('0x1000', '0x1000')]
  return stamped(lines.toSpliced(from, first.length + 1, ...both))
}
