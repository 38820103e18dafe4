/**
 * Sizes of the model as sizes that a real file takes: direct I/O goes to multiples of the logical
 * block of the device, and what is as large as a block of the filesystem shall stay so.
 */
import type { Operation, Reproducible } from '../../scenario/reproducer.ts'

/** The block of common filesystems, and the largest logical block of common devices. */
export const blockSize = 4096

/** By what all positions and lengths are multiplied, so that direct calls are aligned. */
export function scaleOf({ file, tasks }: Reproducible): number {
  if (file.unaligned) return 1
  const direct = tasks
    .flatMap(({ operations }) => operations)
    .flatMap((o) => ('direct' in o && o.direct ? [o.pos, o.len] : []))
  let scale = 1
  while (direct.some((n) => (n * scale) % blockSize !== 0) && scale < blockSize) scale *= 2
  return scale
}

/** The same with all positions and lengths `scale` times as large. */
export function scaled(user: Reproducible, scale: number): Reproducible {
  const { file, tasks } = user
  const times = (n: number): number => n * scale
  return {
    ...user,
    file: {
      ...file,
      size: times(file.size),
      written: times(file.written),
      allocated: times(file.allocated),
      mapped: file.mapped.map(times),
    },
    tasks: tasks.map((t) => ({ ...t, operations: t.operations.map((o) => enlarged(o, times)) })),
  }
}

function enlarged(operation: Operation, times: (n: number) => number): Operation {
  switch (operation.call) {
    case 'pwrite':
    case 'pread':
    case 'fallocate':
    case 'mmap_store':
    case 'clone':
      return { ...operation, pos: times(operation.pos), len: times(operation.len) }
    case 'ftruncate':
      return { ...operation, size: times(operation.size) }
    case 'fsync':
    case 'sync_file_range':
    case 'drop_cache':
    case 'close':
    case 'write_other':
      return operation
  }
}
