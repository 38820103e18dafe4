/** A branch: a run as far as its explorer has taken it. */
import type { Document } from '../../document/document.ts'
import { byName, formatMoves, parseMoves } from '../../serve/moves.ts'
import type { View } from '../../serve/protocol.ts'

export interface Branch {
  readonly id: number
  readonly name: string
  /** The branch it was forked from, and after which step. */
  readonly from?: { readonly id: number; readonly step: number }
  readonly view: View
  /** Where it was before an edit of the model that stopped it: it goes there again when it can. */
  readonly wanted?: string
}

/** The position after `step` of a branch. */
export function movesUpTo({ run }: Pick<View, 'run'>, names: string, step: number): string {
  const moves = parseMoves(names) ?? byName(run.steps.map((s) => ({ deliver: s.name, take: 0 })))
  return formatMoves(moves.slice(0, step))
}

export const lengthOf = ({ view }: Branch): number => view.run.steps.length

/** `document` with a run, the one it is compared with, and the file that its command of replay reads. */
export function shownDocument(
  document: Document,
  { name, run, schedule }: Pick<Branch, 'name'> & Pick<View, 'run' | 'schedule'>,
  other: Branch | undefined,
): Document {
  const compared = other === undefined ? [] : [{ ...other.view.run, name: other.name }]
  const content = { kind: 'text', text: schedule } as const
  return {
    ...document,
    runs: [{ ...run, name }, ...compared],
    downloads: [{ name: 'schedule.json', mediaType: 'application/json', content }],
  }
}

export interface TreeLine {
  readonly branch: Branch
  readonly depth: number
}

/** The branches as a tree, each below the one it was forked from, in the order of their making. */
export function treeOf(branches: readonly Branch[]): readonly TreeLine[] {
  const ids = new Set(branches.map((b) => b.id))
  const below = (parent: number | undefined, depth: number): readonly TreeLine[] =>
    branches
      .filter(
        ({ from }) => (from !== undefined && ids.has(from.id) ? from.id : undefined) === parent,
      )
      .flatMap((branch) => [{ branch, depth }, ...below(branch.id, depth + 1)])
  return below(undefined, 0)
}
