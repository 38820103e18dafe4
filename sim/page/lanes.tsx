/**
 * The minimal race as kernel mails draw it: a column per actor, time downwards, what is held as bars
 * beside it, and a line from the first to the second of the two accesses whose order decides.
 */
import { useComputed } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import type { RunRecord } from '../document/run.ts'
import { Arrows } from './arrows.tsx'
import type { Line } from './arrows.tsx'
import { signs } from './axis.tsx'
import { barsOf } from './bars.ts'
import type { Bar } from './bars.ts'
import { Call } from './call.tsx'
import { useStore } from './context.ts'
import { keepInSight, useChange } from './sight.ts'

/** Pixels of one bar with the space beside it, of a row at least, and of a letter in a bar. */
const [barWidth, rowHeight, letter] = [19, 25, 6.3]
/** Rows in the page at once, and after how many rows others are taken. */
const [maxRows, stride] = [150, 100]
/** Pixels of a column that makes room for a word on the line of the deciding order. */
const wordWidth = 8

/** The actor in whose column a step stands. */
export function laneOf(run: RunRecord, step: number): number {
  const record = run.steps[step - 1]
  if (record === undefined) return -1
  return [record.from, record.to].find((a) => run.actors[a]?.lane === true) ?? record.from
}

/** The lanes of `steps` in the order in which they are entered: callers before what they call. */
export function lanesOf(run: RunRecord, steps: readonly number[]): readonly number[] {
  return [...new Set(steps.map((s) => laneOf(run, s)))]
}

/** The first row in the page while `step` is looked at: some rows before a multiple of `stride`. */
function firstRow(rows: readonly number[], step: number): number {
  if (rows.length <= maxRows) return 0
  const row = Math.max(
    0,
    rows.findLastIndex((s) => s <= step),
  )
  return Math.max(0, row - (row % stride) - (maxRows - stride) / 2)
}

export function Lanes({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  const first = useComputed(() => firstRow(store.record.value?.essential ?? [], store.step.value))
  const start = first.value
  const all = run.essential
  const rows = useMemo(() => all.slice(start, start + maxRows), [all, start])
  const lanes = useMemo(() => lanesOf(run, all), [run])
  const lines = useMemo(() => linesOf(run, rows, lanes), [run, rows, lanes])
  const grid = useRef<HTMLDivElement>(null)
  const violation = run.marks.find((m) => m.kind === 'violation')
  useChange(() => keepInSight(grid.current?.querySelector('[aria-current]'), grid.current), [start])
  return (
    <section class="race" aria-labelledby="race-title">
      <div class="bar-title">
        <h2 id="race-title">The race</h2>
        <span class="quiet">
          {all.length} of {run.steps.length} steps are drawn
        </span>
        <ViewSwitch />
      </div>
      <More rows={all.slice(0, start)} where="above" to={-1} />
      <div class="scroll" tabIndex={0} role="group" aria-label="Lanes of the minimal race">
        <Grid {...{ run, rows, lanes, grid }} spacer={spacerOf(lines)} />
        <Arrows lines={lines} grid={grid} />
      </div>
      <More rows={all.slice(start + maxRows)} where="below" to={0} />
      {violation !== undefined && (
        <button
          type="button"
          class="end violation"
          aria-current={store.step.value === violation.step ? 'step' : undefined}
          onClick={() => store.go(violation.step)}
        >
          <span aria-hidden="true">{signs.violation[0]}</span> step {violation.step}:{' '}
          {violation.words}
        </button>
      )}
      <Legend run={run} lines={lines} />
    </section>
  )
}

/** The rows that are not in the page, and a way to the nearest of them. */
function More(props: {
  readonly rows: readonly number[]
  readonly where: string
  readonly to: number
}) {
  const { rows, where, to } = props
  const store = useStore()
  const nearest = rows.at(to)
  if (nearest === undefined) return null
  return (
    <p class="more">
      <button type="button" class="plain" onClick={() => store.go(nearest)}>
        {rows.length} more rows {where}
      </button>
    </p>
  )
}

/** What lines and bars mean, of those that are there. */
function Legend({ run, lines }: { readonly run: RunRecord; readonly lines: readonly Line[] }) {
  const has = (kind: Line['kind']): boolean => lines.some((line) => line.kind === kind)
  const holds = run.holds.values.some((held) => held.length > 0)
  if (!has('pair') && !has('cause') && !holds) return null
  return (
    <p class="legend lanes-legend">
      {has('pair') && (
        <span>
          <i class="line pair" /> this order decides
        </span>
      )}
      {has('cause') && (
        <span>
          <i class="line cause" /> what led to the step
        </span>
      )}
      {holds && (
        <span>
          <i class="bar" /> held meanwhile, <i class="bar shared" /> shared
        </span>
      )}
    </p>
  )
}

function Grid(props: {
  readonly run: RunRecord
  readonly rows: readonly number[]
  readonly lanes: readonly number[]
  readonly grid: { current: HTMLDivElement | null }
  /** Before this lane there is an empty column. */
  readonly spacer: number
}) {
  const { run, rows, lanes, grid, spacer } = props
  const bars = useMemo(
    () => new Map(lanes.map((actor) => [actor, barsOf(run, actor, rows)])),
    [run, rows, lanes],
  )
  const columns = lanes.map(
    (actor) => `minmax(${150 + barWidth * columnsOf(bars.get(actor))}px, max-content)`,
  )
  if (spacer >= 0) columns.splice(spacer, 0, `${wordWidth}px`)
  const column = (lane: number): number => 2 + lane + (spacer >= 0 && lane >= spacer ? 1 : 0)
  const line = (row: number): number => 2 + row
  return (
    <div
      class="lanes"
      ref={grid}
      style={{
        gridTemplateColumns: `max-content ${columns.join(' ')}`,
        gridTemplateRows: `repeat(${rows.length + 1}, auto)`,
      }}
    >
      <span class="corner quiet">step</span>
      {lanes.map((actor, i) => (
        <LaneHead key={actor} run={run} actor={actor} column={column(i)} rows={rows.length} />
      ))}
      {rows.map((step, row) => {
        const own = bars.get(laneOf(run, step)) ?? []
        return (
          <Row
            key={step}
            run={run}
            step={step}
            before={rows[row - 1] ?? run.essential[run.essential.indexOf(step) - 1] ?? 0}
            line={line(row)}
            column={column(lanes.indexOf(laneOf(run, step)))}
            indent={barWidth * columnsOf(own)}
            held={own.filter(
              (bar) => bar.from === row && isShort(run, bar) && !isCalled(run, bar, step),
            )}
          />
        )
      })}
      {lanes.flatMap((actor, i) =>
        (bars.get(actor) ?? []).map((bar) => (
          <HoldBar
            key={`${actor} ${bar.hold.object} ${bar.from}`}
            run={run}
            bar={bar}
            column={column(i)}
            line={line}
          />
        )),
      )}
    </div>
  )
}

const columnsOf = (bars: readonly Bar[] = []): number =>
  Math.max(0, ...bars.map((b) => b.column + 1))

/** What a bar says; most locks are exclusive, which then goes without saying. */
function wordsOf(run: RunRecord, { hold }: Bar): string {
  const object = run.actors[hold.object]?.id ?? ''
  return hold.mode === object || hold.mode === 'exclusive' ? object : `${object}, ${hold.mode}`
}

/** Whether the words of a bar are longer than it may be: then the card beside it has them. */
function isShort(run: RunRecord, bar: Bar): boolean {
  return wordsOf(run, bar).length * letter > (bar.to - bar.from + 1) * rowHeight
}

export function ViewSwitch() {
  const store = useStore()
  const full = store.view.value === 'full'
  if (store.record.value?.essential.length === 0) return null
  return (
    <button type="button" class="controls" aria-pressed={full} onClick={() => store.toggleView()}>
      {full ? 'minimal race' : 'all steps'}
    </button>
  )
}

function LaneHead(props: {
  readonly run: RunRecord
  readonly actor: number
  readonly column: number
  readonly rows: number
}) {
  const { run, actor, column, rows } = props
  const store = useStore()
  const record = run.actors[actor]
  return (
    <>
      <span
        class="lane-line"
        aria-hidden="true"
        style={{ gridColumn: column, gridRow: `2 / ${2 + rows}` }}
      />
      <button
        type="button"
        class="lane-head"
        style={{ gridColumn: column, gridRow: 1 }}
        aria-pressed={store.actor.value === actor}
        onClick={() => {
          store.actor.value = actor
        }}
      >
        <strong>{record?.id}</strong> <span class="quiet">{record?.machine}</span>
      </button>
    </>
  )
}

function Row(props: {
  readonly run: RunRecord
  readonly step: number
  readonly before: number
  readonly line: number
  readonly column: number
  readonly indent: number
  /** What is held from here on and too shortly to be named in its bar. */
  readonly held: readonly Bar[]
}) {
  const { run, step, before, line, column, indent, held } = props
  const store = useStore()
  // Not the step itself, so that a step draws anew only the rows that it changes.
  const place = useComputed(() => Math.sign(step - store.step.value)).value
  const card = useRef<HTMLButtonElement>(null)
  useChange(() => {
    if (place === 0) keepInSight(card.current, card.current?.closest('.lanes') ?? null)
  }, [place])
  const record = run.steps[step - 1]
  const left = step - before - 1
  const { pair } = run
  const role = pair?.first === step ? 'first' : pair?.second === step ? 'second' : undefined
  const inWindow = run.marks.some((m) => m.from !== undefined && m.from <= step && step <= m.step)
  const named = run.marks.find((m) => m.step === step && m.kind === 'no-return')
  return (
    <>
      <span
        class={`number ${inWindow ? 'open' : ''}`}
        title={inWindow ? signs.window[1] : undefined}
        style={{ gridRow: line, gridColumn: 1 }}
        aria-hidden="true"
      >
        {left > 0 && <small>{`\u22ee${left} `}</small>}
        {step}
      </span>
      <button
        type="button"
        ref={card}
        id={`lane-step-${step}`}
        class={`card ${role ?? ''} ${place > 0 ? 'later' : ''}`}
        style={{ gridRow: line, gridColumn: column, marginLeft: `${indent + 8}px` }}
        aria-current={place === 0 ? 'step' : undefined}
        onClick={() => store.go(step)}
      >
        <span class="reader">
          step {step}, {run.actors[record?.from ?? 0]?.id}:{' '}
        </span>
        {role !== undefined && (
          <span class="badge" title={signs[role][1]}>
            {signs[role][0]}
          </span>
        )}
        <Call text={record?.call ?? ''} />
        {record?.choice !== undefined && <em class="choice"> {record.choice}</em>}
        {named !== undefined && (
          <span class="note" title={named.words}>
            {signs['no-return'][0]} {signs['no-return'][1]}
          </span>
        )}
        {held.length > 0 && (
          <span class="holding">holds {held.map((bar) => wordsOf(run, bar)).join('; ')}</span>
        )}
      </button>
    </>
  )
}

function HoldBar(props: {
  readonly run: RunRecord
  readonly bar: Bar
  readonly column: number
  readonly line: (row: number) => number
}) {
  const { run, bar, column, line } = props
  const { actor, object, mode } = bar.hold
  const words = `${run.actors[actor]?.id} holds ${run.actors[object]?.id} (${mode})`
  return (
    <span
      class={`hold ${bar.hold.mode === 'shared' ? 'shared' : ''}`}
      role="img"
      aria-label={words}
      title={words}
      style={{
        gridColumn: column,
        gridRow: `${line(bar.from)} / ${line(bar.to) + 1}`,
        marginLeft: `${bar.column * barWidth + 4}px`,
      }}
    >
      {!isShort(run, bar) && <span>{wordsOf(run, bar)}</span>}
    </span>
  )
}

/** Whether the call of `step` names already what is held. */
function isCalled(run: RunRecord, { hold }: Bar, step: number): boolean {
  return run.steps[step - 1]?.call.includes(run.actors[hold.object]?.id ?? '') ?? false
}

/** The deciding order, and what a step of one actor set off in another. */
function linesOf(
  run: RunRecord,
  rows: readonly number[],
  lanes: readonly number[],
): readonly Line[] {
  const { pair } = run
  const shown = new Set(rows)
  const lane = (step: number): number => lanes.indexOf(laneOf(run, step))
  const line = (from: number, to: number, kind: Line['kind']): Line => {
    const side = lane(from) < lane(to) ? 'left' : 'right'
    return { from, to, kind, lane: lane(to), side }
  }
  const causes = rows.flatMap((step) => {
    const cause = nearestCause(run, step, shown)
    const crosses = cause > 0 && lane(cause) !== lane(step)
    return crosses && cause !== pair?.first ? [line(cause, step, 'cause')] : []
  })
  return pair === undefined ? causes : [...causes, line(pair.first, pair.second, 'pair')]
}

/** The lane before which the line of the deciding order comes down; -1 where there is none. */
function spacerOf(lines: readonly Line[]): number {
  const line = lines.find(({ kind }) => kind === 'pair')
  if (line === undefined) return -1
  return line.side === 'left' ? line.lane : line.lane + 1
}

/** The last of the steps that led to `step` which is among `shown`; 0 where none is. */
function nearestCause(run: RunRecord, step: number, shown: ReadonlySet<number>): number {
  let cause = run.steps[step - 1]?.cause ?? 0
  while (cause > 0 && !shown.has(cause)) cause = run.steps[cause - 1]?.cause ?? 0
  return cause
}
