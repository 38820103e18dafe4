/** Whether what is required holds in a design, judged as if nothing else had been asked. */
import { unreachedOf, violatedOf } from '../../matrix/record.ts'
import type { DesignRecord } from '../../matrix/record.ts'
import { stopWords, unaskedWords } from '../../report/check.ts'
import type { Design, Scenario } from '../../scenario/scenario.ts'
import type { Candidate } from '../../solve/variables.ts'
import type { Reply } from '../../solve/solve.ts'
import type { Evaluator } from './evaluate.ts'

/** Somebody pressed Ctrl-C; what was found is in the cache. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

export interface Judged {
  /** Required invariants that are violated. */
  readonly violates: readonly string[]
  readonly record: DesignRecord
}

export class Judge {
  private readonly evaluator: Evaluator
  private readonly scenarios: readonly Scenario[]
  /** For each scenario, what it asks; then what of it is required. */
  private readonly asked: readonly ReadonlySet<string>[]
  private readonly required: readonly ReadonlySet<string>[]

  constructor(
    evaluator: Evaluator,
    scenarios: readonly Scenario[],
    asked: readonly (readonly string[])[],
    required: ReadonlySet<string> | undefined,
  ) {
    this.evaluator = evaluator
    this.scenarios = scenarios
    this.asked = asked.map((names) => new Set(names))
    this.required = asked.map(
      (names) => new Set(names.filter((n) => required === undefined || required.has(n))),
    )
  }

  /** @throws Interrupted */
  async reply(index: number, candidate: Candidate): Promise<Reply> {
    let why: string | undefined
    for (const design of candidate.designs) {
      const { violates, record } = await this.judge(index, design, true)
      if (violates.length > 0) return { kind: 'fails' }
      const unreached = unreachedOf(record)
      const unasked = record.unasked.filter((name) => this.required[index]?.has(name))
      if (!record.complete) why ??= stopWords(record.stopped ?? 'interrupted')
      else if (unreached.length > 0) why ??= `${unreached.join(', ')} is never reached`
      else if (unasked.length > 0) why ??= unaskedWords(unasked)
    }
    return why === undefined ? { kind: 'holds' } : { kind: 'open', why }
  }

  /**
   * With `soon`, one violation is enough; without it, all of them are told.
   * @throws Interrupted
   */
  async judge(index: number, design: Design, soon: boolean): Promise<Judged> {
    const scenario = this.scenarios[index]
    const required = this.required[index]
    if (scenario === undefined || required === undefined) throw new RangeError(`no ${index}`)
    const refute = soon ? { refute: required } : {}
    const whole = await this.found({ scenario, design, ...refute })
    const all = violatedOf(whole)
    const violates = all.filter((name) => required.has(name))
    const isWhole = required.size === this.asked[index]?.size
    if (isWhole || all.length === 0 || (soon && violates.length > 0)) {
      return { violates, record: whole }
    }
    // What is not required ended runs: only a search that does not look at it can tell.
    const record = await this.found({ scenario, design, only: required, ...refute })
    return { violates: violatedOf(record), record }
  }

  private async found(asked: Parameters<Evaluator['record']>[0]): Promise<DesignRecord> {
    const record = await this.evaluator.record(asked)
    // A violation that was found before Ctrl-C stands; what was not found does not.
    if (record === undefined || this.evaluator.interrupted) throw new Interrupted()
    return record
  }
}
