/**
 * The kernel's objects and tasks as statecharts. Every export that is a machine is a machine kind
 * under its export name.
 */
export { bio } from './bio.ts'
export { block_device } from './block_device.ts'
export { block_map } from './block_map.ts'
export { buffered_writer } from './buffered_writer.ts'
export { check } from './check.ts'
export { direct_writer } from './direct_writer.ts'
export { flusher } from './flusher.ts'
export { folio } from './folio.ts'
export { holders } from './holders.ts'
export { inode } from './inode.ts'
export { inputs } from './inputs.ts'
export { iomap_dio, iomap_writethrough_ctx } from './iomap_writethrough_ctx.ts'
export { kworker } from './kworker.ts'
export { mmap_user } from './mmap_user.ts'
export { properties } from './properties.ts'
export { reader } from './reader.ts'
export { rw_semaphore } from './rw_semaphore.ts'
export { truncate } from './truncate.ts'
export { writethrough_writer } from './writethrough_writer.ts'
