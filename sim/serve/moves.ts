/**
 * A position in the space of runs, written so that a person can read it and it survives edits of the
 * model: from the start, how many steps of the default schedule, and the deliveries chosen instead.
 * `12 kworker>inode:i_size_write !1 3` takes twelve default steps, delivers that message with its
 * alternative 1, and takes three more.
 */
import { parseDelivery } from '../schedule/delivery.ts'

export type Move =
  /** So many steps of the default schedule, or fewer where the run ends first. */
  | { readonly kind: 'default'; readonly steps: number }
  /** A delivery by name; `take` is its alternative, 0 for the message itself. */
  | { readonly kind: 'deliver'; readonly deliver: string; readonly take: number }

/** A step that was taken, and whether the default schedule takes it too. */
export interface Taken {
  readonly deliver: string
  readonly take: number
  readonly usual: boolean
}

export function formatMoves(moves: readonly Move[]): string {
  return moves
    .map((move) => {
      if (move.kind === 'default') return String(move.steps)
      return move.take === 0 ? move.deliver : `${move.deliver} !${move.take}`
    })
    .join(' ')
}

/** The inverse of `formatMoves`; undefined when `text` is not of that form. */
export function parseMoves(text: string): readonly Move[] | undefined {
  const moves: Move[] = []
  for (const word of text.split(' ').filter((w) => w !== '')) {
    const last = moves.at(-1)
    const [, take] = /^!(\d{1,2})$/.exec(word) ?? []
    if (take !== undefined) {
      if (last?.kind !== 'deliver' || last.take !== 0) return undefined
      moves[moves.length - 1] = { ...last, take: Number(take) }
    } else if (/^\d{1,9}$/.test(word)) {
      if (Number(word) > 0) moves.push({ kind: 'default', steps: Number(word) })
    } else if (parseDelivery(word) === undefined) return undefined
    else moves.push({ kind: 'deliver', deliver: word, take: 0 })
  }
  return moves
}

/** The shortest way to write `taken`. */
export function compact(taken: readonly Taken[]): readonly Move[] {
  const moves: Move[] = []
  for (const { deliver, take, usual } of taken) {
    const last = moves.at(-1)
    if (!usual) moves.push({ kind: 'deliver', deliver, take })
    else if (last?.kind === 'default') moves[moves.length - 1] = { ...last, steps: last.steps + 1 }
    else moves.push({ kind: 'default', steps: 1 })
  }
  return moves
}

/** Every step by name: what still means the same after the default schedule has changed. */
export function byName(taken: readonly Pick<Taken, 'deliver' | 'take'>[]): readonly Move[] {
  return taken.map(({ deliver, take }) => ({ kind: 'deliver', deliver, take }))
}
