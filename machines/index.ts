/**
 * The kernel's objects and tasks as statecharts. Every export that is a machine is a machine kind
 * under its export name.
 *
 * Comments say where a fact comes from. [K]: read in the source of Linux 6.12.117, at the function
 * named. [S]: the mail of 18 Apr 2026 on RFC v2 2/5 of "buffered writethrough" (linux-fsdevel).
 * [P]: the text of RFC v1. [M]: another mail of the thread. [L]: seen on a running 6.12.117. A
 * commit is named by its id. What has no tag is this model's own way of doing it.
 */
export { bio } from './bio.ts'
export { block_device } from './block_device.ts'
export { block_map } from './block_map.ts'
export { buffered_writer } from './buffered_writer.ts'
export { check } from './check.ts'
export { direct_writer } from './direct_writer.ts'
export { flusher } from './flusher.ts'
export { folio } from './folio.ts'
export { free_eofblocks } from './free_eofblocks.ts'
export { fsync } from './fsync.ts'
export { holders } from './holders.ts'
export { inode } from './inode.ts'
export { inputs } from './inputs.ts'
export { iomap_dio, iomap_writethrough_ctx } from './iomap_writethrough_ctx.ts'
export { kworker } from './kworker.ts'
export { mmap_user } from './mmap_user.ts'
export { other_file } from './other_file.ts'
export { power_cut } from './power_cut.ts'
export { properties } from './properties.ts'
export { reader } from './reader.ts'
export { rw_semaphore } from './rw_semaphore.ts'
export { truncate } from './truncate.ts'
export { writethrough_writer } from './writethrough_writer.ts'
