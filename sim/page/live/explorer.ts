/** What the explorer's page knows, and what its reader can do: signals, and requests that change them. */
import { computed, effect, signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import type { Document } from '../../document/document.ts'
import { formatMoves } from '../../serve/moves.ts'
import type { Answer, Job, Listed, OfferRecord, Onward, Opened } from '../../serve/protocol.ts'
import type { Place, Progress, Told, View } from '../../serve/protocol.ts'
import { Store } from '../store.ts'
import { formatAddress, parseAddress } from './address.ts'
import { lengthOf, movesUpTo, shownDocument } from './branch.ts'
import type { Branch } from './branch.ts'
import type { Client } from './client.ts'
import { followReceiver } from './follow.ts'
import type { Session } from './session.ts'

/** States counted so far; `why` where they are too many. */
export interface Counting {
  readonly states: number
  readonly done: boolean
  readonly why?: string
}

const cell = <T>(value: T): Signal<T> => signal<T>(value)

export class Explorer {
  readonly list = cell<readonly Listed[]>([])
  readonly endio = cell('')
  readonly place = cell<Place | undefined>(undefined)
  readonly opened = cell<Opened | undefined>(undefined)
  readonly branches = cell<readonly Branch[]>([])
  readonly current = cell(0)
  /** The branch that is compared with the current one. */
  readonly beside = cell<number | undefined>(undefined)
  /** The choice that Enter takes. */
  readonly selected = cell(0)
  readonly busy = cell(false)
  readonly gone = cell(false)
  /** What the server refused, or what has changed. */
  readonly notice = cell<readonly string[]>([])
  readonly counting = cell<Counting>({ states: 0, done: false })
  readonly progress = cell<Progress | undefined>(undefined)
  /** What the components of the report look at. */
  readonly store: Store

  readonly branch = computed<Branch | undefined>(() => this.find(this.current.value))
  readonly other = computed<Branch | undefined>(() => this.find(this.beside.value))

  private readonly client: Client
  private stream = ''
  /** Machines of the opened design whose charts were asked for. */
  private drawn = new Set<string>()
  private made = 0
  private asked = 0

  constructor(client: Client, empty: Document) {
    this.client = client
    this.store = new Store(empty)
    followReceiver(this.store)
    effect(() => {
      const { value: record } = this.store.record
      const machine = record?.actors[this.store.actor.value]?.machine
      if (machine !== undefined) void this.draw(machine)
    })
  }

  /**
   * Goes where the address says, and to the first scenario where it says nothing; to all branches of
   * the session that was kept of that place, if it was there.
   */
  async begin(
    fragment: string,
    keptSession: (place: Place) => Session | undefined = () => undefined,
  ): Promise<void> {
    this.client.listen(
      (told) => this.hear(told),
      (isGone) => {
        this.gone.value = isGone
      },
    )
    const answer = await this.ask({ kind: 'list' })
    if (answer.kind !== 'list') return
    this.list.value = answer.scenarios
    this.endio.value = answer.endio
    const [first] = answer.scenarios
    const { place, moves, beside } = parseAddress(fragment)
    const there = place ?? (first && { scenario: first.id, design: [] })
    if (there === undefined) return
    const session = keptSession(there)
    if (session?.at === moves && session.branches.length > 1) {
      await this.open(there, moves, session)
      return
    }
    await this.open(there, moves)
    if (beside !== undefined) {
      const main = this.current.value
      await this.add(beside, 'compared')
      this.beside.value = this.current.value
      this.turnTo(main)
    }
  }

  /** Another scenario or design: its own branches, from the start or from `moves`, or of a session. */
  async open(place: Place, moves = '', session?: Session): Promise<void> {
    const answer = await this.ask({ kind: 'open', ...place })
    if (answer.kind !== 'opened') return
    this.place.value = place
    this.opened.value = answer.opened
    this.drawn = new Set()
    this.branches.value = []
    this.beside.value = undefined
    this.progress.value = undefined
    this.counting.value = { states: 0, done: false }
    if (session === undefined) await this.add(moves, 'main')
    else await this.restore(session)
  }

  /** The branches of a session, in their order: what cannot be reached any more goes as far as it can. */
  private async restore({ branches, current, beside }: Session): Promise<void> {
    this.current.value = current
    const place = this.place.value
    for (const { moves, ...branch } of branches) {
      if (place === undefined || place !== this.place.value) return
      // Not `look`: an answer to it is dropped where the end of the counting asks again.
      const answer = await this.ask({ kind: 'at', ...place, moves, go: 'stay' })
      if (answer.kind !== 'view') continue
      const { view } = answer
      const wanted = view.stopped === undefined ? {} : { wanted: moves }
      this.branches.value = [...this.branches.value, { ...branch, view, ...wanted }]
      this.made = Math.max(this.made, branch.id)
    }
    const { value: here } = this.branch
    if (here === undefined) this.current.value = this.branches.value[0]?.id ?? 0
    if (this.branches.value.length === 0) await this.add('', 'main')
    this.beside.value = beside
    this.showAgain()
    // What was answered before the counting ended does not know where its steps lead.
    if (this.counting.value.done) await this.refresh()
  }

  /** Takes the selected choice, or another. */
  async choose(offer: OfferRecord | undefined = this.offers[this.selected.value]): Promise<void> {
    const branch = this.branch.value
    if (branch === undefined || offer === undefined) return
    const { deliver, take } = offer
    await this.move(`${branch.view.names} ${formatMoves([{ kind: 'deliver', deliver, take }])}`)
  }

  /** One step back from the step that is looked at. */
  async back(): Promise<void> {
    await this.cut(this.store.step.value - 1)
  }

  /** The branch ends after `step`. */
  async cut(step: number): Promise<void> {
    const branch = this.branch.value
    if (branch === undefined || step < 0) return
    await this.move(movesUpTo(branch.view, branch.view.names, step))
  }

  async onward(go: Onward): Promise<void> {
    const names = this.branch.value?.view.names
    if (names !== undefined) await this.move(names, go)
  }

  /** A new branch from the step that is looked at; it is the current one from then on. */
  async fork(): Promise<void> {
    const branch = this.branch.value
    if (branch === undefined) return
    const step = this.store.step.value
    await this.add(movesUpTo(branch.view, branch.view.names, step), undefined, {
      id: branch.id,
      step,
    })
  }

  /** A branch at `moves`, which becomes the current one. */
  async add(moves: string, name?: string, from?: Branch['from']): Promise<void> {
    const view = await this.look(moves)
    if (view === undefined) return
    const id = ++this.made
    const branch: Branch = { id, name: name ?? `branch ${id}`, ...(from && { from }), view }
    this.branches.value = [...this.branches.value, branch]
    this.current.value = id
    this.show(view)
  }

  turnTo(id: number): void {
    const view = this.find(id)?.view
    if (view === undefined) return
    if (this.beside.value === id) this.beside.value = this.current.value
    this.current.value = id
    this.show(view)
  }

  /** Compares the current branch with `id`, or no longer. */
  compare(id: number): void {
    this.beside.value = this.beside.value === id || this.current.value === id ? undefined : id
    this.showAgain()
  }

  remove(id: number): void {
    if (this.branches.value.length < 2) return
    this.branches.value = this.branches.value.filter((b) => b.id !== id)
    if (this.beside.value === id) this.beside.value = undefined
    if (this.current.value === id) this.turnTo(this.branches.value.at(-1)?.id ?? 0)
    else this.showAgain()
  }

  select(by: number): void {
    const { length } = this.offers
    if (length > 0) this.selected.value = (this.selected.value + by + length) % length
  }

  async start(job: Job): Promise<void> {
    const place = this.place.value
    if (place === undefined) return
    this.progress.value = { kind: job.kind, state: 'running', words: 'starting', found: [] }
    await this.ask({ kind: 'start', ...place, stream: this.stream, job })
  }

  async stop(): Promise<void> {
    await this.ask({ kind: 'stop', stream: this.stream })
  }

  get offers(): readonly OfferRecord[] {
    return this.branch.value?.view.offers ?? []
  }

  get address(): string {
    const place = this.place.value
    const beside = this.other.value?.view.moves
    return formatAddress({
      ...(place && { place }),
      moves: this.branch.value?.view.moves ?? '',
      ...(beside !== undefined && { beside }),
    })
  }

  private find(id: number | undefined): Branch | undefined {
    return this.branches.value.find((b) => b.id === id)
  }

  private async move(moves: string, go: Onward = 'stay'): Promise<void> {
    const { value: id } = this.current
    const view = await this.look(moves, go)
    if (view === undefined) return
    this.keep(id, view)
    if (this.current.value === id) this.show(view)
  }

  private keep(id: number, view: View, wanted?: string): void {
    this.branches.value = this.branches.value.map((branch) => {
      if (branch.id !== id) return branch
      const { wanted: _, ...rest } = branch
      return { ...rest, view, ...(wanted !== undefined && { wanted }) }
    })
  }

  /** The view of a position; of several questions only the last is answered. */
  private async look(moves: string, go: Onward = 'stay'): Promise<View | undefined> {
    const place = this.place.value
    if (place === undefined) return undefined
    const me = ++this.asked
    const answer = await this.ask({ kind: 'at', ...place, moves, go })
    if (answer.kind !== 'view' || me !== this.asked) return undefined
    const { view } = answer
    // The counting may have ended while the answer was on its way.
    const { done, why } = this.counting.value
    if (view.prospect.kind === 'unexplored' && done && why === undefined) {
      this.counting.value = { states: 0, done: false }
      return this.look(moves, go)
    }
    if (view.stopped !== undefined) {
      const { length } = view.run.steps
      this.notice.value = [
        `${view.stopped} cannot be delivered here; the position is kept up to step ${length}`,
      ]
    }
    return view
  }

  private async ask(request: Parameters<Client['ask']>[0]): Promise<Answer> {
    this.busy.value = true
    const answer = await this.client.ask(request)
    this.busy.value = false
    this.notice.value = answer.kind === 'refused' ? answer.lines : []
    return answer
  }

  /** Has the chart of `machine` drawn, once; until then, and where it cannot be, it is a list. */
  private async draw(machine: string): Promise<void> {
    const place = this.place.peek()
    const { drawn } = this
    if (place === undefined || drawn.has(machine)) return
    drawn.add(machine)
    const answer = await this.client.ask({ kind: 'chart', ...place, machine })
    const opened = this.opened.peek()
    if (answer.kind !== 'chart' || drawn !== this.drawn || opened === undefined) return
    const { chart } = answer
    const { document } = opened
    this.opened.value = {
      ...opened,
      document: { ...document, charts: { ...document.charts, [machine]: chart } },
    }
    this.store.draw(chart)
  }

  private show({ run, offers, schedule }: View): void {
    const document = this.opened.value?.document
    if (document === undefined) return
    const name = this.branch.value?.name ?? run.name
    this.store.replace(shownDocument(document, { name, run, schedule }, this.other.value))
    this.selected.value = Math.max(
      0,
      offers.findIndex((o) => o.usual),
    )
  }

  private showAgain(): void {
    const view = this.branch.value?.view
    if (view !== undefined) this.show(view)
  }

  private hear(told: Told): void {
    switch (told.kind) {
      case 'hello':
        this.stream = told.stream
        return
      case 'changed':
        void this.again()
        return
      case 'failed':
        this.end('failed', told.why)
        return
      case 'explored': {
        if (JSON.stringify(told.place) !== JSON.stringify(this.place.value)) return
        const { states, done, why } = told
        this.counting.value = { states, done, ...(why !== undefined && { why }) }
        if (done) void this.refresh()
        return
      }
      case 'progress':
        this.progress.value = told.job
    }
  }

  /** Nothing more will be heard of what runs. */
  private end(state: 'stopped' | 'failed', why: string): void {
    const { value: progress } = this.progress
    if (progress?.state === 'running') {
      this.progress.value = { ...progress, state, words: `${progress.words}; ${why}` }
    }
    const { value: counting } = this.counting
    if (!counting.done) this.counting.value = { ...counting, done: true, why }
  }

  /** After an edit: the same branches, by the names of their deliveries, as far as they still go. */
  private async again(): Promise<void> {
    const place = this.place.value
    if (place === undefined) return
    this.end('stopped', 'a file was changed')
    this.counting.value = { states: 0, done: false }
    const answer = await this.ask({ kind: 'open', ...place })
    if (answer.kind !== 'opened') return
    this.opened.value = answer.opened
    this.drawn = new Set()
    await this.refresh()
  }

  /** Every branch anew, the current one last, so that what it says stands. */
  private async refresh(): Promise<void> {
    const { value: current } = this.current
    const step = this.store.step.value
    const wasAtEnd = step === (this.branch.value && lengthOf(this.branch.value))
    const all = this.branches.value.toSorted(
      (a, b) => Number(a.id === current) - Number(b.id === current),
    )
    const selected = this.offers[this.selected.value]
    for (const { id, view, wanted = view.names } of all) {
      const again = await this.look(wanted)
      if (again === undefined) return
      this.keep(id, again, again.stopped === undefined ? undefined : wanted)
    }
    this.showAgain()
    if (!wasAtEnd) this.store.go(step)
    const same = this.offers.findIndex(
      (o) => o.deliver === selected?.deliver && o.take === selected.take,
    )
    if (same >= 0) this.selected.value = same
  }
}
