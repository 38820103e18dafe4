/**
 * The minimal race as kernel mails draw it: a column per actor, time downwards, what is held as bars
 * beside it, and a line from the first to the second of the two accesses whose order decides.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { causesOf } from '../document/states.ts'
import type { RunRecord } from '../document/run.ts'
import { signs } from './axis.tsx'
import { barsOf } from './bars.ts'
import type { Bar } from './bars.ts'
import { Call } from './call.tsx'
import { useStore } from './context.ts'

/** Pixels of one bar with the space beside it. */
const barWidth = 19

/** The actor in whose column a step stands. */
export function laneOf(run: RunRecord, step: number): number {
  const record = run.steps[step - 1]
  if (record === undefined) return -1
  return [record.from, record.to].find((a) => run.actors[a]?.lane === true) ?? record.from
}

export function Lanes({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  const rows = run.essential
  const lanes = [...new Set(rows.map((s) => laneOf(run, s)))]
  const bars = new Map(lanes.map((actor) => [actor, barsOf(run, actor, rows)]))
  const columns = lanes.map((actor) => {
    const width = barWidth * Math.max(0, ...(bars.get(actor) ?? []).map((b) => b.column + 1))
    return `minmax(${150 + width}px, max-content)`
  })
  const grid = useRef<HTMLDivElement>(null)
  const line = (row: number): number => 2 + row
  const violation = run.marks.find((m) => m.kind === 'violation')
  return (
    <section class="race" aria-labelledby="race-title">
      <div class="bar-title">
        <h2 id="race-title">The race</h2>
        <span class="quiet">
          {rows.length} of {run.steps.length} steps matter
        </span>
        <ViewSwitch />
      </div>
      <div class="scroll" tabIndex={0} role="group" aria-label="Lanes of the minimal race">
        <div
          class="lanes"
          ref={grid}
          style={{ gridTemplateColumns: `max-content ${columns.join(' ')}` }}
        >
          <span class="corner quiet">step</span>
          {lanes.map((actor, i) => (
            <LaneHead key={actor} run={run} actor={actor} column={i + 2} rows={rows.length} />
          ))}
          {rows.map((step, row) => (
            <Row
              key={step}
              run={run}
              step={step}
              before={rows[row - 1] ?? 0}
              line={line(row)}
              column={lanes.indexOf(laneOf(run, step)) + 2}
              indent={barWidth * columnsOf(bars.get(laneOf(run, step)))}
            />
          ))}
          {lanes.flatMap((actor, i) =>
            (bars.get(actor) ?? []).map((bar) => (
              <HoldBar
                key={`${actor} ${bar.hold.object} ${bar.from}`}
                run={run}
                bar={bar}
                column={i + 2}
                line={line}
              />
            )),
          )}
        </div>
        <Arrows run={run} grid={grid} />
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
      </div>
    </section>
  )
}

const columnsOf = (bars: readonly Bar[] = []): number =>
  Math.max(0, ...bars.map((b) => b.column + 1))

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
}) {
  const { run, step, before, line, column, indent } = props
  const store = useStore()
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
        id={`lane-step-${step}`}
        class={`card ${role ?? ''} ${step > store.step.value ? 'later' : ''}`}
        style={{ gridRow: line, gridColumn: column, marginLeft: `${indent + 8}px` }}
        aria-current={store.step.value === step ? 'step' : undefined}
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
  const object = run.actors[bar.hold.object]?.id ?? ''
  const words = object === bar.hold.mode ? object : `${object}, ${bar.hold.mode}`
  return (
    <span
      class={`hold ${bar.hold.mode === 'shared' ? 'shared' : ''}`}
      role="img"
      aria-label={`${run.actors[bar.hold.actor]?.id} holds ${words}`}
      title={words}
      style={{
        gridColumn: column,
        gridRow: `${line(bar.from)} / ${line(bar.to) + 1}`,
        marginLeft: `${bar.column * barWidth + 4}px`,
      }}
    >
      <span>{words}</span>
    </span>
  )
}

interface Drawn {
  readonly key: string
  readonly d: string
  readonly kind: 'pair' | 'cause'
  readonly x: number
  readonly y: number
}

/** Lines between cards: the deciding order, and what a step of one actor set off in another. */
function Arrows(props: {
  readonly run: RunRecord
  readonly grid: { readonly current: HTMLDivElement | null }
}) {
  const { run, grid } = props
  const [drawn, setDrawn] = useState<readonly Drawn[]>([])
  useLayoutEffect(() => {
    const { current } = grid
    if (current === null) return undefined
    const draw = (): void => setDrawn(linesOf(run, current))
    draw()
    const observer = new ResizeObserver(draw)
    observer.observe(current)
    return () => observer.disconnect()
  }, [run])
  return (
    <>
      {(['cause', 'pair'] as const).map((kind) => (
        <svg key={kind} class={`arrows ${kind}`} aria-hidden="true">
          <marker id={`${kind}-head`} viewBox="0 0 8 8" refX="7" refY="4" orient="auto">
            <path d="M0 0 L8 4 L0 8 z" />
          </marker>
          {drawn
            .filter((line) => line.kind === kind)
            .map(({ key, d, x, y }) => (
              <g key={key}>
                <path d={d} marker-end={`url(#${kind}-head)`} />
                {kind === 'pair' && (
                  <text x={x} y={y} text-anchor="middle">
                    before
                  </text>
                )}
              </g>
            ))}
        </svg>
      ))}
    </>
  )
}

function linesOf(run: RunRecord, grid: HTMLElement): readonly Drawn[] {
  const origin = grid.getBoundingClientRect()
  const box = (step: number): DOMRect | undefined =>
    grid.querySelector(`#lane-step-${step}`)?.getBoundingClientRect()
  const { pair, essential } = run
  const shown = new Set(essential)
  const causes = essential.flatMap((step) => {
    const cause = causesOf(run, step)
      .slice(1)
      .find((s) => shown.has(s))
    const crosses = cause !== undefined && laneOf(run, cause) !== laneOf(run, step)
    return crosses && cause !== pair?.first
      ? [{ from: cause, to: step, kind: 'cause' as const }]
      : []
  })
  const order = pair && { from: pair.first, to: pair.second, kind: 'pair' as const }
  return [...causes, ...(order === undefined ? [] : [order])].flatMap(({ from, to, kind }) => {
    const [one, other] = [box(from), box(to)]
    if (one === undefined || other === undefined) return []
    const rightwards = one.left <= other.left
    const x1 = (rightwards ? one.right : one.left) - origin.left
    const y1 = one.top + one.height / 2 - origin.top
    const x2 = (rightwards ? other.left : other.right) - origin.left
    const y2 = other.top + other.height / 2 - origin.top
    const bend = Math.max(24, Math.abs(x2 - x1) / 2) * (rightwards ? 1 : -1)
    const d = `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
    return [{ key: `${from}-${to}`, d, kind, x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 4 }]
  })
}
