/**
 * The explorer of one server: scenarios loaded as they are asked for, their states counted beside, and
 * at most one sweep or search for each page. Everything long is done in slices, so that a page that
 * asks for a position is answered while others wait for a proof. It lives in a thread of its own,
 * which is thrown away when a machine is edited: modules stay loaded for as long as their thread.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { study } from '../../api.ts'
import { Atlas } from '../../serve/atlas.ts'
import type { Known } from '../../serve/words.ts'
import type { Answer, Job, Place, Request, Told } from '../../serve/protocol.ts'
import { TooLargeError } from '../../space/graph.ts'
import { ScenarioError } from '../../errors.ts'
import { readScenario } from '../../scenario/load.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { describeFailure, UsageError } from '../failure.ts'
import { chooseDesign } from '../open.ts'
import { Subject } from '../report/subject.ts'
import { version } from '../version.ts'
import { progressOf } from './jobs.ts'
import { givenScenarios, liesIn } from './scenarios.ts'
import type { Given } from './scenarios.ts'
import { openedOf, viewOf } from './view.ts'

export interface ExplorerOptions {
  readonly paths: readonly string[]
  /** Designs with more states are walked without knowing where steps lead. */
  readonly maxStates: number
  /** `stream` undefined: to all pages. */
  readonly tell: (told: Told, stream?: string) => void
}

/** Designs kept loaded; the one asked for longest ago goes first. */
const maxLoaded = 4

interface Loaded {
  readonly place: Place
  readonly subject: Subject
  known: Known
  /** No longer wanted. */
  dropped: boolean
}

export class Explorer {
  private readonly options: ExplorerOptions
  private readonly loaded = new Map<string, Loaded>()
  /** The job of each page; a new one takes the place of the old one. */
  private readonly jobs = new Map<string, object>()

  constructor(options: ExplorerOptions) {
    this.options = options
  }

  async answer(request: Request): Promise<Answer> {
    try {
      return await this.answerTo(request)
    } catch (error) {
      return { kind: 'refused', lines: describeFailure(error).lines }
    }
  }

  private async answerTo(request: Request): Promise<Answer> {
    switch (request.kind) {
      case 'list':
        return { kind: 'list', endio: version, scenarios: await this.list() }
      case 'open': {
        const { subject } = await this.load(request)
        return { kind: 'opened', opened: openedOf(subject) }
      }
      case 'chart': {
        const { subject } = await this.load(request)
        const chart = await subject.chart(request.machine)
        if (chart === undefined) throw new UsageError('this design has no such machine')
        return { kind: 'chart', chart }
      }
      case 'at': {
        const { subject, known } = await this.load(request)
        return { kind: 'view', view: viewOf(subject, known, request) }
      }
      case 'start': {
        const { subject } = await this.load(request)
        void this.work(request.stream, subject, request.job)
        return { kind: 'done' }
      }
      case 'stop':
        this.jobs.delete(request.stream)
        return { kind: 'done' }
    }
  }

  private async list() {
    const given = await givenScenarios(this.options.paths)
    return Promise.all(
      given.map(async ({ path }) => {
        const { scenario } = await readScenario(path)
        return { id: path, name: scenario?.name ?? path, title: scenario?.title ?? 'has mistakes' }
      }),
    )
  }

  /** @throws ScenarioError, UsageError */
  private async load({ scenario: id, design: words }: Place): Promise<Loaded> {
    const place: Place = { scenario: id, design: words }
    const key = JSON.stringify(place)
    const known = this.loaded.get(key)
    this.loaded.delete(key)
    const loaded = known ?? (await this.read(place))
    this.loaded.set(key, loaded)
    for (const [old, unused] of [...this.loaded].slice(0, -maxLoaded)) {
      unused.dropped = true
      this.loaded.delete(old)
    }
    if (known === undefined) void this.explore(loaded)
    return loaded
  }

  private async read(place: Place): Promise<Loaded> {
    const given = await this.given(place.scenario)
    const scenario = await opened(given)
    const subject = new Subject(study(scenario, chooseDesign(scenario, place.design)), given.path)
    return { place, subject, known: { why: 'counting the states' }, dropped: false }
  }

  /** @throws UsageError for anything that is not of the list. */
  private async given(id: string): Promise<Given> {
    const found = (await givenScenarios(this.options.paths)).find((g) => g.path === id)
    if (found !== undefined && (await liesIn(found.root, found.path))) return found
    throw new UsageError('this server was not given such a scenario')
  }

  private async explore(loaded: Loaded): Promise<void> {
    const { place, subject } = loaded
    const { maxStates, tell } = this.options
    let states = 0
    try {
      const work = Atlas.explore(subject.study.model, maxStates)
      for (let next = work.next(); ; next = work.next()) {
        await nextTurn()
        if (loaded.dropped) return
        if (next.done === true) {
          loaded.known = next.value
          tell({ kind: 'explored', place, states: next.value.states, done: true })
          return
        }
        states = next.value
        tell({ kind: 'explored', place, states, done: false })
      }
    } catch (error) {
      const why =
        error instanceof TooLargeError
          ? `more than ${maxStates.toLocaleString('en-US')} states`
          : describeFailure(error).lines.join(' ')
      loaded.known = { why }
      tell({ kind: 'explored', place, states, done: true, why })
    }
  }

  private async work(stream: string, subject: Subject, job: Job): Promise<void> {
    const me = {}
    this.jobs.set(stream, me)
    const { tell } = this.options
    const isWanted = (): boolean => this.jobs.get(stream) === me
    try {
      for (const known of progressOf(subject.study, job)) {
        tell({ kind: 'progress', job: known }, stream)
        await nextTurn()
        if (isWanted()) continue
        if (known.state === 'running') {
          tell({ kind: 'progress', job: { ...known, state: 'stopped' } }, stream)
        }
        return
      }
    } catch (error) {
      const words = describeFailure(error).lines.join(' ')
      tell({ kind: 'progress', job: { kind: job.kind, state: 'failed', words, found: [] } }, stream)
    }
    if (isWanted()) this.jobs.delete(stream)
  }
}

async function opened({ path }: Given): Promise<Scenario> {
  const { scenario, problems } = await readScenario(path)
  if (scenario === undefined) throw new ScenarioError(problems)
  return scenario
}
