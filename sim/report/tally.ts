/** The share of mutants that was refused, and why the others were not. */
import type { Accepted, Tally } from '../conform/tally.ts'
import { mailWidth, percent, table, wrap } from './text.ts'

export function tallyLines(tallies: readonly Tally[]): readonly string[] {
  const sum = (key: 'made' | 'refused'): number => tallies.reduce((n, t) => n + t[key], 0)
  const [made, refused] = [sum('made'), sum('refused')]
  const rows = tallies.map((t) => [`  ${t.mutation}`, `${t.made}`, `${t.refused}`])
  return [
    ...table([['  mutants', 'made', 'refused'], ...rows]),
    `  ${refused} of ${made} refused${made === 0 ? '' : `, ${percent(refused / made)}`}`,
    ...tallies.flatMap(({ mutation, accepted }) =>
      classes(accepted).flatMap(([because, all]) => {
        const told = all.map(({ doubt, about }) => `${doubt.of} (${about})`).join('; ')
        return wrap(`accepted: ${mutation}, ${all.length}: ${because}: ${told}`, mailWidth, '  ')
      }),
    ),
  ]
}

/** By the reason, in the order in which reasons come first. */
function classes(
  accepted: readonly Accepted[],
): readonly (readonly [string, readonly Accepted[]])[] {
  const reasons = [...new Set(accepted.map(({ doubt }) => doubt.because))]
  return reasons.map((because) => [because, accepted.filter((a) => a.doubt.because === because)])
}
