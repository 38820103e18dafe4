/** The properties a scenario may use, by name. */
import { appendDisjoint } from './invariants/append-disjoint.ts'
import { blockOwnership } from './invariants/block-ownership.ts'
import { cacheCoherent } from './invariants/cache-coherent.ts'
import { dirtyIsWritten } from './invariants/dirty-is-written.ts'
import { completionOrder } from './invariants/completion-order.ts'
import { drainsEnd } from './invariants/drains-end.ts'
import { failedWriteLeavesSize } from './invariants/failed-write-leaves-size.ts'
import { failedWriteNotReadable } from './invariants/failed-write-not-readable.ts'
import { flagsBalanced } from './invariants/flags-balanced.ts'
import { freezeTokensBalanced } from './invariants/freeze-tokens-balanced.ts'
import { frozenIsQuiet } from './invariants/frozen-is-quiet.ts'
import { ioCompletes } from './invariants/io-completes.ts'
import { mappedInsideEof } from './invariants/mapped-inside-eof.ts'
import { noJunkInsideEof } from './invariants/no-junk-inside-eof.ts'
import { noLostAckedByte } from './invariants/no-lost-acked-byte.ts'
import { readAtomic } from './invariants/read-atomic.ts'
import { noLeak } from './invariants/no-leak.ts'
import { noTornSize } from './invariants/no-torn-size.ts'
import { noUseAfterFree } from './invariants/no-use-after-free.ts'
import { readerSeesAcked } from './invariants/reader-sees-acked.ts'
import { readerSeesExtension } from './invariants/reader-sees-extension.ts'
import { readerSeesNoJunk } from './invariants/reader-sees-no-junk.ts'
import { retriesEnd } from './invariants/retries-end.ts'
import { sharedBlockUnchanged } from './invariants/shared-block-unchanged.ts'
import { sizeMonotone } from './invariants/size-monotone.ts'
import { stablePages } from './invariants/stable-pages.ts'
import { storeHasBlock } from './invariants/store-has-block.ts'
import { waitersWake } from './invariants/waiters-wake.ts'
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
  'reader-sees-extension': readerSeesExtension,
  'reader-sees-no-junk': readerSeesNoJunk,
  'no-junk-inside-eof': noJunkInsideEof,
  'cache-coherent': cacheCoherent,
  'dirty-is-written': dirtyIsWritten,
  'store-has-block': storeHasBlock,
  'stable-pages': stablePages,
  'flags-balanced': flagsBalanced,
  'completion-order': completionOrder,
  'waiters-wake': waitersWake,
  'no-torn-size': noTornSize,
  'retries-end': retriesEnd,
  'no-use-after-free': noUseAfterFree,
  'no-leak': noLeak,
  'io-completes': ioCompletes,
  'drains-end': drainsEnd,
  'frozen-is-quiet': frozenIsQuiet,
  'freeze-tokens-balanced': freezeTokensBalanced,
  'block-ownership': blockOwnership,
  'shared-block-unchanged': sharedBlockUnchanged,
  'mapped-inside-eof': mappedInsideEof,
  'disk-size-behind': diskSizeBehind,
  'recovered-gap-zero': recoveredGapZero,
  'recovered-size-covered': recoveredSizeCovered,
  'recovered-tail-clean': recoveredTailClean,
  'synced-survives': syncedSurvives,
  'written-extent-has-data': writtenExtentHasData,
  'fsync-reports-once': fsyncReportsOnce,
  'fsync-survives': fsyncSurvives,
  'failed-write-leaves-size': failedWriteLeavesSize,
  'failed-write-not-readable': failedWriteNotReadable,
  'append-disjoint': appendDisjoint,
  'read-atomic': readAtomic,
}
