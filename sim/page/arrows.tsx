/** Lines between the cards of a diagram, which run between its lanes and never behind a card. */
import { useLayoutEffect, useState } from 'preact/hooks'

/** From one step to another: the deciding order, or what a step of one actor set off in another. */
export interface Line {
  readonly from: number
  readonly to: number
  readonly kind: 'pair' | 'cause'
  /** The lane of the step it leads to, counted from 0, and on which side of it the line comes down. */
  readonly lane: number
  readonly side: 'left' | 'right'
}

interface Drawn {
  readonly key: string
  readonly d: string
  readonly kind: Line['kind']
  readonly x: number
  readonly y: number
}

/** Pixels between a lane and the first line beside it, and between two lines. */
const [first, apart] = [4, 4]
/** Lines beside one lane before they share a place. */
const beside = 3
/** Pixels between a lane and the deciding line, in the middle of the room that it has. */
const pairApart = 24

export function Arrows(props: {
  readonly lines: readonly Line[]
  readonly grid: { readonly current: HTMLDivElement | null }
}) {
  const { lines, grid } = props
  const [drawn, setDrawn] = useState<readonly Drawn[]>([])
  useLayoutEffect(() => {
    const { current } = grid
    if (current === null) return undefined
    const draw = (): void => {
      // On paper the diagram keeps the measures that it had on the screen.
      if (matchMedia('print').matches) return
      setDrawn(drawnIn(current, lines))
      keepMeasures(current)
    }
    draw()
    const observer = new ResizeObserver(draw)
    observer.observe(current)
    return () => observer.disconnect()
  }, [lines])
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
                  <text x={x} y={y} text-anchor="middle" dominant-baseline="middle">
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

/** Out of the first card along its row, where no other card stands, down beside the lane, and in. */
function drawnIn(grid: HTMLElement, lines: readonly Line[]): readonly Drawn[] {
  const origin = grid.getBoundingClientRect()
  const heads = [...grid.querySelectorAll('.lane-head')].map((e) => e.getBoundingClientRect())
  const used = new Map<string, number>()
  return lines.flatMap(({ from, to, kind, lane, side }) => {
    const one = grid.querySelector(`#lane-step-${from}`)?.getBoundingClientRect()
    const other = grid.querySelector(`#lane-step-${to}`)?.getBoundingClientRect()
    const head = heads[lane]
    if (one === undefined || other === undefined || head === undefined) return []
    const place = used.get(`${lane} ${side}`) ?? 0
    if (kind === 'cause') used.set(`${lane} ${side}`, place + 1)
    const off = kind === 'pair' ? pairApart : first + apart * (place % beside)
    const x = (side === 'left' ? head.left - off : head.right + off) - origin.left
    const x1 = (one.left - origin.left < x ? one.right : one.left) - origin.left
    const x2 = (side === 'left' ? other.left : other.right) - origin.left
    const y1 = one.top + one.height / 2 - origin.top
    const y2 = other.top + other.height / 2 - origin.top
    const r = Math.min(6, Math.abs(y2 - y1) / 2, Math.abs(x - x1), Math.abs(x2 - x))
    const down = Math.sign(y2 - y1) * r
    const d =
      `M${x1} ${y1} H${x - Math.sign(x - x1) * r} Q${x} ${y1} ${x} ${y1 + down} ` +
      `V${y2 - down} Q${x} ${y2} ${x + Math.sign(x2 - x) * r} ${y2} H${x2}`
    return [{ key: `${from}-${to}`, d, kind, x, y: (y1 + y2) / 2 }]
  })
}

/** Tells the style of print how large the rows and columns are, so that the lines fit them there. */
function keepMeasures(grid: HTMLElement): void {
  const { gridTemplateColumns, gridTemplateRows } = getComputedStyle(grid)
  grid.style.setProperty('--columns', gridTemplateColumns)
  grid.style.setProperty('--rows', gridTemplateRows)
  grid.parentElement?.style.setProperty('--width', String(grid.scrollWidth))
}
