/** Keeps the row of the present step in sight of a reader who looks at the rows. */
import { useLayoutEffect, useRef } from 'preact/hooks'

/** Calls `act` when a value of `now` changes, and not at the first drawing. */
export function useChange(act: () => void, now: readonly unknown[]): void {
  const isFirst = useRef(true)
  useLayoutEffect(() => {
    if (!isFirst.current) act()
    isFirst.current = false
  }, now)
}

/**
 * Scrolls the window to `row` where it is out of sight and `rows`, which it stands among, takes the
 * middle of the window or what is below it: not away from the details further down.
 */
export function keepInSight(row: Element | null | undefined, rows: Element | null): void {
  if (row === null || row === undefined || rows === null) return
  const all = rows.getBoundingClientRect()
  const { top, bottom } = row.getBoundingClientRect()
  const isLookedAt = all.top < innerHeight && all.bottom > innerHeight / 2
  if (isLookedAt && (top < 0 || bottom > innerHeight)) row.scrollIntoView({ block: 'nearest' })
}

/** Pixels from `box` to the lower edge of a window that is not scrolled, where that is `least`. */
export function heightToFold(box: Element, least: number): number | undefined {
  const height = innerHeight - (box.getBoundingClientRect().top + scrollY) - 12
  return height < least ? undefined : height
}
