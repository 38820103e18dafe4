/**
 * Positions of the log in the model's file, in order and exactly: what lies between two positions
 * that the log names is one piece, so that a file of a megabyte takes a few folios. Pages of the
 * log that no position divides become one folio; a page with positions inside is divided into as
 * many blocks of equal size as it needs.
 *
 * The model compares positions and rounds them to blocks and folios, and does nothing else with
 * them; both are kept. A size that a machine reckons otherwise is no position of the log, and is told
 * as unknown rather than guessed.
 */
export interface Positions {
  readonly pages: number
  readonly page_size: number
  readonly block_size: number
  readonly blocks_per_page: number
  /** Positions of the log with the model's, in order. */
  readonly known: readonly (readonly [bytes: number, position: number])[]
  /** The model's position for one of the log's. @throws RangeError for a position that has none. */
  readonly scale: (bytes: number) => number
  /** The log's position; undefined where no position of the log is meant. */
  readonly unscale: (position: number) => number | undefined
}

/** `known`: every position of the log, in bytes, in any order. */
export function positionsOf(known: Iterable<number>, page_size: number): Positions {
  const sorted = [...new Set([0, ...known])].toSorted((a, b) => a - b)
  const edges = new Set(
    sorted.flatMap((p) => [Math.floor(p / page_size), Math.ceil(p / page_size)]),
  )
  // A file has a page, even one of which the log names no position but 0.
  const boundaries = [...(edges.size < 2 ? [0, 1] : edges)].toSorted((a, b) => a - b)
  const inner = boundaries.map((page) =>
    sorted.filter((p) => p > page * page_size && p < (page + 1) * page_size),
  )
  const needed = 1 + inner.reduce((most, { length }) => Math.max(most, length), 0)
  const blocks_per_page = 2 ** Math.ceil(Math.log2(needed))
  const block_size = page_size / blocks_per_page
  const forward = new Map<number, number>()
  for (const [i, page] of boundaries.entries()) {
    forward.set(page * page_size, i * page_size)
    for (const [k, p] of (inner[i] ?? []).entries())
      forward.set(p, i * page_size + (k + 1) * block_size)
  }
  const back = new Map([...forward].map(([bytes, position]) => [position, bytes]))
  return {
    pages: boundaries.length - 1,
    page_size,
    known: [...forward].toSorted((a, b) => a[0] - b[0]),
    block_size,
    blocks_per_page,
    scale: (bytes) => {
      const position = forward.get(bytes)
      if (position === undefined) throw new RangeError(`the log names no position ${bytes}`)
      return position
    },
    unscale: (position) => back.get(position),
  }
}
