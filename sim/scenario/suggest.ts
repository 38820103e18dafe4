/** The nearest known word, for "did you mean". */
import { distance } from 'fastest-levenshtein'

/** Longer words are not compared: the distance is quadratic and nobody mistypes a paragraph. */
const LONGEST_WORD = 64

/**
 * The candidate that differs from `word` in at most two of five letters, or undefined. Of
 * equally near ones the first wins; a difference of case alone counts as none.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST_WORD) return undefined
  let best: string | undefined
  let bestDistance = Math.max(1, Math.round(word.length * 0.4)) + 1
  for (const candidate of candidates) {
    if (candidate.length > LONGEST_WORD || candidate === word) continue
    const apart = distance(word.toLowerCase(), candidate.toLowerCase())
    if (apart >= bestDistance) continue
    best = candidate
    bestDistance = apart
  }
  return best
}
