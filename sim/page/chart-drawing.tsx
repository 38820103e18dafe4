/** A statechart as it was laid out: what is lit is also thicker, and the present state has a dot. */
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ChartDrawing, DrawnBox, DrawnLine, DrawnWords } from '../document/chart.ts'
import { isActive } from './chart-state.ts'
import type { Progress } from './chart-state.ts'

/** Of the text in the layout, in pixels: its size in boxes and at lines; of one line and one character in parts of it. */
const size = { box: 12, line: 10, leading: 1.2, advance: 0.6 }
const margin = 6

interface Props {
  readonly name: string
  readonly drawing: ChartDrawing
  readonly progress: Progress
  readonly fits: boolean
}

export function Drawing({ name, drawing, progress, fits }: Props) {
  const { boxes, lines } = drawing
  const scroll = useRef<HTMLDivElement>(null)
  const [width, height] = [drawing.width + 2 * margin, drawing.height + 2 * margin]
  useLayoutEffect(() => showLit(scroll.current), [name, progress.state, fits])
  return (
    <div
      ref={scroll}
      class="scroll drawing"
      tabIndex={0}
      role="img"
      aria-label={`Statechart of ${name}; as a list below`}
    >
      <svg
        viewBox={`${-margin} ${-margin} ${width} ${height}`}
        width={width}
        height={height}
        class={fits ? 'fits' : ''}
      >
        {boxes.map((box, i) => (
          <BoxShape key={i} box={box} progress={progress} />
        ))}
        {lines.map((line, i) => (
          <LineShape key={i} line={line} progress={progress} />
        ))}
      </svg>
    </div>
  )
}

function BoxShape({ box, progress }: { readonly box: DrawnBox; readonly progress: Progress }) {
  const { role, path, x, y, width, height, at } = box
  const lit = path !== undefined && isActive(progress.state, path)
  const words = box.words.length
  return (
    <g class={`box ${role} ${lit ? 'lit' : ''}`} data-path={path}>
      {role !== 'any' && <rect x={x} y={y} width={width} height={height} rx={radius(box)} />}
      {role === 'final' && (
        <rect x={x + 3} y={y + 3} width={width - 6} height={height - 6} rx={4} />
      )}
      {lit && role !== 'compound' && (
        <text class="mark" x={x + 6} y={baseline(at[1], words, size.box)} font-size={size.box}>
          {'\u25cf'}
        </text>
      )}
      <Words words={box.words} at={at} size={size.box} progress={progress} />
    </g>
  )
}

function radius({ role, width }: DrawnBox): number {
  return role === 'initial' || role === 'history' ? width / 2 : 7
}

function LineShape({ line, progress }: { readonly line: DrawnLine; readonly progress: Progress }) {
  const { d, head, at, words } = line
  const shown = words.filter(({ text }) => text !== '')
  return (
    <g class={`edge ${mostOf(words, progress)}`}>
      <path d={d} />
      <polygon points={head} />
      {at !== undefined && (
        <>
          <Ground words={shown} at={at} />
          <Words words={shown} at={at} size={size.line} progress={progress} />
        </>
      )}
    </g>
  )
}

/** Interrupts the line that its words stand on. */
function Ground(props: {
  readonly words: readonly DrawnWords[]
  readonly at: readonly [number, number]
}) {
  const { words, at } = props
  const characters = Math.max(0, ...words.map(({ text }) => text.length))
  const width = Math.round(characters * size.line * size.advance) + 4
  const height = Math.round(words.length * size.line * size.leading)
  return (
    <rect
      class="ground"
      x={at[0] - width / 2}
      y={at[1] - height / 2}
      width={width}
      height={height}
    />
  )
}

function Words(props: {
  readonly words: readonly DrawnWords[]
  readonly at: readonly [number, number]
  readonly size: number
  readonly progress: Progress
}) {
  const { words, at, size: points, progress } = props
  const [x, middle] = at
  const top = baseline(middle, words.length, points)
  return (
    <text font-size={points}>
      {words.map((line, i) => (
        <tspan
          key={i}
          x={x}
          y={Math.round(top + i * points * size.leading)}
          class={mostOf([line], progress)}
        >
          {line.text}
        </tspan>
      ))}
    </text>
  )
}

/** Of the first of `lines`; a third of the size is about what it is below the middle of its line. */
function baseline(middle: number, lines: number, points: number): number {
  return Math.round(middle - ((lines - 1) / 2) * points * size.leading + points * 0.32)
}

/** What the run did with the transitions of `words`, at most. */
function mostOf(
  words: readonly DrawnWords[],
  { taken, now }: Progress,
): 'now-taken' | 'taken' | '' {
  const numbers = words.flatMap(({ transition }) => transition ?? [])
  if (numbers.some((n) => n === now)) return 'now-taken'
  return numbers.some((n) => taken.has(n)) ? 'taken' : ''
}

/** Scrolls the innermost lit box to the middle, if part of it is out of sight; the page stays. */
function showLit(scroll: HTMLDivElement | null): void {
  const box = [...(scroll?.querySelectorAll('.box.lit rect') ?? [])].at(-1)
  if (scroll === null || box === undefined) return
  const [seen, lit] = [scroll.getBoundingClientRect(), box.getBoundingClientRect()]
  if (lit.left < seen.left || lit.right > seen.right) {
    scroll.scrollLeft += lit.left + lit.width / 2 - seen.left - seen.width / 2
  }
  if (lit.top < seen.top || lit.bottom > seen.bottom) {
    scroll.scrollTop += lit.top + lit.height / 2 - seen.top - seen.height / 2
  }
}
