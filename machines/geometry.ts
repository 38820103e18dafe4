/**
 * Positions are bytes and multiples of the block size. The contents of a block are one word that
 * says who put them there: `zero`, `old`, `stale` (what a former owner of the disk block left), or
 * the fill letter of a writer or of a store through a mapping.
 */
import { z } from 'zod'

/** A position or a length in bytes. */
export const bytes = z.number().int().nonnegative()

const power = bytes.refine((n) => n > 0 && Number.isInteger(Math.log2(n)), {
  error: 'expected a power of two',
})

/** Inputs of everything that divides the file into blocks and folios. */
export const sizes = {
  block_size: power.default(1024).describe('i_blocksize(inode)'),
  page_size: power.default(4096).describe('the size of every folio'),
} as const

interface Sizes {
  readonly block_size: number
  readonly page_size: number
}

/** The file positions of the blocks in `[pos, end)`. */
export function blocksIn(pos: number, end: number, block_size: number): readonly number[] {
  const first = Math.floor(pos / block_size) * block_size
  const count = Math.max(0, Math.ceil((end - first) / block_size))
  return Array.from({ length: count }, (_, i) => first + i * block_size)
}

/** The position where the folio after the one that holds `pos` begins. */
export function folioEnd(pos: number, { page_size }: Sizes): number {
  return (Math.floor(pos / page_size) + 1) * page_size
}

/** The folio that holds `pos`. */
export function folioAt(folios: readonly string[], pos: number, { page_size }: Sizes): string {
  const index = Math.floor(pos / page_size)
  const folio = folios[index]
  if (folio === undefined) throw new Error(`no folio covers position ${pos}: 'folios' is too short`)
  return folio
}

/** The names of the folios that hold `[pos, end)`. */
export function foliosIn(
  folios: readonly string[],
  pos: number,
  end: number,
  { page_size }: Sizes,
): readonly string[] {
  return end <= pos
    ? []
    : folios.slice(Math.floor(pos / page_size), Math.floor((end - 1) / page_size) + 1)
}

/** What is there, in order. */
export function present<T>(list: readonly (T | null)[]): readonly T[] {
  return list.filter((item) => item !== null)
}

/** Set union of sorted lists, sorted, so that equal sets compare equal. */
export function union<T extends string | number>(a: readonly T[], b: readonly T[]): readonly T[] {
  return [...new Set([...a, ...b])].toSorted((x, y) => (x < y ? -1 : x > y ? 1 : 0))
}

/** A check that the named positions are multiples of the block size. */
export function aligned(keys: readonly string[]) {
  return (payload: {
    readonly value: { readonly block_size: number }
    readonly issues: z.core.$ZodRawIssue[]
  }): void => {
    const { block_size, ...rest } = payload.value
    const values = new Map<string, unknown>(Object.entries(rest))
    for (const key of keys) {
      const value = values.get(key)
      if (typeof value === 'number' && value % block_size !== 0)
        payload.issues.push({
          code: 'custom',
          input: value,
          path: [key],
          message: `${key} ${value} is not a multiple of block_size ${block_size}`,
        })
    }
  }
}
