/** A failing run reduced, explained and analysed in stages, with progress, until somebody interrupts. */
import { run } from '../api.ts'
import type { RunSource, Study } from '../api.ts'
import { analyse } from '../counterexample/analysis.ts'
import type { Analysis, Failing } from '../counterexample/analysis.ts'
import { reduceTrace } from '../counterexample/bisect.ts'
import type { BisectOptions as Effort, BisectProgress } from '../counterexample/bisect.ts'
import { explain } from '../counterexample/counterexample.ts'
import type { Counterexample } from '../counterexample/counterexample.ts'
import { isolateTraces } from '../counterexample/isolate.ts'
import type { Isolation } from '../counterexample/isolate.ts'
import { runSentence } from '../report/run.ts'
import type { Trace } from '../trace/trace.ts'
import { InconclusiveError, UsageError } from './failure.ts'
import { drain } from './terminal/interrupt.ts'
import { progress } from './terminal/progress.ts'
import { checkCommandParts } from './schedules/replay-command.ts'
import type { Terminal } from './terminal/terminal.ts'

/** The stages one after the other; an interrupt ends the present one and skips the rest. */
export class Session {
  private readonly study: Study
  private readonly terminal: Terminal
  private readonly noted: () => boolean
  private readonly effort: Effort

  constructor(study: Study, terminal: Terminal, noted: () => boolean, effort: Effort) {
    this.study = study
    this.noted = noted
    this.terminal = terminal
    this.effort = effort
  }

  get interrupted(): boolean {
    return this.noted()
  }

  async isolate(good: Trace, bad: Trace): Promise<Isolation | undefined> {
    return this.stage(
      isolateTraces(this.study.model, good, bad, this.effort),
      'runs',
      ({ runs, left }) => [runs, `${left.length} differences left`],
    )
  }

  async reduce(
    trace: Trace,
  ): Promise<{ readonly reduced: BisectProgress; readonly counterexample: Counterexample }> {
    const { model } = this.study
    const reduced = await this.stage(
      reduceTrace(model, trace, this.effort),
      'runs',
      ({ runs, deviations }) => [runs, `${deviations.length} deviations left`],
    )
    if (reduced === undefined) throw new RangeError('a bisection yields at least once')
    const known = await this.stage(explain(model, reduced.deviations), 'runs', (e) => [
      e.tried,
      `of ${e.pairs} orders reversed`,
    ])
    if (known === undefined) throw new RangeError('an explanation yields at least once')
    return { reduced, counterexample: known.counterexample }
  }

  async analyse(counterexample: Failing, maxStates: number): Promise<Analysis | undefined> {
    const work = analyse(this.study, counterexample, { maxStates })
    const last = await this.stage(work, 'explored', ({ done, unit }) => [done, unit])
    return last?.known
  }

  /** Gives at least the first value of `work`, also after an interrupt. */
  private async stage<T>(
    work: Iterable<T>,
    unit: string,
    note: (value: T) => readonly [done: number, note: string],
  ): Promise<T | undefined> {
    if (this.interrupted) {
      for (const first of work) return first
      return undefined
    }
    const bar = progress(this.terminal, undefined, unit)
    const { last } = await drain(work, (value) => {
      const [done, words] = note(value)
      bar.update(done, words)
    })
    return last
  }
}

/** The run of `source`. @throws UsageError, InconclusiveError when it does not fail. */
export function failing(study: Study, source: RunSource, path: string): Trace {
  const { trace } = run(study, source)
  if (trace.ending.kind === 'violated') return trace
  if (trace.ending.kind === 'bound') {
    // A longer run may end otherwise, and no run shows that there is none that ends.
    const check = checkCommandParts(study, path).join(' ')
    throw new InconclusiveError(
      `${runSentence(trace)}\nThere is nothing to bisect; fair cycles are found by a search of all states: ${check}`,
    )
  }
  throw new UsageError(
    `${runSentence(trace)}\nThere is nothing to bisect; 'endio sweep ${path}' finds failing seeds`,
  )
}
