/** The models of the exhaustive benchmark, by the name that its processes pass on. */
import { extendersTwin, oneStoreTwin } from '../oracle/promela/twins.ts'
import type { Twin } from '../oracle/promela/twins.ts'

export interface Job {
  readonly twin: Twin
  /** Times that each peer runs; the median is told. */
  readonly samples: number
  /** Small enough for searches that keep whole snapshots. */
  readonly small: boolean
  /** Left out of a quick run. */
  readonly slow: boolean
  /** Half an hour and more where everything else takes minutes: only when asked for by --full. */
  readonly huge: boolean
}

const job = (twin: Twin, samples: number, options: Partial<Job> = {}): Job => ({
  twin,
  samples,
  small: false,
  slow: false,
  huge: false,
  ...options,
})

export const jobs: readonly Job[] = [
  job(extendersTwin(3, true), 3, { small: true }),
  job(extendersTwin(4, true), 5),
  job(extendersTwin(4, false), 5, { small: true }),
  job(extendersTwin(5, true), 3, { slow: true }),
  job(extendersTwin(5, false), 5),
  job(extendersTwin(6, false), 3, { slow: true }),
  job(extendersTwin(6, true), 1, { huge: true }),
  job(oneStoreTwin(4, true), 1, { slow: true }),
  job(oneStoreTwin(4, false), 3),
  job(oneStoreTwin(5, true), 1, { huge: true }),
  job(oneStoreTwin(6, false), 1, { huge: true }),
]

/** @throws Error when there is no such model. */
export function systemNamed(name: string | undefined): Twin['system'] {
  const system = jobs.find((j) => j.twin.system.name === name)?.twin.system
  if (system === undefined) throw new Error(`no model '${name}' in this benchmark`)
  return system
}
