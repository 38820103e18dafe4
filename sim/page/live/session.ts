/**
 * The branches of a place, as the browser keeps them for a reload. The address has the current one
 * and the one beside it: a link; the others are this reader's, of this tab.
 */
import type { Place } from '../../serve/protocol.ts'
import type { Branch } from './branch.ts'

export interface Session {
  /** The position of the current branch in short, as in the address: another link is another session. */
  readonly at: string
  readonly current: number
  readonly beside?: number
  readonly branches: readonly (Pick<Branch, 'id' | 'name' | 'from'> & {
    /** Every delivery by name, so that they survive an edit. */
    readonly moves: string
  })[]
}

interface Branches {
  readonly branches: readonly Branch[]
  readonly current: number
  readonly beside: number | undefined
}

/** What a reload needs to show the same branches. */
export function sessionOf({ branches, current, beside }: Branches): Session {
  return {
    at: branches.find((b) => b.id === current)?.view.moves ?? '',
    current,
    ...(beside !== undefined && { beside }),
    branches: branches.map(({ view, wanted = view.names, ...branch }) => ({
      ...branch,
      moves: wanted,
    })),
  }
}

const keyOf = ({ scenario, design }: Place): string =>
  `endio ${JSON.stringify([scenario, ...design])}`

/** A browser that has no room, or keeps nothing, forgets the branches at a reload. */
export function keepSession(place: Place, session: Session): void {
  try {
    sessionStorage.setItem(keyOf(place), JSON.stringify(session))
  } catch {
    // Nothing else depends on it.
  }
}

export function keptSession(place: Place): Session | undefined {
  try {
    return parseSession(sessionStorage.getItem(keyOf(place)) ?? '')
  } catch {
    return undefined
  }
}

/** Undefined for what `keepSession` of this or another version did not write. */
export function parseSession(text: string): Session | undefined {
  const value = objectOf(parsed(text))
  if (value === undefined || !Array.isArray(value['branches'])) return undefined
  const { at, current, beside } = value
  const branches = value['branches'].map(branchOf).filter((b) => b !== undefined)
  if (typeof at !== 'string' || typeof current !== 'number') return undefined
  if (branches.length !== value['branches'].length) return undefined
  return { at, current, ...(typeof beside === 'number' && { beside }), branches }
}

function branchOf(given: unknown): Session['branches'][number] | undefined {
  const { id, name, moves, from } = objectOf(given) ?? {}
  if (typeof id !== 'number' || typeof name !== 'string' || typeof moves !== 'string') {
    return undefined
  }
  const { id: parent, step } = objectOf(from) ?? {}
  const isForked = typeof parent === 'number' && typeof step === 'number'
  return { id, name, moves, ...(isForked && { from: { id: parent, step } }) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined
}
