/** All steps, of which only the visible ones are in the page: a run of thousands scrolls like one of ten. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { RunRecord } from '../document/run.ts'
import { signs } from './axis.tsx'
import { useStore } from './context.ts'
import { laneOf, lanesOf, ViewSwitch } from './lanes.tsx'
import { heightToFold, keepInSight, useChange } from './sight.ts'

/** Pixels of a row, as in page.css. */
const height = 24
/** Rows drawn beyond what is seen. */
const margin = 10
/** More lanes than this are too narrow to read; then each row names its actor. */
const usualLanes = 7
/** Pixels that a lane needs to be read. */
const laneWidth = 90
/** Pixels that the list has at least where it ends with the window. */
const leastHeight = 260

export function Steps(props: { readonly run: RunRecord; readonly maxLanes?: number }) {
  const { run, maxLanes = usualLanes } = props
  const store = useStore()
  const { value: query } = store.query
  const rows = useMemo(() => matching(run, query), [run, query])
  const lanes = useMemo(
    () =>
      lanesOf(
        run,
        run.steps.map((_, i) => i + 1),
      ),
    [run],
  )
  const template = useMemo(() => templateOf(run, lanes), [run, lanes])
  const section = useRef<HTMLElement>(null)
  const [width, setWidth] = useState(Infinity)
  useLayoutEffect(() => {
    const { current } = section
    if (current === null) return undefined
    const observer = new ResizeObserver(() => setWidth(current.clientWidth))
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  const narrow = lanes.length > maxLanes || lanes.length * laneWidth > width
  return (
    <section class="race" aria-labelledby="steps-title" ref={section}>
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
          style={{ gridTemplateColumns: template }}
        >
          <span />
          {lanes.map((actor) => (
            <strong key={actor}>{run.actors[actor]?.id}</strong>
          ))}
        </div>
      )}
      <Rows {...{ run, rows, lanes, template, narrow }} />
    </section>
  )
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
  readonly lanes: readonly number[]
  readonly template: string
  /** Each row names its actor. */
  readonly narrow: boolean
}) {
  const { run, rows, lanes, template, narrow } = props
  const { step: at } = useStore()
  const box = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [seen, setSeen] = useState(500)
  const { value: step } = at
  useLayoutEffect(() => {
    const { current } = box
    if (current === null) return
    const fitting = heightToFold(current, leastHeight)
    current.style.maxHeight = fitting === undefined ? '' : `${fitting}px`
    setSeen(current.clientHeight)
    const row = rows.findLastIndex((s) => s <= step)
    const y = row * height
    const isVisible =
      y >= current.scrollTop && y + height <= current.scrollTop + current.clientHeight
    if (row >= 0 && !isVisible) current.scrollTop = y - current.clientHeight / 2
    setTop(current.scrollTop)
  }, [step, rows])
  useChange(() => keepInSight(box.current?.querySelector('[aria-current]'), box.current), [step])
  const first = Math.max(0, Math.floor(top / height) - margin)
  const count = Math.ceil(seen / height) + 2 * margin
  const essential = useMemo(() => new Set(run.essential), [run])
  return (
    <div
      class="steps"
      ref={box}
      tabIndex={0}
      role="list"
      aria-label="Steps"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div class="steps-all" style={{ height: `${rows.length * height}px` }} role="presentation">
        {rows.slice(first, first + count).map((s, i) => (
          <StepRow
            key={s}
            run={run}
            step={s}
            lanes={lanes}
            template={template}
            narrow={narrow}
            top={(first + i) * height}
            of={rows.length}
            matters={essential.size === 0 || essential.has(s)}
          />
        ))}
      </div>
    </div>
  )
}

function StepRow(props: {
  readonly run: RunRecord
  readonly step: number
  readonly lanes: readonly number[]
  readonly template: string
  readonly narrow: boolean
  readonly top: number
  readonly of: number
  readonly matters: boolean
}) {
  const { run, step, lanes, template, narrow, top, of, matters } = props
  const store = useStore()
  const record = run.steps[step - 1]
  if (record === undefined) return null
  const name = (actor: number): string => run.actors[actor]?.id ?? ''
  const lane = laneOf(run, step)
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
        gridTemplateColumns: narrow ? '3.5em minmax(0, 1fr)' : template,
      }}
    >
      <span class="number">{step}</span>
      <button
        type="button"
        tabIndex={-1}
        style={{ gridColumn: narrow ? 2 : `${lanes.indexOf(lane) + 2} / -1` }}
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

/** Letters that the last lane asks room for at most. */
const most = 60

/**
 * The first column has the numbers. A row is as long as its call from its lane on, where no other
 * call stands; so the last lane has room for its calls, and the others share what is left.
 */
function templateOf(run: RunRecord, lanes: readonly number[]): string {
  const last = lanes.at(-1)
  const letters = run.steps.map((_, i) =>
    laneOf(run, i + 1) === last ? wordsOf(run, i + 1).length + 5 : 0,
  )
  const longest = Math.min(most, Math.max(...letters, 0))
  const others = Math.max(1, lanes.length - 1)
  return `3.5em repeat(${others}, minmax(0, 1fr)) minmax(0, min(${longest}ch, 36%))`
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
