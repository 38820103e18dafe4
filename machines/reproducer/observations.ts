/** How a program of user space notices that a law is broken; laws that are not here cannot be seen. */

/** By law: what to look at. */
export const observations: Readonly<Record<string, readonly string[]>> = {
  'no-lost-acked-byte': ['acknowledged'],
  'reader-sees-acked': ['read-acknowledged', 'acknowledged'],
  'reader-sees-extension': ['read-extension', 'acknowledged'],
  'reader-sees-no-junk': ['no-junk'],
  'no-junk-inside-eof': ['no-junk'],
  'store-has-block': ['acknowledged'],
  'cache-coherent': ['coherent', 'acknowledged'],
  'size-monotone': ['size', 'acknowledged'],
  'append-disjoint': ['appends'],
  'block-ownership': ['other-file', 'no-junk'],
  'shared-block-unchanged': ['other-file'],
  'mapped-inside-eof': ['no-page-past-end'],
  'drains-end': ['returns'],
  'io-completes': ['returns'],
  deadlock: ['returns'],
}

/** Why the other laws have no program. */
const unseen: Readonly<Record<string, readonly [why: string, needs: string]>> = {
  'stable-pages': [
    'only the device sees that a page changed under it',
    'a device that checksums twice, such as one with DIF/DIX, or dm-integrity over a slow disk',
  ],
}

export function whyUnseen(law: string): { readonly refused: string; readonly needs: string } {
  const [refused, needs] = unseen[law] ?? [
    `'${law}' is about memory of the kernel or a moment inside a call, which no system call shows`,
    'a tracer (a kprobe at the functions of the race), or a design that breaks a law of user space',
  ]
  return { refused, needs }
}
