/** Where the explorer is, as the fragment of the address: a link another reader of this server can open. */
import type { Place } from '../../serve/protocol.ts'

export interface Address {
  readonly place?: Place
  /** The current branch, as `formatMoves` writes it. */
  readonly moves: string
  /** The branch it is compared with. */
  readonly beside?: string
}

/** `#in=scenarios/isize/h2&design=async=false&at=12+a>b:write&beside=40`. */
export function formatAddress({ place, moves, beside }: Address): string {
  const words = new URLSearchParams()
  if (place !== undefined) {
    words.set('in', place.scenario)
    for (const choice of place.design) words.append('design', choice)
  }
  if (moves !== '') words.set('at', moves)
  if (beside !== undefined) words.set('beside', beside)
  return `#${words.toString()}`
}

export function parseAddress(fragment: string): Address {
  const words = new URLSearchParams(fragment.replace(/^#/, ''))
  const [scenario, beside] = [words.get('in'), words.get('beside')]
  return {
    ...(scenario !== null && { place: { scenario, design: words.getAll('design') } }),
    moves: words.get('at') ?? '',
    ...(beside !== null && { beside }),
  }
}
