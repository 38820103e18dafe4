/** The properties a scenario may use, by name. */
import { appendDisjoint } from './invariants/append-disjoint.ts'
import { cacheCoherent } from './invariants/cache-coherent.ts'
import { dirtyIsWritten } from './invariants/dirty-is-written.ts'
import { failedWriteLeavesSize } from './invariants/failed-write-leaves-size.ts'
import { failedWriteNotReadable } from './invariants/failed-write-not-readable.ts'
import { flagsBalanced } from './invariants/flags-balanced.ts'
import { noJunkInsideEof } from './invariants/no-junk-inside-eof.ts'
import { noLostAckedByte } from './invariants/no-lost-acked-byte.ts'
import { readAtomic } from './invariants/read-atomic.ts'
import { readerSeesAcked } from './invariants/reader-sees-acked.ts'
import { readerSeesExtension } from './invariants/reader-sees-extension.ts'
import { readerSeesNoJunk } from './invariants/reader-sees-no-junk.ts'
import { sizeMonotone } from './invariants/size-monotone.ts'
import { stablePages } from './invariants/stable-pages.ts'
import { storeHasBlock } from './invariants/store-has-block.ts'
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
  'failed-write-leaves-size': failedWriteLeavesSize,
  'failed-write-not-readable': failedWriteNotReadable,
  'append-disjoint': appendDisjoint,
  'read-atomic': readAtomic,
}
