/**
 * 64-bit hashes of canonical text, as two lanes of 32 bits. They depend on nothing but the text, so
 * that fingerprints agree between processes and workers whatever was interned first.
 *
 * Each lane is a multiply-and-rotate hash over UTF-16 code units with its own constants and a full
 * avalanche at the end. The lanes are exclusive-or-ed over the parts of a state (Zobrist, "A new
 * hashing method with application for game playing", 1970), which is as strong as the parts' hashes.
 */

export interface Hash {
  readonly lo: number
  readonly hi: number
}

export function hashText(text: string): Hash {
  let lo = 0x3c6ef372
  let hi = 0x510e527f
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    lo = Math.imul(rotate(lo ^ Math.imul(unit, 0x2c1b3c6d), 13), 0x297a2d39) + 0x3504f333
    hi = Math.imul(rotate(hi ^ Math.imul(unit, 0x4cf5ad43), 19), 0x165667b1) + 0x27220a95
  }
  lo = avalanche(lo ^ text.length)
  // The lanes see the same text: mixing one into the other keeps a weak lane from showing.
  hi = avalanche(hi ^ Math.imul(lo, 0x1b873593))
  return { lo, hi }
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by))
}

/** A bijection of 32-bit integers in which each input bit flips each output bit half the time. */
function avalanche(x: number): number {
  let h = x
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return h ^ (h >>> 16)
}
