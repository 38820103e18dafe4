/** Who must not sleep, and what sleeps: might_sleep() of the kernel, by operation. */

/** bi_end_io runs in the interrupt of the device; what it may do must not sleep [K bio_endio]. */
export const contexts = { bio: 'hardirq' } as const

/**
 * Operations that may sleep besides taking a semaphore, the folio lock or waiting for an event.
 * Write-protecting walks the mapping under i_mmap_rwsem [K folio_mkclean, rmap_walk_file];
 * conversion and reservation are transactions; a copy to the user may fault. Not here: the copy
 * with page faults off, PG_writeback and i_dio_count, which are set and cleared anywhere.
 */
export const sleeps = {
  folio: [
    'copy_folio_to_iter',
    'folio_clear_dirty_for_io',
    'invalidate_inode_pages2',
    'iomap_zero_range',
    'pagecache_isize_extended',
  ],
  block_map: [
    'iomap_begin',
    'map_blocks',
    'iomap_write_unwritten',
    'itruncate_extents',
    'xfs_unmap_extent',
    'xfs_bmap_punch_delalloc_range',
  ],
  block_device: ['blk_read'],
} as const
