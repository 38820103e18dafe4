/**
 * Characters that turn the direction of writing [Unicode Bidi_Control], and the two line ends that
 * JavaScript has beside its own: they would let a value disguise what stands around it.
 */
export const turning = /[\p{Bidi_Control}\u2028\u2029]/gu

export function codePoint(c: string): string {
  return `U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
