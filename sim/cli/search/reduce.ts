/** The reductions of `check` by name. */
import { InvalidArgumentError } from 'commander'
import type { CheckOptions } from '../../space/result.ts'

type Reducing = Pick<CheckOptions, 'reductions' | 'sleep' | 'symmetry'>

/** What each name switches on. */
const reductions = {
  reply: { reductions: { reply: true } },
  persistent: { reductions: { persistent: true } },
  sleep: { sleep: 'tables' },
  'sleep-receiver': { sleep: 'receiver' },
  symmetry: { symmetry: true },
} as const satisfies Readonly<Record<string, Reducing>>

export const reductionNames = Object.keys(reductions)

/** Reads `reply,persistent`, or `none`. @throws InvalidArgumentError */
export function parseReductions(text: string): Reducing {
  const names = text.split(',').filter((name) => name !== '' && name !== 'none')
  return names.reduce<Reducing>((all, name) => {
    const known = Object.entries(reductions).find(([n]) => n === name)?.[1]
    if (known === undefined) {
      const choices = ['none', ...reductionNames].join(', ')
      throw new InvalidArgumentError(`there is no reduction '${name}'; there are ${choices}`)
    }
    const both = 'reductions' in known ? { ...all.reductions, ...known.reductions } : {}
    return { ...all, ...known, ...('reductions' in known && { reductions: both }) }
  }, {})
}

/** Whether anything is reduced. */
export function reduces({ reductions: some, sleep, symmetry }: Reducing): boolean {
  return some !== undefined || sleep !== undefined || symmetry === true
}

export type { Reducing }
