/** The schemas of the machines' inputs, by machine. */
import type { z } from 'zod'
import { aioWriteInput } from './tasks/aio_write.ts'
import { atomicInput } from './objects/atomic.ts'
import { bioInput } from './objects/bio.ts'
import { blockDeviceInput } from './objects/block_device.ts'
import { blockMapInput } from './objects/block_map.ts'
import { btrfsDirectWriteInput } from './tasks/btrfs_direct_write.ts'
import { bufferedWriterInput } from './tasks/buffered_writer.ts'
import { directReaderInput } from './tasks/direct_reader.ts'
import { directWriterInput } from './tasks/direct_writer.ts'
import { ext4WritepagesInput } from './tasks/ext4_writepages.ts'
import { fallocateInput } from './tasks/fallocate.ts'
import { flusherInput } from './tasks/flusher.ts'
import { folioInput } from './objects/folio.ts'
import { iomapDioBioEndIoInput } from './completions/iomap_dio_bio_end_io.ts'
import { iomapWriteDelallocReleaseInput } from './tasks/iomap_write_delalloc_release.ts'
import { iSizeReaderInput } from './tasks/i_size_reader.ts'
import { iSizeSeqcountInput } from './objects/i_size_seqcount.ts'
import { iSizeWriterInput } from './tasks/i_size_writer.ts'
import { freezerInput } from './tasks/freezer.ts'
import { freeEofblocksInput } from './tasks/free_eofblocks.ts'
import { fsyncInput } from './tasks/fsync.ts'
import { inodeInput } from './objects/inode.ts'
import { iomapCtxInput } from './objects/iomap_writethrough_ctx.ts'
import { kworkerInput } from './completions/kworker.ts'
import { kiocbStartWriteInput } from './tasks/kiocb_start_write.ts'
import { mmapUserInput } from './tasks/mmap_user.ts'
import { partialWriterInput } from './tasks/partial_writer.ts'
import { otherFileInput } from './tasks/other_file.ts'
import { powerCutInput } from './tasks/power_cut.ts'
import { readerInput } from './tasks/reader.ts'
import { reclaimInput } from './tasks/reclaim.ts'
import { reflinkInput } from './tasks/reflink.ts'
import { remountInput } from './tasks/remount.ts'
import { rwSemaphoreInput } from './objects/rw_semaphore.ts'
import { slabObjectInput } from './objects/slab_object.ts'
import { selfCopyWriterInput } from './tasks/self_copy_writer.ts'
import { superBlockInput } from './objects/super_block.ts'
import { truncateInput } from './tasks/truncate.ts'
import { unmapperInput } from './tasks/unmapper.ts'
import { userPagesInput } from './objects/user_pages.ts'
import { waitOnAllPagesInput } from './tasks/wait_on_all_pages.ts'
import { waitQueueHeadInput } from './objects/wait_queue_head.ts'
import { writeEndIoInput } from './completions/write_end_io.ts'
import { writethroughWriterInput } from './tasks/writethrough_writer.ts'
import { xfsFileFallocateInput } from './tasks/xfs_file_fallocate.ts'

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
  btrfs_direct_write: btrfsDirectWriteInput,
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
  iomap_write_delalloc_release: iomapWriteDelallocReleaseInput,
  fsync: fsyncInput,
  free_eofblocks: freeEofblocksInput,
  other_file: otherFileInput,
  reflink: reflinkInput,
  remount: remountInput,
  xfs_file_fallocate: xfsFileFallocateInput,
  power_cut: powerCutInput,
}
