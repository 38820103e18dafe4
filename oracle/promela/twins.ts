/** Models of this engine with their twins in Promela. */
import { extenders } from '../models/extenders.ts'
import type { System } from '../../sim/scenario/system.ts'
import { alternatingBit } from './alternating-bit.ts'
import { election } from './election.ts'
import { oneStore } from './one-store.ts'
import { philosophers } from './philosophers.ts'

export interface Twin {
  readonly system: System
  /** In this folder. */
  readonly file: string
  /** As `N=3`. */
  readonly defines: readonly string[]
}

export function extendersTwin(n: number, racy: boolean): Twin {
  const defines = [`N=${n}`, ...(racy ? ['RACY'] : [])]
  return { system: extenders(n, racy), file: 'extenders.pml', defines }
}

export function oneStoreTwin(n: number, racy: boolean): Twin {
  const defines = [`N=${n}`, ...(racy ? ['RACY'] : [])]
  return { system: oneStore(n, racy), file: 'one-store.pml', defines }
}

export const twins: readonly Twin[] = [
  ...[2, 3, 4, 5].flatMap((n) => [extendersTwin(n, true), extendersTwin(n, false)]),
  ...[2, 3].flatMap((n) => [oneStoreTwin(n, true), oneStoreTwin(n, false)]),
  ...[2, 3, 4, 5].map((n) => ({
    system: election(n),
    file: 'election.pml',
    defines: [`N=${n}`],
  })),
  ...[2, 3, 4].map((n) => ({
    system: philosophers(n),
    file: 'philosophers.pml',
    defines: [`N=${n}`],
  })),
  ...(
    [
      [1, 1, 1],
      [3, 2, 2],
      [4, 3, 3],
    ] as const
  ).map(([messages, retries, losses]) => ({
    system: alternatingBit(messages, retries, losses),
    file: 'alternating-bit.pml',
    defines: [`MESSAGES=${messages}`, `RETRIES=${retries}`, `LOSSES=${losses}`],
  })),
]
