/** What the first runs of a sweep show although nothing went wrong in them. */
import { run } from '../../api.ts'
import type { Study } from '../../api.ts'
import { predict, Predictions } from '../../predict/predict.ts'
import type { Predicted } from '../../report/prediction.ts'
import type { LogHeader } from './log.ts'

/** Each is executed by plain XState, which takes a tenth of a second on a kernel scenario. */
const maxRuns = 20

/** The findings of the first seeds of the sweep, each with the seed that shows it first. */
export function predictRuns(
  subject: Study,
  { share, strategy }: Pick<LogHeader, 'share' | 'strategy'>,
): readonly Predicted[] {
  const found = new Predictions()
  const last = Math.min(share.last, share.first + maxRuns - 1)
  for (let seed = share.first; seed <= last; seed++) {
    const { trace } = run(subject, { kind: 'seed', seed: `${seed}`, strategy })
    found.add(predict(subject.model.system, trace), `${seed}`, trace.ending.kind === 'passed')
  }
  const runs = last - share.first + 1
  return found.all.map(({ finding, ...seen }) => ({ finding, seen: { ...seen, of: runs } }))
}
