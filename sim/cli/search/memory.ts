/**
 * Limits on memory. The search counts its own arrays; what the process really takes is looked at
 * here, between batches, so that it stops with what it knows before the system ends it.
 */
import { totalmem } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import type { SearchResult } from '../../space/search.ts'
import { UsageError } from '../failure.ts'

const units: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }
/** Of the heap that V8 may take; above it collection takes most of the time, then the process dies. */
const heapShare = 0.85
/** Of this machine's memory; others want some too. */
const machineShare = 0.5

/** `2G`, `500M` or a number of bytes. */
export function parseMemory(text: string): number {
  const [, digits, unit = ''] = /^([1-9]\d{0,11})([kMG]?)$/.exec(text) ?? []
  const bytes = digits === undefined ? undefined : Number(digits) * (units[unit] ?? 1)
  if (bytes !== undefined) return bytes
  throw new UsageError(`--max-memory '${text}' is not a size; try --max-memory 2G`)
}

/** Half of what this machine, or the control group the process runs in, has. */
export function defaultMemory(): number {
  const constrained = process.constrainedMemory()
  const machine = totalmem()
  const inGroup = constrained !== undefined && constrained > 0 && constrained < machine
  return Math.floor(machineShare * (inGroup ? constrained : machine))
}

/** Passes on what `work` yields until the process takes more than `bytes`; the last value says so. */
export function* withinMemory(
  work: Iterable<SearchResult>,
  bytes: number,
  taken: () => number = takenBytes,
): Generator<SearchResult, void> {
  for (const known of work) {
    const outgrown = taken() > bytes
    yield outgrown && !known.complete && known.stopped === undefined
      ? { ...known, stopped: 'memory' }
      : known
    if (outgrown) return
  }
}

/** Infinite when the heap is about to run out, which no limit on bytes would notice. */
function takenBytes(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
  return used > heapShare * limit ? Infinity : process.memoryUsage.rss()
}
