/**
 * The file at a step: what each block holds, memory above disk, with its limits as marks. A click on
 * a block goes to the step that left there what it holds.
 */
import { useMemo, useState } from 'preact/hooks'
import type { RunRecord } from '../document/run.ts'
import type { Strip } from '../scenario/strips.ts'
import { formatNumber } from '../report/text.ts'
import { useStore } from './context.ts'
import { contentsSince } from './contents.ts'
import type { Row, Segment } from './contents.ts'

/** More segments than this have no words of their own but on request. */
const maxLabels = 16

export function Strips({ run }: { readonly run: RunRecord }) {
  const { step } = useStore()
  const at = (s: number): readonly Strip[] => run.strips.values[run.strips.at[s] ?? 0] ?? []
  const now = at(step.value)
  if (now.length === 0) return null
  return (
    <>
      {now.map((strip, i) => (
        <StripView
          key={strip.title}
          run={run}
          strip={strip}
          before={at(step.value - 1)[i]}
          step={step.value}
          caption={`after step ${step.value}`}
        />
      ))}
    </>
  )
}

export function StripView(props: {
  readonly run: RunRecord
  readonly strip: Strip
  readonly before?: Strip | undefined
  /** After which it looks so: the end of the run unless told. */
  readonly step?: number
  readonly caption: string
}) {
  const { run, strip, before, step = run.steps.length, caption } = props
  const length = useMemo(() => lengthOf(run, strip.title), [run, strip.title])
  const writers = useMemo(() => writersOf(run), [run])
  const [entry, setEntry] = useState('')
  const at = (n: number): string => `${(100 * n) / length}%`
  const edges = [...new Set(strip.rows.flatMap((r) => r.segments.map((s) => s.from)))]
  const ends = strip.marks
    .filter((m) => m.kind === 'end')
    .map((m) => (m.at > length ? { ...m, at: length, label: `${m.label} \u2192` } : m))
  const every = Math.ceil(edges.length / maxLabels)
  const names = strip.rows.flatMap((r) => r.segments.map((s) => nameOf(r, s)))
  const tabStop = names.includes(entry) ? entry : (names[0] ?? '')
  return (
    <section class="strip" aria-label={`${strip.title}, ${caption}`}>
      <div class="bar-title">
        <h2>{strip.title[0]?.toUpperCase() + strip.title.slice(1)}</h2>
        <span class="quiet">{caption}</span>
      </div>
      <div class="strip-body" onKeyDown={moveFocus}>
        <EndLabels ends={ends} length={length} at={at} />
        {strip.rows.map((row, i) => (
          <StripRow
            key={row.label}
            {...{ run, strip, row, step, at, writers, ends, tabStop, setEntry }}
            before={before?.rows[i]}
          />
        ))}
        <div class="positions" aria-hidden="true">
          {edges
            .filter((_, i) => i % every === 0)
            .map((n) => (
              <span key={n} style={{ left: at(n) }}>
                {formatNumber(n)}
              </span>
            ))}
        </div>
      </div>
      {strip.rows.flatMap((row) =>
        (row.flags ?? []).map((flag) => (
          <p key={flag} class="flag">
            <code>{flag}</code>
          </p>
        )),
      )}
      <Legend strip={strip} writers={writers} />
    </section>
  )
}

const nameOf = (row: Row, segment: Segment): string => `${row.label} ${segment.from}`

/** One cell of a strip is reached by Tab, the others by the arrows that move no step. */
function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (by === undefined) return
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>('.segment')]
  const next = cells[cells.findIndex((cell) => cell === document.activeElement) + by]
  event.preventDefault()
  next?.focus()
}

function EndLabels(props: {
  readonly ends: Strip['marks']
  readonly length: number
  readonly at: (n: number) => string
}) {
  const { ends, length, at } = props
  const labels = levelled(ends, length)
  const levels = 1 + Math.max(0, ...labels.map((l) => l.level))
  return (
    <div class="ends" aria-hidden="true" style={{ height: `${16 * levels}px` }}>
      {labels.map(({ mark, level }) => (
        <span
          key={mark.label}
          class={`end-label ${mark.at > length * 0.75 ? 'left' : ''}`}
          style={{ left: at(mark.at), bottom: `${level * 16}px` }}
        >
          {mark.label}
        </span>
      ))}
    </div>
  )
}

interface RowProps {
  readonly run: RunRecord
  readonly strip: Strip
  readonly row: Row
  readonly before: Row | undefined
  readonly step: number
  readonly at: (n: number) => string
  readonly writers: readonly string[]
  readonly ends: Strip['marks']
  /** The name of the cell that Tab reaches. */
  readonly tabStop: string
  readonly setEntry: (name: string) => void
}

function StripRow(props: RowProps) {
  const { row, at, ends } = props
  const words = row.segments.map((s) => `${formatNumber(s.from)}: ${said(s)}`).join(', ')
  return (
    <div class="strip-row">
      <span class="row-label">{row.label}</span>
      <div class="segments" role="group" aria-label={`${row.label}: ${words}`}>
        {row.segments.map((segment) => (
          <Cell key={segment.from} {...props} segment={segment} />
        ))}
        {ends.map((mark) => (
          <span key={mark.label} class="end-line" style={{ left: at(mark.at) }} />
        ))}
      </div>
    </div>
  )
}

function Cell(props: RowProps & { readonly segment: Segment }) {
  const { run, strip, row, before, step, at, writers, tabStop, setEntry, segment } = props
  const store = useStore()
  const old = before?.segments.find((s) => s.from === segment.from)
  const changed = old !== undefined && (old.text !== segment.text || old.origin !== segment.origin)
  const since = useMemo(
    () => contentsSince(run, { title: strip.title, row: row.label, segment }, step),
    [run, strip, row, segment, step],
  )
  const where = `${row.label}, ${formatNumber(segment.from)} to ${formatNumber(segment.to)}`
  const origin = since === 0 ? 'as at the start' : `since step ${since}`
  const isNamed = row.segments.length <= 2 * maxLabels
  return (
    <button
      type="button"
      class={`segment ${classOf(segment, writers)} ${changed ? 'changed' : ''}`}
      style={{ left: at(segment.from), width: at(segment.to - segment.from) }}
      title={`${where}: ${said(segment)}, ${origin}; a click goes there`}
      tabIndex={nameOf(row, segment) === tabStop ? 0 : -1}
      onFocus={() => setEntry(nameOf(row, segment))}
      onClick={() => store.show(Math.max(0, store.document.runs.indexOf(run)), since)}
    >
      <span class="reader">
        {where}: {!isNamed && said(segment)}
      </span>
      {isNamed && (
        <>
          <span class="what">{segment.text}</span>
          {(segment.flags ?? []).map((flag) => (
            <small key={flag}> {flag}</small>
          ))}
        </>
      )}
      <span class="reader">
        {isNamed && segment.by !== undefined && ` by ${segment.by}`}, {origin}
      </span>
    </button>
  )
}

function said({ text, origin, by, flags = [] }: Segment): string {
  const who = by === undefined ? '' : ` by ${by}`
  return [`${text}${who}`, ...(origin === 'foreign' ? ['of another file'] : []), ...flags].join(
    ', ',
  )
}

/** The words that writers leave, in the order of the run, so that each keeps its colour. */
function writersOf(run: RunRecord): readonly string[] {
  const words = new Set<string>()
  for (const strips of run.strips.values)
    for (const strip of strips)
      for (const row of strip.rows)
        for (const { origin, text } of row.segments) if (origin === 'write') words.add(text)
  return [...words]
}

function lengthOf(run: RunRecord, title: string): number {
  const strips = run.strips.values.flat().filter((s) => s.title === title)
  const ends = strips.flatMap((s) => s.rows.flatMap((r) => r.segments.map((g) => g.to)))
  return Math.max(1, ...ends)
}

function classOf({ origin, text }: Segment, writers: readonly string[]): string {
  return origin === 'write' ? `write w${writers.indexOf(text) % 6}` : origin
}

/** Labels that would cover each other stand above each other. */
function levelled(
  ends: Strip['marks'],
  length: number,
): readonly { readonly mark: Strip['marks'][number]; readonly level: number }[] {
  let last = { at: -Infinity, level: -1 }
  return ends
    .toSorted((a, b) => a.at - b.at)
    .map((mark) => {
      const level = mark.at - last.at < length / 4 ? last.level + 1 : 0
      last = { at: mark.at, level }
      return { mark, level }
    })
}

/** Who left which word; the others say themselves what they are. */
function Legend({
  strip,
  writers,
}: {
  readonly strip: Strip
  readonly writers: readonly string[]
}) {
  const shown = new Map(
    strip.rows
      .flatMap((r) => r.segments)
      .filter((s) => s.origin === 'write')
      .map((s) => [s.text, s]),
  )
  if (shown.size === 0) return null
  return (
    <p class="legend">
      {[...shown.values()].map((segment) => (
        <span key={segment.text}>
          <span class={`swatch ${classOf(segment, writers)}`} aria-hidden="true">
            {segment.text.slice(0, 1)}
          </span>{' '}
          {segment.text}
          {segment.by !== undefined && `, by ${segment.by}`}
        </span>
      ))}
    </p>
  )
}
