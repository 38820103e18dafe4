/** Values of contexts and events as JSON, so that a page can show them and rebuild states. */

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * What JSON has no form for becomes text: `12n`, `NaN`, `-0`, and `@a` for a reference to actor a.
 * Absent values are left out, as JSON does.
 */
export function plain(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : numeral(value)
    case 'bigint':
      return `${value}n`
    case 'object':
      return value === null ? null : plainObject(value)
    case 'undefined':
      return null
    case 'function':
    case 'symbol':
      return String(value)
  }
}

function numeral(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

function plainObject(value: object): Json {
  if (Array.isArray(value)) return value.map(plain)
  if ('sessionId' in value && 'id' in value) return `@${String(value.id)}`
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : [[key, plain(item)] as const],
    ),
  )
}

export function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
