/**
 * Which function of the kernel a state follows, and in which file that is: XFS of Linux about 6.12,
 * and the RFC for write-through. Reports name functions by it. README.md has the same with evidence
 * and with what is left out; readme.test.ts holds the two together. An operation needs no entry: it
 * is named after its function.
 */
import { convertsUnderLock } from './completions/end_io_state.ts'
import type { KworkerContext } from './completions/kworker.ts'
import type { DirectWriterContext } from './tasks/direct_writer.ts'

/** A function, and the states of one machine that follow it. */
interface Follows {
  readonly function: string
  readonly file?: string
  /** Paths with dots; empty for the machine as a whole. */
  readonly states: readonly string[]
  /** Where another function has the state too: whether it is this one. */
  readonly when?: When
}

/** Asked of the context of the machine that the state is of. */
type When = (context: never) => boolean

/** By file, then by function: states, or a machine as a whole. Functions of the RFC have no file yet. */
const byFile: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'block/bio.c': {
    bio_endio: ['bio.end_writeback', 'bio.bi_end_io'],
    bio_iov_iter_get_pages: ['btrfs_direct_write.bio_iov_iter_get_pages'],
  },
  'block/blk-core.c': { submit_bio: ['bio.checksum', 'bio.queued'] },
  'fs/aio.c': {
    io_submit_one: ['aio_write.iocb_put'],
    aio_complete_rw: ['kworker.sb_end_write', 'kworker.ki_complete'],
  },
  'fs/btrfs/direct-io.c': {
    btrfs_direct_write: ['btrfs_direct_write'],
    btrfs_dio_iomap_begin: [
      'btrfs_direct_write.btrfs_dio_iomap_begin',
      'btrfs_direct_write.i_size_write',
    ],
  },
  'fs/ext4/inode.c': { ext4_writepages: ['ext4_writepages'] },
  'fs/ext4/page-io.c': {
    ext4_end_bio: ['ext4_writepages.ext4_end_io', 'ext4_writepages.folio_end_writeback'],
  },
  'fs/f2fs/checkpoint.c': { f2fs_wait_on_all_pages: ['wait_on_all_pages'] },
  'fs/f2fs/data.c': { f2fs_write_end_io: ['write_end_io'] },
  'fs/inode.c': { evict_inodes: ['remount.evict_inodes'] },
  'fs/iomap/buffered-io.c': {
    iomap_write_begin: ['buffered_writer.iomap_write_begin'],
    __iomap_write_begin: ['partial_writer.blk_read', 'partial_writer.fill'],
    iomap_write_iter: [
      'buffered_writer.copy',
      'buffered_writer.i_size_read',
      'buffered_writer.i_size_write',
      'buffered_writer.folio_unlock',
      'partial_writer.copy',
    ],
    iomap_write_delalloc_release: [
      'iomap_write_delalloc_release.seek_data',
      'iomap_write_delalloc_release.seek_hole_folio',
      'iomap_write_delalloc_release.punch_rest',
    ],
    iomap_write_delalloc_scan: ['iomap_write_delalloc_release.iomap_write_delalloc_scan'],
    iomap_zero_iter: [
      'truncate.xfs_setattr_size.xfs_zero_range.iomap_zero_range',
      'truncate.xfs_setattr_size.xfs_zero_range.folio_unlock',
    ],
    iomap_page_mkwrite: [
      'mmap_user.folio_lock',
      'mmap_user.folio_mkwrite_check_truncate',
      'mmap_user.reserve',
      'mmap_user.folio_mark_dirty',
      'mmap_user.mapping_stable_writes',
      'mmap_user.folio_wait_stable',
    ],
    iomap_readpage_iter: [
      'reader.filemap_read_folio.i_size_read',
      'reader.filemap_read_folio.disk',
      'reader.filemap_read_folio.fill',
    ],
    iomap_writepages: ['flusher.iomap_writepages'],
    iomap_writepage_handle_eof: [
      'flusher.iomap_writepages.i_size_read',
      'flusher.iomap_writepages.handle_eof',
      'flusher.iomap_writepages.folio_zero_segment',
    ],
    iomap_writepage_map: [
      'flusher.iomap_writepages.folio_start_writeback',
      'flusher.iomap_writepages.folio_unlock',
    ],
    iomap_submit_ioend: ['flusher.iomap_writepages.iomap_submit_ioend'],
    iomap_finish_ioend: ['flusher.iomap_writepages.folio_end_writeback'],
  },
  'fs/iomap/direct-io.c': {
    __iomap_dio_rw: [
      'direct_writer.inode_dio_begin',
      'direct_writer.ctx_put',
      'direct_reader.i_size_read',
      'direct_reader.inode_dio_begin',
      'aio_write.dio_put',
    ],
    iomap_dio_rw: ['direct_writer.iomap_dio_complete'],
    iomap_dio_bio_iter: [
      'direct_writer.submit_bio',
      'direct_reader.blk_read',
      'aio_write.submit_bio',
    ],
    iomap_dio_complete: [
      'kworker.started',
      'kworker.mapping_set_error',
      'kworker.invalidation',
      'kworker.inode_dio_end',
      'kworker.generic_write_sync',
      'direct_reader.inode_dio_end',
      'aio_write.iomap_dio_complete',
      'iomap_dio_bio_end_io.iomap_dio_complete',
    ],
    iomap_dio_bio_end_io: ['iomap_dio_bio_end_io'],
  },
  'fs/open.c': { do_truncate: ['truncate.i_rwsem_lock', 'truncate.i_rwsem_unlock'] },
  'fs/read_write.c': {
    generic_write_checks: [
      'direct_writer.i_size_read',
      'direct_writer.generic_write_checks.i_size_read',
      'btrfs_direct_write.generic_write_checks',
    ],
  },
  'fs/remap_range.c': { generic_remap_file_range_prep: ['reflink.inode_dio_wait'] },
  'fs/super.c': { freeze_super: ['freezer.freeze_super'] },
  'fs/xfs/libxfs/xfs_inode_buf.c': { xfs_inode_from_disk: ['remount.xfs_inode_from_disk'] },
  'fs/xfs/xfs_aops.c': {
    xfs_map_blocks: ['flusher.iomap_writepages.xfs_map_blocks'],
    xfs_end_ioend: ['flusher.iomap_writepages.xfs_end_ioend'],
    xfs_setfilesize: [
      'flusher.iomap_writepages.xfs_new_eof',
      'flusher.iomap_writepages.xfs_setfilesize',
      'kworker.end_io.xfs_new_eof',
      'kworker.end_io.xfs_setfilesize',
    ],
  },
  'fs/xfs/xfs_bmap_util.c': {
    xfs_free_eofblocks: [
      'free_eofblocks.inode_dio_wait',
      'free_eofblocks.i_size_read',
      'free_eofblocks.xfs_itruncate_extents',
    ],
    xfs_alloc_file_space: ['xfs_file_fallocate.xfs_alloc_file_space'],
  },
  'fs/xfs/xfs_file.c': {
    xfs_file_dio_write_aligned: [
      'direct_writer.iolock_shared',
      'direct_writer.iolock_demote',
      'direct_writer.iolock_unlock',
      'direct_writer.iolock_unlock_exclusive',
    ],
    xfs_file_dio_write_unaligned: [
      'direct_writer.iolock_first_exclusive',
      'direct_writer.generic_write_checks.inode_dio_wait',
    ],
    xfs_file_write_checks: [
      'direct_writer.i_size_read',
      'direct_writer.xfs_file_write_checks.i_size_read',
    ],
    xfs_file_write_zero_eof: [
      'direct_writer.iolock_unlock_shared',
      'direct_writer.iolock_exclusive',
      'direct_writer.xfs_file_write_checks.inode_dio_wait',
      'direct_writer.xfs_file_write_checks.i_size_read_again',
      'direct_writer.xfs_file_write_checks.invalidate_lock',
      'direct_writer.xfs_file_write_checks.invalidate_unlock',
    ],
    xfs_dio_write_end_io: [
      'kworker.end_io',
      'kworker.end_io.size_lock',
      'kworker.end_io.i_size_read',
      'kworker.end_io.i_size_write',
      'kworker.end_io.size_unlock',
    ],
    xfs_file_buffered_write: ['buffered_writer.i_rwsem_lock', 'buffered_writer.i_rwsem_unlock'],
    xfs_write_fault: ['mmap_user.invalidate_lock', 'mmap_user.invalidate_unlock'],
    xfs_file_dio_read: ['direct_reader.iolock_shared', 'direct_reader.iolock_unlock'],
    xfs_file_fsync: ['fsync.xfs_log_force', 'fsync.blkdev_issue_flush'],
    xfs_file_fallocate: ['xfs_file_fallocate'],
  },
  'fs/xfs/xfs_iomap.c': {
    xfs_zero_range: ['truncate.xfs_setattr_size.xfs_zero_range'],
    xfs_direct_write_iomap_begin: ['direct_writer.iomap_begin'],
    xfs_buffered_write_iomap_begin: [
      'buffered_writer.ilock',
      'buffered_writer.iomap_begin',
      'buffered_writer.iunlock',
      'partial_writer.iomap_begin',
    ],
    xfs_read_iomap_begin: ['direct_reader.iomap_begin', 'reader.filemap_read_folio.iomap_begin'],
    xfs_iomap_write_unwritten: [
      'flusher.iomap_writepages.xfs_iomap_write_unwritten',
      'kworker.end_io.convert_first',
      'kworker.end_io.convert_locked',
      'kworker.end_io.size_lock',
      'kworker.end_io.i_size_read',
      'kworker.end_io.i_size_write',
      'kworker.end_io.size_unlock',
    ],
  },
  'fs/xfs/xfs_iops.c': {
    xfs_vn_setattr: ['truncate.invalidate_lock', 'truncate.invalidate_unlock'],
    xfs_setattr_size: [
      'truncate.xfs_setattr_size',
      'truncate.xfs_setattr_size.xfs_setfilesize',
      'truncate.xfs_setattr_size.xfs_itruncate_extents',
    ],
    xfs_setup_inode: ['remount.i_size_write'],
  },
  'fs/xfs/xfs_reflink.c': { xfs_reflink_remap_extent: ['reflink.xfs_reflink_remap_extent'] },
  'include/linux/fs.h': {
    i_size_read: ['i_size_reader'],
    i_size_write: ['i_size_writer'],
    kiocb_start_write: ['kiocb_start_write.sb_start_write'],
  },
  'io_uring/rw.c': { io_complete_rw: ['kworker.early_end_write'] },
  'mm/filemap.c': {
    filemap_fault: ['mmap_user.folio_test_uptodate'],
    filemap_read_folio: ['reader.filemap_read_folio'],
    filemap_read: [
      'reader.i_size_read',
      'reader.folio_test_uptodate',
      'reader.i_size_read_again',
      'reader.copy',
    ],
    kiocb_invalidate_post_direct_write: ['kworker.invalidate_inode_pages2'],
    file_check_and_advance_wb_err: ['fsync.file_check_and_advance_wb_err'],
  },
  'lib/iov_iter.c': {
    fault_in_iov_iter_readable: [
      'self_copy_writer.fault_in',
      'btrfs_direct_write.fault_in_iov_iter_readable',
    ],
  },
  'mm/memory.c': { finish_mkwrite_fault: ['mmap_user.finish_mkwrite_fault'] },
  'mm/page-writeback.c': {
    folio_prepare_writeback: [
      'flusher.iomap_writepages.folio_lock',
      'flusher.iomap_writepages.folio_wait_writeback',
      'flusher.iomap_writepages.folio_clear_dirty_for_io',
    ],
  },
  'mm/truncate.c': {
    pagecache_isize_extended: ['truncate.xfs_setattr_size.pagecache_isize_extended'],
    truncate_setsize: [
      'truncate.xfs_setattr_size.truncate_setsize',
      'truncate.xfs_setattr_size.i_size_write',
    ],
    truncate_pagecache: ['truncate.xfs_setattr_size.truncate_pagecache'],
    truncate_pagecache_range: ['xfs_file_fallocate.truncate_pagecache_range'],
  },
  'mm/vmscan.c': {
    shrink_folio_list: ['reclaim.shrink_folio_list', 'ext4_writepages.try_charge'],
  },
  '': {
    iomap_writethrough_iter: ['writethrough_writer.iomap_writethrough_iter'],
    iomap_folio_prepare_writethrough: ['writethrough_writer.iomap_writethrough_iter.prepare'],
    iomap_writethrough_submit_bio: [
      'writethrough_writer.iomap_writethrough_iter.submit_full',
      'writethrough_writer.iomap_writethrough_iter.submit_rest',
    ],
    iomap_writethrough_complete: [
      'kworker.started',
      'kworker.mapping_set_error',
      'kworker.folio_end_writeback',
      'kworker.mapping_clear_stable_writes',
      'kworker.invalidation',
      'kworker.inode_dio_end',
      'kworker.generic_write_sync',
    ],
  },
}

/** Which function it is where two have one state; another one of the state is not asked. */
const choices: Readonly<Record<string, Readonly<Record<string, When>>>> = {
  direct_writer: {
    generic_write_checks: ({ append }: DirectWriterContext) => append,
    xfs_file_write_checks: ({ append }: DirectWriterContext) => !append,
  },
  kworker: {
    iomap_dio_complete: ({ work }: KworkerContext) => work?.stable === false,
    iomap_writethrough_complete: ({ work }: KworkerContext) => work?.stable === true,
    xfs_dio_write_end_io: (c: KworkerContext) => !convertsUnderLock(c),
    xfs_iomap_write_unwritten: (c: KworkerContext) => convertsUnderLock(c),
  },
}

/** Charts that stand in several machines: here, and where their states are listed above. */
const copies: readonly (readonly [copy: string, listed: string])[] = [
  ['truncate.xfs_setattr_size.xfs_zero_range.write_begin', 'buffered_writer.iomap_write_begin'],
  ['partial_writer.write_begin', 'buffered_writer.iomap_write_begin'],
  ['writethrough_writer.iomap_writethrough_iter.write_begin', 'buffered_writer.iomap_write_begin'],
  [
    'direct_writer.xfs_file_write_checks.xfs_zero_range',
    'truncate.xfs_setattr_size.xfs_zero_range',
  ],
  ['buffered_writer.xfs_file_write_checks', 'direct_writer.xfs_file_write_checks'],
  ['writethrough_writer.xfs_file_write_checks', 'direct_writer.xfs_file_write_checks'],
  ['writethrough_writer.generic_write_checks', 'direct_writer.generic_write_checks'],
  [
    'buffered_writer.pagecache_isize_extended',
    'truncate.xfs_setattr_size.pagecache_isize_extended',
  ],
  [
    'writethrough_writer.iomap_writethrough_iter.pagecache_isize_extended',
    'truncate.xfs_setattr_size.pagecache_isize_extended',
  ],
  ['kworker.end_io.pagecache_isize_extended', 'truncate.xfs_setattr_size.pagecache_isize_extended'],
  ['fsync.iomap_writepages', 'flusher.iomap_writepages'],
  ['truncate.xfs_setattr_size.filemap_write_and_wait_range', 'flusher.iomap_writepages'],
  ['xfs_file_fallocate.xfs_setattr_size', 'truncate.xfs_setattr_size'],
  ['mmap_user.filemap_read_folio', 'reader.filemap_read_folio'],
]

interface Entry {
  readonly file: string
  readonly function: string
  readonly machine: string
  /** Empty for the machine as a whole. */
  readonly state: string
}

function entryOf(file: string, name: string, path: string): Entry {
  const [machine = '', ...keys] = path.split('.')
  return { file, function: name, machine, state: keys.join('.') }
}

/** As listed, without the copies; readme.test.ts compares them with the tables of README.md. */
export const listed: readonly Entry[] = Object.entries(byFile).flatMap(([file, functionsOfFile]) =>
  Object.entries(functionsOfFile).flatMap(([name, states]) =>
    states.map((state) => entryOf(file, name, state)),
  ),
)

const pathOf = ({ machine, state }: Entry): string =>
  state === '' ? machine : `${machine}.${state}`

/** Those that a copy of one chart adds. */
function copied(entries: readonly Entry[], copy: string, original: string): readonly Entry[] {
  return entries.flatMap((entry) => {
    const path = pathOf(entry)
    return path === original || path.startsWith(`${original}.`)
      ? [entryOf(entry.file, entry.function, copy + path.slice(original.length))]
      : []
  })
}

const entries = copies.reduce<readonly Entry[]>(
  (all, [copy, original]) => [...all, ...copied(all, copy, original)],
  listed,
)

function followed(entry: Entry): Follows {
  const { file, function: name, machine, state } = entry
  const alone = !entries.some((other) => other !== entry && pathOf(other) === pathOf(entry))
  const when = alone ? undefined : choices[machine]?.[name]
  return {
    function: name,
    ...(file !== '' && { file }),
    states: [state],
    ...(when !== undefined && { when }),
  }
}

/** The functions that the states of a machine follow, by its name. */
export const functions: Readonly<Record<string, readonly Follows[]>> = Object.fromEntries(
  [...new Set(entries.map((e) => e.machine))].map((machine) => [
    machine,
    entries.filter((e) => e.machine === machine).map(followed),
  ]),
)
