/** The schemas of the machines' inputs, by machine. */
import type { z } from 'zod'
import { bioInput } from './bio.ts'
import { blockDeviceInput } from './block_device.ts'
import { blockMapInput } from './block_map.ts'
import { bufferedWriterInput } from './buffered_writer.ts'
import { directWriterInput } from './direct_writer.ts'
import { flusherInput } from './flusher.ts'
import { folioInput } from './folio.ts'
import { freeEofblocksInput } from './free_eofblocks.ts'
import { fsyncInput } from './fsync.ts'
import { inodeInput } from './inode.ts'
import { iomapCtxInput } from './iomap_writethrough_ctx.ts'
import { kworkerInput } from './kworker.ts'
import { mmapUserInput } from './mmap_user.ts'
import { otherFileInput } from './other_file.ts'
import { powerCutInput } from './power_cut.ts'
import { readerInput } from './reader.ts'
import { rwSemaphoreInput } from './rw_semaphore.ts'
import { truncateInput } from './truncate.ts'
import { writethroughWriterInput } from './writethrough_writer.ts'

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
  flusher: flusherInput,
  fsync: fsyncInput,
  free_eofblocks: freeEofblocksInput,
  other_file: otherFileInput,
  power_cut: powerCutInput,
}
