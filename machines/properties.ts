/** The properties a scenario may use, by name. */
import { blockOwnership } from './invariants/block-ownership.ts'
import { cacheCoherent } from './invariants/cache-coherent.ts'
import { failedWriteLeavesSize } from './invariants/failed-write-leaves-size.ts'
import { flagsBalanced } from './invariants/flags-balanced.ts'
import { noJunkInsideEof } from './invariants/no-junk-inside-eof.ts'
import { noLostAckedByte } from './invariants/no-lost-acked-byte.ts'
import { readerSeesAcked } from './invariants/reader-sees-acked.ts'
import { readerSeesNoJunk } from './invariants/reader-sees-no-junk.ts'
import { sizeMonotone } from './invariants/size-monotone.ts'
import { stablePages } from './invariants/stable-pages.ts'
import { storeHasBlock } from './invariants/store-has-block.ts'
import { diskSizeBehind } from './invariants/disk-size-behind.ts'
import { recoveredGapZero } from './invariants/recovered-gap-zero.ts'
import { recoveredSizeCovered } from './invariants/recovered-size-covered.ts'
import { recoveredTailClean } from './invariants/recovered-tail-clean.ts'
import { syncedSurvives } from './invariants/synced-survives.ts'
import { writtenExtentHasData } from './invariants/written-extent-has-data.ts'
import { fsyncReportsOnce } from './invariants/fsync-reports-once.ts'
import { fsyncSurvives } from './invariants/fsync-survives.ts'
import type { PropertyTemplate } from './invariants/template.ts'

export const properties: Readonly<Record<string, PropertyTemplate>> = {
  'size-monotone': sizeMonotone,
  'no-lost-acked-byte': noLostAckedByte,
  'reader-sees-acked': readerSeesAcked,
  'reader-sees-no-junk': readerSeesNoJunk,
  'no-junk-inside-eof': noJunkInsideEof,
  'cache-coherent': cacheCoherent,
  'store-has-block': storeHasBlock,
  'stable-pages': stablePages,
  'flags-balanced': flagsBalanced,
  'block-ownership': blockOwnership,
  'disk-size-behind': diskSizeBehind,
  'recovered-gap-zero': recoveredGapZero,
  'recovered-size-covered': recoveredSizeCovered,
  'recovered-tail-clean': recoveredTailClean,
  'synced-survives': syncedSurvives,
  'written-extent-has-data': writtenExtentHasData,
  'fsync-reports-once': fsyncReportsOnce,
  'fsync-survives': fsyncSurvives,
  'failed-write-leaves-size': failedWriteLeavesSize,
}
