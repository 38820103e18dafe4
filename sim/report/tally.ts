/** The share of mutants that was refused, and those that were not. */
import type { Tally } from '../conform/tally.ts'
import { mailWidth, percent, table, wrap } from './text.ts'

export function tallyLines(tallies: readonly Tally[]): readonly string[] {
  const sum = (key: 'made' | 'refused'): number => tallies.reduce((n, t) => n + t[key], 0)
  const [made, refused] = [sum('made'), sum('refused')]
  const rows = tallies.map((t) => [`  ${t.mutation}`, `${t.made}`, `${t.refused}`])
  return [
    ...table([['  mutants', 'made', 'refused'], ...rows]),
    `  ${refused} of ${made} refused${made === 0 ? '' : `, ${percent(refused / made)}`}`,
    ...tallies.flatMap(({ mutation, accepted }) =>
      accepted.flatMap((about) => wrap(`accepted: ${mutation}, ${about}`, mailWidth, '  ')),
    ),
  ]
}
