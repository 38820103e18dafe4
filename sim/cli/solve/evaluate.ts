/** Designs searched one by one for their records, which a cache keeps from one command to the next. */
import { study } from '../../api.ts'
import type { Study } from '../../api.ts'
import { recordOf, violatedOf } from '../../matrix/record.ts'
import type { DesignRecord } from '../../matrix/record.ts'
import { createModel } from '../../model/model.ts'
import { violatedProperty } from '../../model/violation.ts'
import type { Design, Scenario } from '../../scenario/scenario.ts'
import { Cache, defaultFolder } from '../cache/entries.ts'
import { keyOf } from '../cache/key.ts'
import { UsageError } from '../failure.ts'
import { noteInterrupt } from '../terminal/interrupt.ts'
import { costs, propertiesOf, searchSettings, searchStudy } from '../search/search.ts'
import type { SearchSettings } from '../search/search.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface EvaluateWords {
  /** A folder; false for none. */
  readonly cache?: string | boolean
  readonly maxStates?: string
  readonly maxMemory?: string
  readonly quiet?: boolean
}

/** What is asked of one design. */
export interface Asked {
  readonly scenario: Scenario
  readonly design: Design
  /** The properties that can be violated, beside the built-in ones; without it, all. */
  readonly only?: ReadonlySet<string>
  /** A violation of one of these settles the matter; without it, everything is explored. */
  readonly refute?: ReadonlySet<string>
}

export class Evaluator {
  private readonly settings: SearchSettings
  private readonly cache: Cache | undefined
  private readonly terminal: Terminal
  private readonly quiet: boolean
  private readonly start: number
  private readonly interrupt = noteInterrupt()
  private stopped = false
  private searched = 0
  private reused = 0
  /** Searched without a key, because it could not be told what the result depends on. */
  private keyless = 0
  private states = 0

  /** @throws UsageError when the words make no sense. */
  constructor(words: EvaluateWords, terminal: Terminal) {
    this.settings = searchSettings(words, 'dfs')
    if (words.cache === '') throw new UsageError('--cache needs a folder; --no-cache keeps nothing')
    const folder = typeof words.cache === 'string' ? words.cache : defaultFolder()
    this.cache = words.cache === false ? undefined : new Cache(folder, terminal)
    this.terminal = terminal
    this.quiet = words.quiet === true
    this.start = terminal.now()
  }

  get interrupted(): boolean {
    return this.stopped || this.interrupt.noted()
  }

  /** The record of a design; undefined when somebody interrupted before it was begun. */
  async record(asked: Asked): Promise<DesignRecord | undefined> {
    if (this.interrupted) return undefined
    const subject = studyOf(asked)
    const key = this.cache === undefined ? undefined : await keyOf(subject)
    const known = key === undefined ? undefined : await this.cache?.read(key)
    if (known !== undefined && isEnough(known, asked)) {
      this.reused++
      return known
    }
    const found = await this.search(subject, asked)
    if (this.cache !== undefined && key === undefined) this.keyless++
    // What a limit or Ctrl-C cut off depends on more than the key, unless it refutes for good.
    if (key !== undefined && !this.stopped && isEnough(found, asked)) {
      await this.cache?.write(key, found)
    }
    return found
  }

  /** What it took, on the error stream. */
  close(): void {
    this.interrupt.close()
    if (this.quiet) return
    const seconds = (this.terminal.now() - this.start) / 1_000
    const not =
      this.keyless === 0 ? '' : `, ${this.keyless} not kept: a module imports more than text`
    this.terminal.err(`${this.searched} searched, ${this.reused} from the cache${not}`)
    this.terminal.err(costs(this.states, seconds))
  }

  private async search(subject: Study, { refute }: Asked): Promise<DesignRecord> {
    const { scenario, design } = subject
    if (this.terminal.live) {
      this.terminal.status(`${scenario.name} ${Object.values(design).join(' ')}`)
    }
    const enough =
      refute === undefined
        ? {}
        : {
            enough: (known: { readonly failures: readonly Failure[] }) =>
              known.failures.some((f) => refute.has(violatedProperty(f.violation))),
          }
    const once = async (mode: 'dfs' | 'bfs') => {
      const settings = { ...this.settings, ...enough, mode }
      const { checked, interrupted } = await searchStudy(subject, settings, this.terminal)
      this.states += checked.result.states
      this.stopped ||= interrupted
      return checked
    }
    let checked = await once('dfs')
    // A state that depth first cut off may be within the bound on steps on a shorter way.
    if (checked.result.stopped === 'steps' && !this.interrupted) checked = await once('bfs')
    this.searched++
    const { properties } = subject.model.system
    return recordOf(checked.result, checked.bound, propertiesOf(subject), properties)
  }
}

type Failure = { readonly violation: Parameters<typeof violatedProperty>[0] }

function isEnough(found: DesignRecord, { refute }: Asked): boolean {
  if (found.complete || (found.stopped === 'steps' && found.mode === 'bfs')) return true
  return refute !== undefined && violatedOf(found).some((name) => refute.has(name))
}

/** Without the other properties a run goes on where they are violated. */
function studyOf({ scenario, design, only }: Asked): Study {
  const whole = study(scenario, design)
  if (only === undefined) return whole
  const { system } = whole.model
  const properties = system.properties.filter((p) => p.kind === 'sometimes' || only.has(p.name))
  return { ...whole, model: createModel({ ...system, properties }) }
}
