/** Every element of a mapping that means an event, with its place and all the calls it is part of. */
import type { Path } from '../scenario/tree.ts'
import type { Element, Mapping, Seen } from './format.ts'

export interface Occurrence {
  readonly seen: Seen
  readonly path: Path
  /** Who may be meant: one actor for each call that has the element. */
  readonly actors: readonly string[]
  /** A call that has it says of nobody who does it. */
  readonly unfollowed: boolean
}

/** In the order of the calls; what no call has is left out. Fragments must not contain themselves. */
export function occurrencesOf(mapping: Mapping): readonly Occurrence[] {
  const places = new Map<Seen, { readonly path: Path; readonly by: Set<string | undefined> }>()
  const sequence = (elements: readonly Element[], path: Path, actor: string | undefined): void => {
    for (const [i, element] of elements.entries()) one(element, [...path, i], actor)
  }
  const one = (element: Element, path: Path, actor: string | undefined): void => {
    if ('optional' in element) sequence(element.optional, [...path, 'optional'], actor)
    else if ('repeat' in element) sequence(element.repeat, [...path, 'repeat'], actor)
    else if ('either' in element) {
      for (const [i, branch] of element.either.entries()) {
        sequence(branch, [...path, 'either', i], actor)
      }
    } else if ('do' in element) {
      sequence(mapping.fragments[element.do] ?? [], ['fragments', element.do], actor)
    } else {
      const place = places.get(element) ?? { path, by: new Set() }
      place.by.add(element.who ?? actor)
      places.set(element, place)
    }
  }
  for (const [name, { trace, actor }] of Object.entries(mapping.calls)) {
    sequence(trace, ['calls', name, 'trace'], actor)
  }
  return [...places].map(([seen, { path, by }]) => ({
    ...{ seen, path, unfollowed: by.has(undefined) },
    actors: [...by].filter((actor) => actor !== undefined),
  }))
}
