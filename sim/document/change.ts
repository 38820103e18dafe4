/** What differs between two values, as a list of places with what is there now. */
import { isList, isRecord } from './json.ts'
import type { Json } from './json.ts'

export type Path = readonly (string | number)[]

/** At `path` there is now `to`; without it, nothing any more. */
export interface Change {
  readonly path: Path
  readonly to?: Json
}

/**
 * The changes that make `after` of `before`: down to the smallest part, but a list whose length
 * changes is one change.
 */
export function diff(before: Json, after: Json, path: Path = []): readonly Change[] {
  if (before === after) return []
  if (isRecord(before) && isRecord(after)) {
    const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key))
    return [
      ...gone.map((key) => ({ path: [...path, key] })),
      ...Object.entries(after).flatMap(([key, to]) => {
        const was = Object.hasOwn(before, key) ? before[key] : undefined
        const here = [...path, key]
        return was === undefined ? [{ path: here, to }] : diff(was, to, here)
      }),
    ]
  }
  if (isList(before) && isList(after) && before.length === after.length) {
    return after.flatMap((to, i) => diff(before[i] ?? null, to, [...path, i]))
  }
  return [{ path, to: after }]
}

/** `value` after `change`; what does not change is shared. */
export function apply(value: Json, { path, to }: Change): Json {
  const [key, ...rest] = path
  if (key === undefined) return to ?? null
  const inner = to === undefined ? { path: rest } : { path: rest, to }
  if (isList(value)) return value.map((item, i) => (i === key ? apply(item, inner) : item))
  if (!isRecord(value)) return value
  if (rest.length === 0 && to === undefined) {
    return Object.fromEntries(Object.entries(value).filter(([k]) => k !== key))
  }
  const old = Object.hasOwn(value, key) ? (value[key] ?? null) : null
  // Own keys only: a context may have a key such as __proto__, which plain assignment would not set.
  return Object.fromEntries([
    ...Object.entries(value).filter(([k]) => k !== key),
    [String(key), apply(old, inner)],
  ])
}

/** What stands at `path`. */
export function valueAt(value: Json, path: Path): Json | undefined {
  let here: Json | undefined = value
  for (const key of path) {
    if (isList(here)) here = here[Number(key)]
    else if (isRecord(here)) here = Object.hasOwn(here, key) ? here[key] : undefined
    else return undefined
  }
  return here
}

/** Whether one of two places contains the other. */
export function overlaps(one: Path, other: Path): boolean {
  const length = Math.min(one.length, other.length)
  return one.slice(0, length).every((key, i) => String(key) === String(other[i]))
}
