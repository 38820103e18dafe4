/** Broken promises of endio itself: a failed invariant is our own fault (exit code 4). */

/** A broken promise of endio itself, never of the user's input. */
export class InternalError extends Error {
  override readonly name = 'InternalError'
}

/** @throws InternalError when `condition` is false. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InternalError(message)
}

/** The value at `index`; for indices that the caller's own invariant keeps in range. */
export function at<T>(items: ArrayLike<T>, index: number): T {
  const item = items[index]
  invariant(item !== undefined, `index ${index} outside 0..${items.length - 1}`)
  return item
}

/**
 * The element at an index that is in range by construction. The one unchecked access: it serves
 * the loops that run ten million times a second. It takes one kind of array only, because V8 reads
 * an array of a kind that it has always seen here ten times faster than one of many kinds.
 */
export function read(items: Int32Array, index: number): number {
  return items[index] as number
}
