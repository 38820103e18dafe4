/**
 * Which strategies draw their runs independently and from one distribution: without that, counting
 * runs estimates nothing. A strategy that learns from earlier runs, enumerates schedules or lets
 * several others take turns does not; one that nobody has vouched for here counts as such.
 */
export type Sampling =
  | { readonly independent: true; readonly uniform: boolean }
  | { readonly independent: false; readonly reason: string }

/** Seeds are independent draws. Only of the uniform walk is the probability of a run known. */
const independent: ReadonlySet<string> = new Set(['uniform', 'pct', 'pctcp', 'pos', 'surw', 'urw'])

export function samplingOf(strategy: string): Sampling {
  // A name may carry parameters: `pct:3`.
  const [name = ''] = strategy.split(':')
  if (independent.has(name)) return { independent: true, uniform: name === 'uniform' }
  return {
    independent: false,
    reason: `runs of the strategy ${strategy} are not independent draws from one distribution`,
  }
}
