/** What a run or a sweep shows, and what it does not. */
import type { Model } from '../model/model.ts'
import type { SweepResult } from '../explore/sweep.ts'
import type { Trace } from '../trace/trace.ts'

/**
 * `clean`: nothing was found, which for a sweep is no proof. `vacuous`: nothing was found, and a
 * *sometimes* was never reached, so that the sweep may have missed what it was for.
 * `inconclusive`: nothing was found, but runs spent their bound before they came to rest.
 */
export type Verdict =
  | { readonly kind: 'violated' }
  | { readonly kind: 'clean' }
  | { readonly kind: 'vacuous'; readonly never: readonly string[] }
  | { readonly kind: 'inconclusive'; readonly unfinished: number }

export function judgeSweep(model: Model, result: SweepResult): Verdict {
  if (result.failures.length > 0) return { kind: 'violated' }
  if (result.unfinished > 0) return { kind: 'inconclusive', unfinished: result.unfinished }
  const never = model.claims.flatMap(({ property: { kind, name } }) =>
    kind === 'sometimes' && !result.witnessed.includes(name) ? [name] : [],
  )
  return never.length > 0 ? { kind: 'vacuous', never } : { kind: 'clean' }
}

/** One run is never vacuous: what it did not reach another may. */
export function judgeRun(trace: Trace): Verdict {
  switch (trace.ending.kind) {
    case 'violated':
      return { kind: 'violated' }
    case 'passed':
      return { kind: 'clean' }
    case 'bound':
      return { kind: 'inconclusive', unfinished: 1 }
  }
}
