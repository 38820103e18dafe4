/**
 * How many classes of runs there are and how often each was seen, in bounded memory. Classes are
 * kept exactly until there are more than `limit`; then only those whose fingerprint begins with
 * `level` zero bits, one in 2^level, each still with its exact count (adaptive sampling: Wegman;
 * Flajolet, "On Adaptive Sampling", Computing 1990). The level is the lowest at which the classes
 * fit, so the value depends on the runs only, not on how they were divided or in which order the
 * parts are added: a class that is left out at some level is left out at every higher one.
 */
import { invariant } from '../assert.ts'

/** One class: its fingerprint, and its runs with an even and with an odd seed. */
export interface ClassCount {
  readonly fingerprint: string
  readonly even: number
  readonly odd: number
}

export interface ClassCounts {
  /** One class in 2^level is kept; 0 means all of them. */
  readonly level: number
  /** In the order of the fingerprints. */
  readonly kept: readonly ClassCount[]
}

/** A few megabytes; the estimates from a sample of this many are good to half a percent. */
const defaultLimit = 65_536

export class ClassCounter {
  level = 0
  private readonly limit: number
  private readonly counts = new Map<string, { even: number; odd: number }>()

  constructor(limit = defaultLimit) {
    this.limit = limit
  }

  add(fingerprint: string, even: number, odd: number): void {
    const known = this.counts.get(fingerprint)
    if (known !== undefined) {
      known.even += even
      known.odd += odd
    } else if (zeros(fingerprint) >= this.level) {
      this.counts.set(fingerprint, { even, odd })
      while (this.counts.size > this.limit) this.raise(this.level + 1)
    }
  }

  addAll({ level, kept }: ClassCounts): void {
    if (level > this.level) this.raise(level)
    for (const { fingerprint, even, odd } of kept) this.add(fingerprint, even, odd)
  }

  value(): ClassCounts {
    const kept = [...this.counts].map(([fingerprint, runs]) => ({ fingerprint, ...runs }))
    return { level: this.level, kept: kept.toSorted((a, b) => order(a.fingerprint, b.fingerprint)) }
  }

  private raise(level: number): void {
    invariant(level <= 32, 'more classes than fingerprints can tell')
    this.level = level
    for (const fingerprint of this.counts.keys()) {
      if (zeros(fingerprint) < level) this.counts.delete(fingerprint)
    }
  }
}

/** Sixteen hexadecimal digits. */
export function formatFingerprint(fingerprint: string): string {
  return Array.from({ length: 4 }, (_, i) =>
    fingerprint.charCodeAt(i).toString(16).padStart(4, '0'),
  ).join('')
}

export function parseFingerprint(text: string): string {
  return String.fromCharCode(...[0, 4, 8, 12].map((i) => Number.parseInt(text.slice(i, i + 4), 16)))
}

function zeros(fingerprint: string): number {
  return Math.clz32((fingerprint.charCodeAt(0) << 16) | fingerprint.charCodeAt(1))
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
