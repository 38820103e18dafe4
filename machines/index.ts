/**
 * The kernel's objects and tasks as statecharts. Every export that is a machine is a machine kind
 * under its export name.
 *
 * Comments say where a fact comes from. [K]: read in the source of Linux 6.12.117, at the function
 * named. [S]: the mail of 18 Apr 2026 on RFC v2 2/5 of "buffered writethrough" (linux-fsdevel).
 * [P]: the text of RFC v1. [M]: another mail of the thread. [L]: seen on a running 6.12.117. A
 * commit is named by its id. What has no tag is this model's own way of doing it.
 */
export { aio_write } from './aio_write.ts'
export { atomic } from './atomic.ts'
export { bio } from './bio.ts'
export { block_device } from './block_device.ts'
export { block_map } from './block_map.ts'
export { buffered_writer } from './buffered_writer.ts'
export { check } from './check.ts'
export { direct_writer } from './direct_writer.ts'
export { flusher } from './flusher.ts'
export { folio } from './folio.ts'
export { freezer } from './freezer.ts'
export { holders } from './holders.ts'
export { i_size_reader } from './i_size_reader.ts'
export { i_size_seqcount } from './i_size_seqcount.ts'
export { i_size_writer } from './i_size_writer.ts'
export { inode } from './inode.ts'
export { inputs } from './inputs.ts'
export { iomap_dio_bio_end_io } from './iomap_dio_bio_end_io.ts'
export { iomap_dio, iomap_writethrough_ctx } from './iomap_writethrough_ctx.ts'
export { kiocb_start_write } from './kiocb_start_write.ts'
export { kworker } from './kworker.ts'
export { mmap_user } from './mmap_user.ts'
export { properties } from './properties.ts'
export { reader } from './reader.ts'
export { rw_semaphore } from './rw_semaphore.ts'
export { self_copy_writer } from './self_copy_writer.ts'
export { slab_object } from './slab_object.ts'
export { super_block } from './super_block.ts'
export { truncate } from './truncate.ts'
export { unmapper } from './unmapper.ts'
export { user_pages } from './user_pages.ts'
export { wait_on_all_pages } from './wait_on_all_pages.ts'
export { wait_queue_head } from './wait_queue_head.ts'
export { write_end_io } from './write_end_io.ts'
export { writethrough_writer } from './writethrough_writer.ts'
