/** The reductions of `check` by name. */
import { InvalidArgumentError } from 'commander'
import type { Reductions } from '../space/reduction/reduction.ts'

export const reductionNames = ['reply', 'persistent'] as const

/** Reads `reply,persistent`, or `none`. @throws InvalidArgumentError */
export function parseReductions(text: string): Reductions {
  const names = text.split(',').filter((name) => name !== '' && name !== 'none')
  const unknown = names.find((name) => !reductionNames.some((known) => known === name))
  if (unknown !== undefined) {
    const known = ['none', ...reductionNames].join(', ')
    throw new InvalidArgumentError(`there is no reduction '${unknown}'; there are ${known}`)
  }
  return Object.fromEntries(names.map((name) => [name, true]))
}
