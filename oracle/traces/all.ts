/** Every program whose classes are counted, small ones for the brute force and large ones. */
import { filesystem } from './filesystem.ts'
import { indexer } from './indexer.ts'
import { lastzero } from './lastzero.ts'
import { readers } from './readers.ts'
import type { TraceOracle } from './trace-oracle.ts'

export const traceOracles: readonly TraceOracle[] = [
  ...[1, 2, 3, 4, 5, 6, 10].map(readers),
  ...[2, 3, 4, 5, 8].map(lastzero),
  ...[indexer(2, 2), indexer(2, 1), indexer(3, 2), indexer(4, 3), indexer(11), indexer(12)],
  ...[filesystem(3, 6), filesystem(4, 6), filesystem(3, 4), filesystem(4, 4), filesystem(5, 6)],
  ...[filesystem(13), filesystem(14), filesystem(16)],
]
