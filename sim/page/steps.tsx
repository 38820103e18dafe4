/** All steps, of which only the visible ones are in the page: a run of thousands scrolls like one of ten. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { RunRecord } from '../document/run.ts'
import { signs } from './axis.tsx'
import { useStore } from './context.ts'
import { laneOf, lanesOf, ViewSwitch } from './lanes.tsx'
import { heightToFold, keepInSight, useChange } from './sight.ts'
import { laneTemplate, roomOf, StepBars, stepLanes } from './step-lanes.tsx'
import type { StepLane } from './step-lanes.tsx'

/** Pixels of a row, as in page.css. */
const height = 24
/** Rows drawn beyond what is seen. */
const margin = 10
/** Pixels that the list has at least where it ends with the window. */
const leastHeight = 260

export function Steps(props: {
  readonly run: RunRecord
  /** Whether the list ends with the window; else its height is that of the style sheet. */
  readonly toFold?: boolean
}) {
  const { run, toFold = true } = props
  const store = useStore()
  const { value: query } = store.query
  const rows = useMemo(() => matching(run, query), [run, query])
  const actors = useMemo(
    () =>
      lanesOf(
        run,
        run.steps.map((_, i) => i + 1),
      ),
    [run],
  )
  const lanes = useMemo(() => stepLanes(run, actors, rows), [run, actors, rows])
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
      <Rows {...{ run, rows, lanes, narrow, toFold }} />
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
  readonly toFold: boolean
}) {
  const { run, rows, lanes, narrow, toFold } = props
  const { step: at } = useStore()
  const box = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [seen, setSeen] = useState(500)
  const { value: step } = at
  useLayoutEffect(() => {
    const { current } = box
    if (current === null) return
    const fitting = toFold ? heightToFold(current, leastHeight) : undefined
    current.style.maxHeight = fitting === undefined ? '' : `${fitting}px`
    setSeen(current.clientHeight)
    const row = rows.findLastIndex((s) => s <= step)
    const y = row * height
    const isVisible =
      y >= current.scrollTop && y + height <= current.scrollTop + current.clientHeight
    if (row >= 0 && !isVisible) current.scrollTop = y - current.clientHeight / 2
    setTop(current.scrollTop)
    // The head of the lanes takes room, and stands only where they have theirs.
  }, [step, rows, narrow])
  useChange(() => keepInSight(box.current?.querySelector('[aria-current]'), box.current), [step])
  const first = Math.max(0, Math.floor(top / height) - margin)
  const count = Math.ceil(seen / height) + 2 * margin
  const essential = useMemo(() => new Set(run.essential), [run])
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
  const words = wordsOf(run, step)
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
        gridTemplateColumns: narrow ? '3.5em minmax(0, 1fr)' : laneTemplate(lanes),
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
        title={words}
        onClick={() => store.go(step)}
      >
        {marks.map((m) => (
          <span key={m.kind} class={`badge ${m.kind}`} title={m.words}>
            {signs[m.kind][0]}
            <span class="reader">{signs[m.kind][1]} </span>
          </span>
        ))}
        <span class={narrow ? '' : 'reader'}>{name(lane)} </span>
        <code>{words}</code>
        {record.choice !== undefined && <em class="choice"> {record.choice}</em>}
      </button>
    </div>
  )
}

/** A step as its row says it: of an answer, who gives it. */
function wordsOf(run: RunRecord, step: number): string {
  const record = run.steps[step - 1]
  if (record === undefined) return ''
  const lane = laneOf(run, step)
  const answers = record.to === lane && record.from !== lane
  return answers ? `\u2190 ${run.actors[record.from]?.id ?? ''}: ${record.call}` : record.call
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
