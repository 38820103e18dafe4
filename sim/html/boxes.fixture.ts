/** Where the parts of a page stand, in pixels of the window. */
import type { Page } from 'playwright-core'

export interface Box {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export async function boxesOf(page: Page, selector: string): Promise<readonly Box[]> {
  return page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((e) => {
    const { x, y, width, height } = e.getBoundingClientRect()
    return { name: e.getAttribute('class') || e.tagName, x, y, width, height }
  }).filter((b) => b.width > 0 && b.height > 0)`)
}

const apart = (a: Box, b: Box): boolean =>
  a.x + a.width <= b.x + 1 ||
  b.x + b.width <= a.x + 1 ||
  a.y + a.height <= b.y + 1 ||
  b.y + b.height <= a.y + 1

/** Those of `boxes` that `a` covers a part of. */
export function overlapping(a: Box, boxes: readonly Box[]): readonly string[] {
  return boxes.flatMap((b) => (apart(a, b) ? [] : [`${a.name} and ${b.name}`]))
}

export function overlaps(boxes: readonly Box[]): readonly string[] {
  return boxes.flatMap((a, i) => overlapping(a, boxes.slice(i + 1)))
}

export const textOf = async (page: Page, selector: string): Promise<string> =>
  page.locator(selector).first().innerText()
export const stepOf = async (page: Page): Promise<string> => textOf(page, '.here strong')
