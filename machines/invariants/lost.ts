/** Which acknowledged bytes recovery does not find. */
import { blocksIn } from '../geometry.ts'
import { writersIn } from './acknowledged.ts'
import type { WriterFacts } from './acknowledged.ts'
import type { Recovered } from './recovered.ts'
import type { View } from './template.ts'

/** The acknowledged blocks of `promised`, each of which the `writers` of the view may overwrite. */
export function lost(
  view: View,
  { i_disk_size, blocks }: Recovered,
  promised: readonly WriterFacts[],
): readonly string[] {
  const writers = writersIn(view, 'writers')
  return promised.flatMap(({ pos, fill, result, block_size }) =>
    blocksIn(pos, pos + Math.max(0, result ?? 0), block_size).flatMap((at) => {
      const legal = writers.filter((w) => w.pos <= at && at < w.end).map((w) => w.fill)
      const content = blocks.find((block) => block.pos === at)?.content
      if (at < i_disk_size && (content === fill || legal.includes(content ?? ''))) return []
      const found = at < i_disk_size ? `reads '${content}'` : `lies past EOF (${i_disk_size})`
      return [`block ${at}, promised as '${fill}', ${found} after recovery`]
    }),
  )
}
