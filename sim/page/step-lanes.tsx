/** The lanes of a list of steps: how wide each is, and the bars of what its actor holds. */
import type { RunRecord } from '../document/run.ts'
import { barsOf } from './bars.ts'
import type { Bar } from './bars.ts'

/** Pixels of the numbers, and the least of a lane; a row spans the lanes after its own, too. */
const [numbers, usual, last] = [46, 82, 200]
/** Pixels of one bar with the space beside it. */
const barWidth = 17

export interface StepLane {
  readonly actor: number
  readonly bars: readonly Bar[]
  /** Pixels that its bars take. */
  readonly indent: number
}

/** A lane for each of `actors` over the rows that draw the steps of `rows`. */
export function stepLanes(
  run: RunRecord,
  actors: readonly number[],
  rows: readonly number[],
): readonly StepLane[] {
  return actors.map((actor) => {
    const bars = barsOf(run, actor, rows)
    return { actor, bars, indent: barWidth * Math.max(0, ...bars.map((b) => b.column + 1)) }
  })
}

/** As CSS has it: the numbers, then the lanes, of which the last has room for its own words. */
export function laneTemplate(lanes: readonly StepLane[]): string {
  const columns = lanes.map(({ indent }, i) => {
    const least = leastOf(indent, i === lanes.length - 1)
    return `minmax(${least}px, ${i === lanes.length - 1 ? 3 : 1}fr)`
  })
  return `${numbers}px ${columns.join(' ')}`
}

/** The least width of a list with `lanes`, in pixels. */
export function roomOf(lanes: readonly StepLane[]): number {
  const least = lanes.map(({ indent }, i) => leastOf(indent, i === lanes.length - 1))
  return least.reduce((sum, width) => sum + width, numbers)
}

const leastOf = (indent: number, isLast: boolean): number => indent + (isLast ? last : usual)

/** The bars over the rows from `first` on, each `height` pixels high, behind the words of the rows. */
export function StepBars(props: {
  readonly run: RunRecord
  readonly lanes: readonly StepLane[]
  readonly first: number
  readonly count: number
  readonly height: number
}) {
  const { run, lanes, first, count, height } = props
  return (
    <div class="step-bars" style={{ gridTemplateColumns: laneTemplate(lanes) }}>
      {lanes.map(({ actor, bars }, lane) => (
        <div key={actor} class="step-lane" style={{ gridColumn: lane + 2 }}>
          {bars
            .filter(({ from, to }) => to >= first && from < first + count)
            .map((bar) => (
              <StepBar key={`${bar.hold.object} ${bar.from}`} run={run} bar={bar} height={height} />
            ))}
        </div>
      ))}
    </div>
  )
}

function StepBar(props: { readonly run: RunRecord; readonly bar: Bar; readonly height: number }) {
  const { run, bar, height } = props
  const { hold, from, to, column } = bar
  const object = run.actors[hold.object]?.id ?? ''
  const words = object === hold.mode ? object : `${object}, ${hold.mode}`
  return (
    <span
      class={`hold ${hold.mode === 'shared' ? 'shared' : ''}`}
      role="img"
      aria-label={`${run.actors[hold.actor]?.id} holds ${words}`}
      title={words}
      style={{
        left: `${column * barWidth}px`,
        top: `${from * height + 1}px`,
        height: `${(to - from + 1) * height - 2}px`,
      }}
    >
      <span>{words}</span>
    </span>
  )
}
