/** How far things of a layout are from one another, in points. */
import type { Box, Point, Route } from './layout.ts'

/** Points along the curve of a route, close enough that a line between two is as good as the curve. */
export function along({ points }: Route): readonly Point[] {
  return points.flatMap((from, i): readonly Point[] => {
    const [one, other, to] = points.slice(i + 1, i + 4)
    if (i % 3 !== 0 || one === undefined || other === undefined || to === undefined) return []
    return Array.from({ length: 41 }, (_, k): Point => {
      const t = k / 40
      const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3]
      return {
        x: a * from.x + b * one.x + c * other.x + d * to.x,
        y: a * from.y + b * one.y + c * other.y + d * to.y,
      }
    })
  })
}

export function distance(from: Point, route: Route): number {
  return Math.min(...along(route).map(({ x, y }) => Math.hypot(x - from.x, y - from.y)))
}

/** By how much two boxes overlap in the direction in which they do less; negative where they do not. */
export function overlap(one: Box, other: Box): number {
  return Math.min(
    (one.width + other.width) / 2 - Math.abs(one.x - other.x),
    (one.height + other.height) / 2 - Math.abs(one.y - other.y),
  )
}

/** By how much `inner` stands out of `outer`; negative where it is inside. */
export function outside(outer: Box, inner: Box): number {
  return Math.max(
    Math.abs(inner.x - outer.x) + (inner.width - outer.width) / 2,
    Math.abs(inner.y - outer.y) + (inner.height - outer.height) / 2,
  )
}
