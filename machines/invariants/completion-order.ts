/**
 * S6. The event of a write is its last word: whoever has it finds the size published, every block
 * converted, and nothing cached of what the write replaced. DSYNC would add: durable.
 */
import { z } from 'zod'
import { diskAt } from '../objects/block_device.ts'
import { extentAt, sectorAt } from '../objects/block_map.ts'
import { blocksIn } from '../geometry.ts'
import { writersIn } from './acknowledged.ts'
import { cachedBlocks, fileOf, fileRoles } from './file.ts'
import { faultless } from './template.ts'

const params = z.strictObject({
  invalidates: z
    .boolean()
    .default(true)
    .describe('the writes are direct: no clean block of the cache is older than they are'),
})

export const completionOrder = faultless({
  kind: 'always',
  law: 'when the result of a write is known, its size, extents and cache are those it leaves',
  source: 'commits 552ef8024f90 and fb511f215017 (complete last); iomap_dio_complete()',
  roles: { ...fileRoles, writers: 'tasks that write, each block by one of them; no truncate runs' },
  params,
  faults: (view, given) => {
    const { invalidates } = params.parse(given)
    const file = fileOf(view)
    const cached = cachedBlocks(file.folios)
    return writersIn(view, 'writers').flatMap(({ pos, result, block_size }) => {
      const end = pos + Math.max(0, result ?? 0)
      const stale = (at: number): boolean =>
        cached.some(
          (block) =>
            block.pos === at &&
            block.uptodate &&
            block.data !== diskAt(file.block_device, sectorAt(file.block_map, at)),
        )
      return [
        ...(file.i_size < end ? [`a write to ${end} is complete, i_size is ${file.i_size}`] : []),
        ...blocksIn(pos, end, block_size).flatMap((at) => [
          ...(extentAt(file.block_map, at) === 'written' ? [] : [`block ${at} is not written`]),
          ...(invalidates && stale(at) ? [`the cache of block ${at} is older than the write`] : []),
        ]),
      ]
    })
  },
})
