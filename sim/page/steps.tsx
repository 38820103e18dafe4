/** All steps, of which only the visible ones are in the page: a run of thousands scrolls like one of ten. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { RunRecord } from '../document/run.ts'
import { signs } from './axis.tsx'
import { useStore } from './context.ts'
import { laneOf, ViewSwitch } from './lanes.tsx'
import { laneTemplate, roomOf, StepBars, stepLanes } from './step-lanes.tsx'
import type { StepLane } from './step-lanes.tsx'

/** Pixels of a row, as in page.css. */
const height = 24
/** Rows drawn beyond what is seen. */
const margin = 10

export function Steps({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  const { value: query } = store.query
  const rows = useMemo(() => matching(run, query), [run, query])
  const lanes = useMemo(() => stepLanes(run, lanesOf(run), rows), [run, rows])
  const section = useRef<HTMLElement>(null)
  const width = useWidth(section)
  // Where they have no room, each row names its actor.
  const narrow = width < roomOf(lanes)
  return (
    <section ref={section} class="race" aria-labelledby="steps-title">
      <div class="bar-title">
        <h2 id="steps-title">All steps</h2>
        <span class="quiet" role="status">
          {rows.length === run.steps.length
            ? `${run.steps.length} steps`
            : `${rows.length} of ${run.steps.length} steps match`}
        </span>
        <Search />
        <ViewSwitch />
      </div>
      {!narrow && (
        <div
          class="step-row step-head"
          aria-hidden="true"
          style={{ gridTemplateColumns: laneTemplate(lanes) }}
        >
          <span />
          {lanes.map(({ actor, indent }) => (
            <strong key={actor} style={{ paddingLeft: `${indent + 5}px` }}>
              {run.actors[actor]?.id}
            </strong>
          ))}
        </div>
      )}
      <Rows run={run} rows={rows} lanes={lanes} narrow={narrow} />
    </section>
  )
}

/** Of an element in pixels, as it is now. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const { current } = element
    if (current === null) return undefined
    const measure = (): void => setWidth(current.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return width
}

function Search() {
  const store = useStore()
  return (
    <input
      id="search"
      type="search"
      class="controls"
      aria-label="search the steps"
      placeholder="search  /"
      value={store.query.value}
      onInput={(event) => {
        store.query.value = event.currentTarget.value
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}

function Rows(props: {
  readonly run: RunRecord
  readonly rows: readonly number[]
  readonly lanes: readonly StepLane[]
  /** Each row names its actor. */
  readonly narrow: boolean
}) {
  const { run, rows, lanes, narrow } = props
  const { step: at } = useStore()
  const box = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [seen, setSeen] = useState(500)
  const { value: step } = at
  useLayoutEffect(() => {
    const { current } = box
    if (current === null) return
    setSeen(current.clientHeight)
    const row = rows.findLastIndex((s) => s <= step)
    const y = row * height
    const isVisible =
      y >= current.scrollTop && y + height <= current.scrollTop + current.clientHeight
    if (row >= 0 && !isVisible) current.scrollTop = y - current.clientHeight / 2
    setTop(current.scrollTop)
  }, [step, rows])
  const first = Math.max(0, Math.floor(top / height) - margin)
  const count = Math.ceil(seen / height) + 2 * margin
  const essential = new Set(run.essential)
  return (
    <div
      class="steps"
      ref={box}
      tabIndex={0}
      role="group"
      aria-label="Steps"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div class="steps-all" style={{ height: `${rows.length * height}px` }} role="presentation">
        {!narrow && <StepBars {...{ run, lanes, first, count, height }} />}
        <div role="list">
          {rows.slice(first, first + count).map((s, i) => (
            <StepRow
              key={s}
              run={run}
              step={s}
              lanes={lanes}
              narrow={narrow}
              top={(first + i) * height}
              of={rows.length}
              matters={essential.size === 0 || essential.has(s)}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

function StepRow(props: {
  readonly run: RunRecord
  readonly step: number
  readonly lanes: readonly StepLane[]
  readonly narrow: boolean
  readonly top: number
  readonly of: number
  readonly matters: boolean
}) {
  const { run, step, lanes, narrow, top, of, matters } = props
  const store = useStore()
  const record = run.steps[step - 1]
  if (record === undefined) return null
  const name = (actor: number): string => run.actors[actor]?.id ?? ''
  const lane = laneOf(run, step)
  const column = lanes.findIndex(({ actor }) => actor === lane)
  const { indent = 0 } = lanes[column] ?? {}
  const answers = record.to === lane && record.from !== lane
  const marks = run.marks.filter((m) => m.step === step)
  const kinds = marks.map((m) => m.kind)
  return (
    <div
      role="listitem"
      class={`step-row ${matters ? '' : 'faded'} ${kinds.join(' ')}`}
      aria-setsize={of}
      aria-posinset={top / height + 1}
      aria-current={store.step.value === step ? 'step' : undefined}
      style={{
        top: `${top}px`,
        gridTemplateColumns: narrow ? 'max-content 1fr' : laneTemplate(lanes),
      }}
    >
      <span class="number">{step}</span>
      <button
        type="button"
        tabIndex={-1}
        style={
          narrow
            ? { gridColumn: 2 }
            : {
                gridColumn: `${column + 2} / -1`,
                justifySelf: 'start',
                marginLeft: `${indent}px`,
                maxWidth: `calc(100% - ${indent}px)`,
              }
        }
        onClick={() => store.go(step)}
      >
        {marks.map((m) => (
          <span key={m.kind} class={`badge ${m.kind}`} title={m.words}>
            {signs[m.kind][0]}
            <span class="reader">{signs[m.kind][1]} </span>
          </span>
        ))}
        <span class={narrow ? '' : 'reader'}>{name(lane)} </span>
        <code>{answers ? `\u2190 ${name(record.from)}: ${record.call}` : record.call}</code>
        {record.choice !== undefined && <em class="choice"> {record.choice}</em>}
      </button>
    </div>
  )
}

function lanesOf(run: RunRecord): readonly number[] {
  return [...new Set(run.steps.map((_, i) => laneOf(run, i + 1)))].toSorted((a, b) => a - b)
}

/** Steps in which every word of `query` occurs: in the call, in its name, or in the actors. */
function matching(run: RunRecord, query: string): readonly number[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((w) => w !== '')
  return run.steps.flatMap((step, i) => {
    const text = `${i + 1} ${step.name} ${step.call} ${step.choice ?? ''}`.toLowerCase()
    return words.every((w) => text.includes(w)) ? [i + 1] : []
  })
}
