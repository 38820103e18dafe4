/** What a guard says, for the label of a transition. */

/** Longer conditions are cut off: a label is no listing. */
const maxLength = 36

/**
 * The name of a named guard; of a function the expression that it returns, as its author wrote it,
 * without `context.` and `event.`, or `…` where it is more than an expression.
 */
export function guardText(guard: unknown): string {
  if (typeof guard === 'string') return guard
  if (typeof guard === 'object' && guard !== null && 'type' in guard) return String(guard.type)
  // `and`, `or` and `not` are functions with a type of their own and a source that says nothing.
  if (typeof guard !== 'function' || 'check' in guard) return '…'
  const source = String(guard)
  const arrow = source.indexOf('=>')
  const body = source.slice(arrow + 2).trim()
  if (arrow < 0 || body.startsWith('{')) return '…'
  const words = body
    // Translated modules reach what they import by names such as `(0, _eof.limit)`.
    .replaceAll(/\(0, *\w+\.(\w+)\)/g, '$1')
    .replaceAll(/\b_\w+\.(?=\w)/g, '')
    .replaceAll(/\b(?:context|event)\??\.(?=\w)/g, '')
    .replaceAll(/\bc\.(?=\w)/g, '')
    .replaceAll('"', "'")
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' === ', ' = ')
    .replaceAll(' !== ', ' ≠ ')
    .replace(/[\s;]+$/, '')
  return words.length <= maxLength ? words : `${words.slice(0, maxLength - 1).trimEnd()}…`
}
