/** D1. What recovery puts inside EOF is there: no block below the size holds what a former owner left, and
 * the write that moved the size has its last block. A size that is durable before the data or the
 * conversion gives a file of zeros that no program ever wrote. */
import { writerRoles, writersIn } from './acknowledged.ts'
import { atStart, isForeign, recovered, recoveredRoles } from './recovered.ts'
import { faultless } from './template.ts'

export const recoveredSizeCovered = faultless({
  kind: 'at-rest',
  law: 'the size that recovery finds covers only bytes that are there, or zeros',
  source: 'commit ba87ea699ebd (xfs: the null files problem); commit ee70daaba82d; xfs_setfilesize',
  roles: { ...recoveredRoles, writers: writerRoles.writers },
  params: atStart,
  faults: (view, given) => {
    const file = recovered(view, given)
    if (file === null) return []
    const { i_disk_size, blocks } = file
    const inside = blocks.filter(({ pos }) => pos < i_disk_size)
    const junk = inside.filter(({ content }) => isForeign(content))
    const last = inside.at(-1)
    const { initial } = atStart.parse(given)
    const words = writersIn(view, 'writers')
      .filter((w) => last !== undefined && w.pos <= last.pos && last.pos < w.end)
      .map(({ fill }) => fill)
    const missing =
      last !== undefined &&
      i_disk_size > initial &&
      words.length > 0 &&
      !words.includes(last.content)
    return [
      ...junk.map(({ pos, content }) => `block ${pos}, below ${i_disk_size}, reads '${content}'`),
      ...(missing
        ? [`the size is ${i_disk_size}, and its last block ${last.pos} reads '${last.content}'`]
        : []),
    ]
  },
})
