/**
 * The operators and functions of property expressions. They are total: a value of the wrong type
 * gives NaN or false instead of an exception or a conversion, and an object is read only at keys
 * of its own.
 */

type Operator = (left: unknown, right: unknown) => unknown

/** A number as it is, anything else as NaN. */
export const numeric = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN)

const arithmetic =
  (compute: (a: number, b: number) => number): Operator =>
  (left, right) =>
    compute(numeric(left), numeric(right))

const comparison =
  (compare: (a: number | string, b: number | string) => boolean): Operator =>
  (left, right) => {
    if (typeof left === 'string' && typeof right === 'string') return compare(left, right)
    return compare(numeric(left), numeric(right))
  }

/** Numbers to a number. `==` is `===`: nothing is converted. */
export const ARITHMETIC: ReadonlyMap<string, Operator> = new Map([
  ['+', arithmetic((a, b) => a + b)],
  ['-', arithmetic((a, b) => a - b)],
  ['*', arithmetic((a, b) => a * b)],
  ['/', arithmetic((a, b) => a / b)],
  ['%', arithmetic((a, b) => a % b)],
])

/** Two values to true or false. */
export const COMPARISONS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['<', comparison((a, b) => a < b)],
  ['<=', comparison((a, b) => a <= b)],
  ['>', comparison((a, b) => a > b)],
  ['>=', comparison((a, b) => a >= b)],
  ['==', (a, b) => a === b],
  ['===', (a, b) => a === b],
  ['!=', (a, b) => a !== b],
  ['!==', (a, b) => a !== b],
])

/** Functions of values: `min` and `max` of numbers and lists of numbers, `len` of a list or text. */
export const FUNCTIONS: ReadonlyMap<string, (args: readonly unknown[]) => unknown> = new Map([
  ['min', (args: readonly unknown[]) => Math.min(...args.flat().map(numeric))],
  ['max', (args: readonly unknown[]) => Math.max(...args.flat().map(numeric))],
  ['len', (args: readonly unknown[]) => lengthOf(args[0])],
])

function lengthOf(value: unknown): number {
  return Array.isArray(value) || typeof value === 'string' ? value.length : Number.NaN
}

/** The value at a key of the object's own, or undefined. */
export function own(holder: unknown, key: unknown): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined
  if (typeof key !== 'string' && typeof key !== 'number') return undefined
  const value: unknown = Object.hasOwn(holder, key) ? Reflect.get(holder, key) : undefined
  return value
}
