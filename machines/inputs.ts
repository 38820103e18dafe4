/** The schemas of the machines' inputs, by machine. */
import type { z } from 'zod'
import { aioWriteInput } from './aio_write.ts'
import { atomicInput } from './atomic.ts'
import { bioInput } from './bio.ts'
import { blockDeviceInput } from './block_device.ts'
import { blockMapInput } from './block_map.ts'
import { bufferedWriterInput } from './buffered_writer.ts'
import { directReaderInput } from './direct_reader.ts'
import { directWriterInput } from './direct_writer.ts'
import { ext4WritepagesInput } from './ext4_writepages.ts'
import { fallocateInput } from './fallocate.ts'
import { flusherInput } from './flusher.ts'
import { folioInput } from './folio.ts'
import { iomapDioBioEndIoInput } from './iomap_dio_bio_end_io.ts'
import { iSizeReaderInput } from './i_size_reader.ts'
import { iSizeSeqcountInput } from './i_size_seqcount.ts'
import { iSizeWriterInput } from './i_size_writer.ts'
import { freezerInput } from './freezer.ts'
import { freeEofblocksInput } from './free_eofblocks.ts'
import { fsyncInput } from './fsync.ts'
import { inodeInput } from './inode.ts'
import { iomapCtxInput } from './iomap_writethrough_ctx.ts'
import { kworkerInput } from './kworker.ts'
import { kiocbStartWriteInput } from './kiocb_start_write.ts'
import { mmapUserInput } from './mmap_user.ts'
import { partialWriterInput } from './partial_writer.ts'
import { otherFileInput } from './other_file.ts'
import { powerCutInput } from './power_cut.ts'
import { readerInput } from './reader.ts'
import { reclaimInput } from './reclaim.ts'
import { reflinkInput } from './reflink.ts'
import { remountInput } from './remount.ts'
import { rwSemaphoreInput } from './rw_semaphore.ts'
import { slabObjectInput } from './slab_object.ts'
import { selfCopyWriterInput } from './self_copy_writer.ts'
import { superBlockInput } from './super_block.ts'
import { truncateInput } from './truncate.ts'
import { unmapperInput } from './unmapper.ts'
import { userPagesInput } from './user_pages.ts'
import { waitOnAllPagesInput } from './wait_on_all_pages.ts'
import { waitQueueHeadInput } from './wait_queue_head.ts'
import { writeEndIoInput } from './write_end_io.ts'
import { writethroughWriterInput } from './writethrough_writer.ts'
import { xfsFileFallocateInput } from './xfs_file_fallocate.ts'

export const inputs: Readonly<Record<string, z.ZodType>> = {
  rw_semaphore: rwSemaphoreInput,
  inode: inodeInput,
  folio: folioInput,
  block_map: blockMapInput,
  block_device: blockDeviceInput,
  bio: bioInput,
  iomap_writethrough_ctx: iomapCtxInput,
  iomap_dio: iomapCtxInput,
  kworker: kworkerInput,
  writethrough_writer: writethroughWriterInput,
  direct_writer: directWriterInput,
  buffered_writer: bufferedWriterInput,
  truncate: truncateInput,
  mmap_user: mmapUserInput,
  reader: readerInput,
  direct_reader: directReaderInput,
  reclaim: reclaimInput,
  fallocate: fallocateInput,
  partial_writer: partialWriterInput,
  ext4_writepages: ext4WritepagesInput,
  flusher: flusherInput,
  atomic: atomicInput,
  wait_queue_head: waitQueueHeadInput,
  wait_on_all_pages: waitOnAllPagesInput,
  write_end_io: writeEndIoInput,
  i_size_seqcount: iSizeSeqcountInput,
  i_size_writer: iSizeWriterInput,
  i_size_reader: iSizeReaderInput,
  slab_object: slabObjectInput,
  super_block: superBlockInput,
  freezer: freezerInput,
  kiocb_start_write: kiocbStartWriteInput,
  user_pages: userPagesInput,
  self_copy_writer: selfCopyWriterInput,
  unmapper: unmapperInput,
  aio_write: aioWriteInput,
  iomap_dio_bio_end_io: iomapDioBioEndIoInput,
  fsync: fsyncInput,
  free_eofblocks: freeEofblocksInput,
  other_file: otherFileInput,
  reflink: reflinkInput,
  remount: remountInput,
  xfs_file_fallocate: xfsFileFallocateInput,
  power_cut: powerCutInput,
}
