/** A value per step, each distinct one kept once. */
import type { Frames } from './run.ts'

export function framesOf<T>(all: Iterable<T>): Frames<T> {
  const known = new Map<string, number>()
  const values: T[] = []
  const at: number[] = []
  for (const value of all) {
    const key = JSON.stringify(value)
    const i = known.get(key) ?? values.push(value) - 1
    known.set(key, i)
    at.push(i)
  }
  return { values, at }
}
