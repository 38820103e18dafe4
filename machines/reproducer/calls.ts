/**
 * Which system calls each task is. A task that user space cannot be, or that no released kernel has,
 * says why, and what would be needed.
 */
import type { z } from 'zod'
import { bufferedWriterInput } from '../tasks/buffered_writer.ts'
import { directReaderInput } from '../tasks/direct_reader.ts'
import { directWriterInput } from '../tasks/direct_writer.ts'
import { ext4WritepagesInput } from '../tasks/ext4_writepages.ts'
import { fallocateInput } from '../tasks/fallocate.ts'
import { flusherInput } from '../tasks/flusher.ts'
import { fsyncInput } from '../tasks/fsync.ts'
import { mmapUserInput } from '../tasks/mmap_user.ts'
import { otherFileInput } from '../tasks/other_file.ts'
import { partialWriterInput } from '../tasks/partial_writer.ts'
import { readerInput } from '../tasks/reader.ts'
import { reflinkInput } from '../tasks/reflink.ts'
import { truncateInput } from '../tasks/truncate.ts'
import { xfsFileFallocateInput } from '../tasks/xfs_file_fallocate.ts'
import type { Operation, UserSpace } from './operation.ts'

/** A disk block, which is what a second file is written by. */
const block = 4096

/** The input was parsed before; parsing it again gives it its type. */
function from<S extends z.ZodType>(
  schema: S,
  task: (input: z.output<S>) => UserSpace,
): (input: unknown) => UserSpace {
  return (input) => task(schema.parse(input))
}

function task(operations: readonly Operation[], helpers: readonly string[] = []): UserSpace {
  return { kind: 'task', operations, helpers }
}

function refused(why: string, needs: string): () => UserSpace {
  return () => ({ kind: 'refused', refused: why, needs })
}

const kernel = (): UserSpace => ({ kind: 'kernel' })

const buffered = {
  call: 'pwrite',
  direct: false,
  async: false,
  append: false,
  dsync: false,
} as const

const memory = refused(
  'it is about memory of the kernel that no system call reads',
  'a test inside the kernel (KUnit), or KASAN and KCSAN on a kernel under load',
)

const machines: Readonly<Record<string, (input: unknown) => UserSpace>> = {
  direct_writer: from(directWriterInput, (i) => ({
    kind: 'task',
    operations: [
      {
        ...{ call: 'pwrite', pos: i.pos, len: i.len, fill: i.fill, direct: true },
        ...{ async: i.aio, append: i.append, dsync: i.dsync !== 'none' },
      },
    ],
    helpers: [i.kworker, i.ctx, i.bio],
    submits: 'ctx_put',
  })),
  buffered_writer: from(bufferedWriterInput, ({ pos, len, fill }) =>
    task([{ ...buffered, pos, len, fill }]),
  ),
  partial_writer: from(partialWriterInput, ({ pos, len, fill }) =>
    task([{ ...buffered, pos, len, fill }]),
  ),
  mmap_user: from(mmapUserInput, ({ stores, block_size }) =>
    task(
      stores.map(({ times, ...store }) => ({
        call: 'mmap_store',
        ...store,
        len: block_size,
        times,
      })),
    ),
  ),
  truncate: from(truncateInput, ({ size }) => task([{ call: 'ftruncate', size }])),
  xfs_file_fallocate: from(xfsFileFallocateInput, ({ mode, pos, len }) =>
    task([{ call: 'fallocate', mode, pos, len }]),
  ),
  fallocate: from(fallocateInput, ({ pos, len }) =>
    task([{ call: 'fallocate', mode: 'allocate', pos, len }]),
  ),
  reader: from(readerInput, ({ pos, len }) => task([{ call: 'pread', pos, len, direct: false }])),
  direct_reader: from(directReaderInput, ({ pos, len }) =>
    task([{ call: 'pread', pos, len, direct: true }]),
  ),
  flusher: from(flusherInput, ({ bio }) => task([{ call: 'sync_file_range' }], [bio])),
  ext4_writepages: from(ext4WritepagesInput, ({ bio }) =>
    task([{ call: 'sync_file_range' }], [bio]),
  ),
  fsync: from(fsyncInput, ({ times, bio }) =>
    task(
      Array.from({ length: times }, () => ({ call: 'fsync' as const })),
      [bio],
    ),
  ),
  reclaim: () => task([{ call: 'drop_cache' }]),
  free_eofblocks: () => task([{ call: 'close' }]),
  reflink: from(reflinkInput, ({ pos }) => task([{ call: 'clone', pos, len: block }])),
  other_file: from(otherFileInput, ({ fill }) =>
    task([{ call: 'write_other', len: block, fill: fill.charAt(0) }]),
  ),
  writethrough_writer: refused(
    'RWF_WRITETHROUGH is in no released kernel; it is an RFC',
    'a kernel with the series, and its flag for pwritev2(2)',
  ),
  power_cut: refused(
    'it cuts the power',
    'a virtual machine that is killed, or the log-writes target of the device mapper with replay',
  ),
  freezer: refused(
    'it freezes a filesystem, and the token of a write is not to be seen from outside',
    'a filesystem of its own for FIFREEZE, and a tracer that watches the completion',
  ),
  remount: refused(
    'it unmounts the filesystem between the race and the look',
    'a device of its own: run the program of the race itself, then unmount, mount and read',
  ),
  self_copy_writer: refused(
    'the source page must go between the check and the copy',
    'reclaim at that very point, by memory pressure or a fault injected into the copy',
  ),
  slab_object: memory,
  aio_write: memory,
  wait_on_all_pages: memory,
  write_end_io: memory,
  i_size_writer: refused('it tears a 64-bit store on a 32-bit kernel', 'a 32-bit kernel with SMP'),
  i_size_reader: refused('it tears a 64-bit load on a 32-bit kernel', 'a 32-bit kernel with SMP'),
  kiocb_start_write: refused(
    'it is a part of a write, the taking of its token',
    'a filesystem of its own for FIFREEZE, and a tracer that watches the completion',
  ),
}

/** The calls of an actor; what is in no list is an object of the kernel. */
export function userSpaceOf(machine: string, input: unknown): UserSpace {
  return (machines[machine] ?? kernel)(input)
}
