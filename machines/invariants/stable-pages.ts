/** S8. What a device checksums is what it then transfers. */
import { bio } from '../objects/bio.ts'
import { all, faultless } from './template.ts'

export const stablePages = faultless({
  kind: 'always',
  law: 'the bytes under DMA are the bytes that were checksummed',
  source: 'commit d76ee18a8551; folio_wait_stable; iomap_writethrough_complete() of RFC v2 2/5',
  roles: { bios: 'bios with checksum: true' },
  faults: (view) =>
    all(view, 'bios', bio).flatMap(({ checksummed, dma }) =>
      checksummed.length === dma.length && checksummed.join() !== dma.join()
        ? [`checksum of ${checksummed.join(' ')}, DMA of ${dma.join(' ')}`]
        : [],
    ),
})
