/**
 * A barrier: each of N processes arrives once; the last one lets all go on.
 *
 * Published: TLA+ Examples `barriers/Barrier`, N = 6. In closed form 2^N states and N * 2^(N-1) + 1
 * steps. One actor: all processes pass in one step.
 */
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

/** Who has arrived. */
interface State {
  readonly arrived: readonly boolean[]
}

type Action = { readonly type: 'arrive'; readonly process: number } | { readonly type: 'pass' }

const n = 6
const nobody = Array.from({ length: n }, () => false)

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'barrier-6',
      initial: { arrived: nobody },
      enabled: ({ arrived }) =>
        arrived.includes(false)
          ? arrived.flatMap((here, process) => (here ? [] : [{ type: 'arrive', process }]))
          : [{ type: 'pass' }],
      apply: ({ arrived }, action) => ({
        arrived: action.type === 'pass' ? nobody : arrived.with(action.process, true),
      }),
    }),
    source: 'TLA+ Examples barriers/Barrier',
    ...tlc({ distinct: 64, generated: 194, depth: 7 }),
  },
]
