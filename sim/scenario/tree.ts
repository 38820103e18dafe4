/**
 * YAML as data with positions. Every later stage names a place by its path from the root, so that
 * only this file and the parser know about offsets.
 */
import type { Span } from './source.ts'

/** A value without parts. */
export type Scalar = string | number | boolean | null

/** An aliased part occurs more than once as the same object, with the span of its anchor. */
export type Tree =
  | {
      readonly kind: 'scalar'
      readonly span: Span
      readonly value: Scalar
      /** The parser has complained about it; `value` is a guess. */
      readonly refused?: true
    }
  | { readonly kind: 'list'; readonly span: Span; readonly items: readonly Tree[] }
  | { readonly kind: 'map'; readonly span: Span; readonly entries: readonly Entry[] }

/** One key of a map with its value. */
export interface Entry {
  readonly key: string
  readonly keySpan: Span
  readonly value: Tree
}

/** Keys of maps and indices of lists, from the root. */
export type Path = readonly PropertyKey[]

/** The tree as plain objects and arrays. Its keys are safe: the parser refuses reserved ones. */
export function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value
    case 'list':
      return tree.items.map(plain)
    case 'map':
      return Object.fromEntries(tree.entries.map(({ key, value }) => [key, plain(value)]))
  }
}

/** True when the parser has complained about a value in `tree`. */
export function hasRefused(tree: Tree): boolean {
  switch (tree.kind) {
    case 'scalar':
      return tree.refused === true
    case 'list':
      return tree.items.some(hasRefused)
    case 'map':
      return tree.entries.some(({ value }) => hasRefused(value))
  }
}

/** What stands at `path`, or undefined. */
export function find(tree: Tree, path: Path): Tree | undefined {
  let here: Tree | undefined = tree
  for (const step of path) {
    if (here?.kind === 'map') here = entryOf(here, step)?.value
    else if (here?.kind === 'list') here = here.items[Number(step)]
    else return undefined
  }
  return here
}

/** Where the value at `path` stands; where its nearest existing parent does when there is none. */
export function valueSpan(tree: Tree, path: Path): Span {
  for (let length = path.length; length > 0; length -= 1) {
    const found = find(tree, path.slice(0, length))
    if (found !== undefined) return found.span
  }
  return { start: 0, end: 0 }
}

/** Where the key at the end of `path` stands; for a list item, where the item does. */
export function keySpan(tree: Tree, path: Path): Span {
  const last = path.at(-1)
  if (last === undefined) return { start: 0, end: 0 }
  const parent = find(tree, path.slice(0, -1))
  if (parent?.kind !== 'map') return valueSpan(tree, path)
  return entryOf(parent, last)?.keySpan ?? keySpan(tree, path.slice(0, -1))
}

function entryOf(map: Extract<Tree, { kind: 'map' }>, key: PropertyKey): Entry | undefined {
  return map.entries.find((entry) => entry.key === key)
}
