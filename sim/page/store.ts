/** What the page knows and where its reader is: signals that every component reads. */
import { batch, computed, effect, signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import type { Chart } from '../document/chart.ts'
import type { Document } from '../document/document.ts'
import type { RunRecord } from '../document/run.ts'
import { States } from '../document/states.ts'
import { formatPosition, parsePosition } from './fragment.ts'
import type { View } from './fragment.ts'

export type Theme = 'auto' | 'light' | 'dark'

const cell = <T>(value: T): Signal<T> => signal<T>(value)

export class Store {
  private readonly shown: Signal<Document>
  readonly run = cell(0)
  readonly step = cell(0)
  readonly view = cell<View>('minimal')
  readonly query = cell('')
  readonly watch = cell<readonly string[]>([])
  /** The actor whose statechart and state are shown. */
  readonly actor = cell(0)
  readonly help = cell(false)
  readonly theme = cell<Theme>('auto')

  readonly record = computed<RunRecord | undefined>(() => this.document.runs[this.run.value])
  readonly states = computed(() => {
    const { value } = this.record
    return value && new States(value)
  })

  constructor(document: Document) {
    this.shown = cell(document)
  }

  get document(): Document {
    return this.shown.value
  }

  /** Another document of the same kind, at the end of its first run; what else was chosen stays. */
  replace(document: Document): void {
    batch(() => {
      this.shown.value = document
      this.run.value = 0
      const record = this.record.value
      this.step.value = record?.steps.length ?? 0
      if ((record?.essential.length ?? 0) === 0) this.view.value = 'full'
      if (this.actor.value >= (record?.actors.length ?? 0)) this.actor.value = 0
    })
  }

  /** The same document with `chart` instead of the one of its machine. */
  draw(chart: Chart): void {
    const { charts, ...rest } = this.document
    this.shown.value = { ...rest, charts: { ...charts, [chart.machine]: chart } }
  }

  /** Goes where the address says, and to the end of the first run where it says nothing. */
  open(fragment: string): void {
    const { run = 0, step, view, query = '', watch = [], actor } = parsePosition(fragment)
    this.run.value = run < this.document.runs.length ? run : 0
    const record = this.record.value
    const last = record?.steps.length ?? 0
    this.step.value = Math.min(step ?? last, last)
    this.view.value = view ?? ((record?.essential.length ?? 0) > 0 ? 'minimal' : 'full')
    this.query.value = query
    this.watch.value = watch
    const named = record?.actors.findIndex((a) => a.id === actor) ?? -1
    this.actor.value = named >= 0 ? named : (record?.steps[this.step.value - 1]?.to ?? 0)
  }

  /** Keeps the address up to date through `write`. */
  follow(write: (fragment: string) => void): void {
    effect(() => {
      const actor = this.record.value?.actors[this.actor.value]?.id
      const fragment = formatPosition({
        ...(this.run.value > 0 && { run: this.run.value }),
        step: this.step.value,
        view: this.view.value,
        query: this.query.value,
        watch: this.watch.value,
        ...(actor !== undefined && { actor }),
      })
      write(fragment)
    })
  }

  go(step: number): void {
    const last = this.record.value?.steps.length ?? 0
    this.step.value = Math.max(0, Math.min(step, last))
  }

  /** Another run, at its end or at `step`. */
  show(run: number, step?: number): void {
    const record = this.document.runs[run]
    if (record === undefined) return
    this.run.value = run
    this.step.value = step ?? record.steps.length
    if (record.essential.length === 0) this.view.value = 'full'
    if (this.actor.value >= record.actors.length) this.actor.value = 0
  }

  /** The nearest passing run, and from any other back to the first. */
  showPassing(): void {
    const passing = this.document.runs.findIndex((r) => r.ending.kind === 'passed')
    this.show(this.run.value === 0 ? Math.max(0, passing) : 0)
  }

  /** The next row of the present view, or the one before. */
  move(by: 1 | -1): void {
    const record = this.record.value
    if (record === undefined) return
    if (this.view.value === 'full' || record.essential.length === 0) {
      this.go(this.step.value + by)
      return
    }
    const rows = [...new Set([0, ...record.essential, record.steps.length])]
    const next =
      by > 0 ? rows.find((s) => s > this.step.value) : rows.findLast((s) => s < this.step.value)
    if (next !== undefined) this.go(next)
  }

  toggleView(): void {
    const minimal = (this.record.value?.essential.length ?? 0) > 0
    this.view.value = this.view.value === 'full' && minimal ? 'minimal' : 'full'
  }

  nextTheme(): void {
    const next = { auto: 'light', light: 'dark', dark: 'auto' } as const
    this.theme.value = next[this.theme.value]
  }

  toggleWatch(name: string): void {
    const { value } = this.watch
    this.watch.value = value.includes(name) ? value.filter((n) => n !== name) : [...value, name]
  }
}
