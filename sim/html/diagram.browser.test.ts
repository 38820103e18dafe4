/** What a reader does with the race, the steps, the file and the states of a page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Locator } from 'playwright-core'
import { bin, endio } from '../cli/endio.fixture.ts'
import type { Document } from '../document/document.ts'
import { syntheticDocument } from '../document/document.fixture.ts'
import { boxesOf, overlapping, stepOf, textOf as text } from './boxes.fixture.ts'
import { browserIsHere, launch, open, written } from './browser.fixture.ts'

let browser: Browser
let race: Document

describe.skipIf(!browserIsHere)('the diagrams of a race', () => {
  beforeAll(async () => {
    browser = await launch()
    const { out, err } = endio(['report', 'scenarios/isize/h3-truncate-zeroes-acked-aio', '--json'])
    if (out === '') throw new Error(`${bin}: ${err}`)
    race = JSON.parse(out) as Document
  }, 200_000)
  afterAll(async () => browser.close())

  it('opens the state of any actor, which stays open along the steps', async () => {
    const { page } = await open(browser, written(race))
    const run = race.runs[0]
    const concerned = [run?.steps.at(-1)?.to, run?.steps.at(-2)?.to]
    const map = run?.actors.findIndex((a) => a.id === 'block_map') ?? -1
    expect(concerned).not.toContain(map)
    const details = page
      .locator('.states details')
      .filter({ has: page.locator('summary strong', { hasText: /^block_map$/ }) })
    await expect.poll(async () => details.locator('dd').count()).toBe(0)
    await details.locator('summary').click()
    await expect.poll(async () => details.locator('dd').count()).toBeGreaterThan(0)
    await page.keyboard.press('ArrowLeft')
    expect(await details.locator('dd').count()).toBeGreaterThan(0)
    await details.locator('summary').press('Enter')
    await expect.poll(async () => details.locator('dd').count()).toBe(0)
    await details.locator('summary').press('Space')
    await expect.poll(async () => details.locator('dd').count()).toBeGreaterThan(0)
    const value = details.locator('.value[title^="written by step"]').first()
    const writer = /\d+$/.exec((await value.getAttribute('title')) ?? '')?.[0]
    await value.click()
    expect(await stepOf(page)).toBe(writer)
  })

  it('goes from a block to the step that wrote it, with one tab stop a strip', async () => {
    const { page } = await open(browser, written(race))
    const cells = page.locator('.head .segment')
    const since = async (cell: Locator): Promise<string> =>
      /since step (\d+)/.exec((await cell.textContent()) ?? '')?.[1] ?? '0'
    expect(await page.locator('.head .segment[tabindex="0"]').count()).toBe(1)
    const zero = cells.filter({ hasText: /^memory, 4k to .*: zero dirty, since step/ })
    const step = await since(zero)
    await zero.click()
    expect(await stepOf(page)).toBe(step)
    expect(await page.locator('.head .segment.changed .what').first().innerText()).toBe('zero')
    await page.keyboard.press('End')
    await cells.first().focus()
    for (let i = 1; i < (await cells.count()); i++) await page.keyboard.press('ArrowDown')
    const focused = page.locator(':focus')
    expect(await focused.textContent()).toBe(await cells.last().textContent())
    expect(await focused.textContent()).toMatch(/^disk, /)
    const writer = await since(focused)
    await page.keyboard.press('Enter')
    expect(await stepOf(page)).toBe(writer)
  })

  it('shows the last of all steps at the end, each call whole and callers first', async () => {
    const { page } = await open(browser, written(race), { fragment: '#view=full&step=0' })
    const heads = await page.locator('.step-head strong').allInnerTexts()
    expect(heads).toEqual(['aio', 'dio', 'bio', 'kworker', 'truncate'])
    await page.keyboard.press('End')
    const [list] = await boxesOf(page, '.steps')
    const [row] = await boxesOf(page, '.step-row[aria-current]')
    expect((row?.y ?? 900) + (row?.height ?? 900)).toBeLessThanOrEqual(900)
    expect((row?.y ?? 0) + (row?.height ?? 0)).toBeLessThanOrEqual(
      (list?.y ?? 0) + (list?.height ?? 0),
    )
    const call = page.locator('.step-row[aria-current] button')
    const cut: unknown = await call.evaluate((e) => [e.scrollWidth, e.clientWidth].join(' '))
    expect(String(cut)).toMatch(/^(\d+) \1$/)
  })

  it('prints its lines, its hatch and no button that does something', async () => {
    const { page } = await open(browser, written(race))
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.arrows.pair g > path').count()).toBe(1)
    expect(await page.locator('.arrows.pair').isVisible()).toBe(true)
    expect(await page.locator('.downloads button:visible').count()).toBe(0)
    const adjust: unknown = await page.evaluate(
      "getComputedStyle(document.querySelector('.number.open')).printColorAdjust",
    )
    expect(adjust).toBe('exact')
    // The lines lead to the cards still.
    const [, second] = await boxesOf(page, '.card.first, .card.second')
    const [line] = await boxesOf(page, '.arrows.pair g > path')
    const [first] = await boxesOf(page, '.card.first')
    const ends = [line?.y ?? 0, (line?.y ?? 0) + (line?.height ?? 0)]
    const middles = [first, second].map((b) => (b?.y ?? 0) + (b?.height ?? 0) / 2)
    expect(Math.abs((ends[0] ?? 0) - Math.min(...middles))).toBeLessThan(8)
  })

  it('breaks no word of a table in a narrow window', async () => {
    const { page } = await open(browser, written(race), { width: 380 })
    const broken: unknown = await page.evaluate(`
      [...document.querySelectorAll('.table th')].flatMap((cell) => {
        const text = cell.firstChild, range = document.createRange()
        return [...text.data.matchAll(/[a-z]+/g)].flatMap(({ 0: word, index }) => {
          range.setStart(text, index)
          range.setEnd(text, index + word.length)
          return range.getClientRects().length > 1 ? [word] : []
        })
      })`)
    expect(broken).toEqual([])
  })
})

describe.skipIf(!browserIsHere)('the diagrams of anything', () => {
  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(async () => browser.close())

  it('draws only some rows of a minimal race of 4,900 steps, those at the present one', async () => {
    const document = syntheticDocument({ steps: 5_000, actors: 5 })
    const essential = Array.from({ length: 4_900 }, (_, i) => i + 1)
    const runs = document.runs.map((run) => ({ ...run, essential }))
    const { page } = await open(browser, written({ ...document, runs }))
    const cards = page.locator('.card')
    for (const step of [4_900, 1, 2_500]) {
      await page.locator('#slider').fill(String(step))
      expect(await cards.count()).toBeLessThanOrEqual(150)
      expect(await page.locator('.card[aria-current]').getAttribute('id')).toBe(`lane-step-${step}`)
    }
    await page.getByRole('button', { name: 'more rows above' }).click()
    const above = Number(await stepOf(page))
    expect(above).toBeLessThan(2_500)
    expect(await page.locator(`#lane-step-${above}`).count()).toBe(1)
    await page.keyboard.press('j')
    expect(await stepOf(page)).toBe(String(above + 1))
  })

  it('lets no line of the race run behind a card, and says what the lines mean', async () => {
    const document = syntheticDocument({ steps: 8, actors: 5 })
    const runs = document.runs.map((run) => ({
      ...run,
      essential: [1, 2, 3, 4, 5, 6, 7, 8],
      pair: { first: 2, second: 7 },
      steps: run.steps.map((s, i) => ({ ...s, cause: Math.max(0, i - 2) })),
    }))
    const { page } = await open(browser, written({ ...document, runs }))
    expect(await page.locator('.arrows.cause path[d^=M]').count()).toBeGreaterThan(4)
    expect(await text(page, '.lanes-legend')).toMatch(/this order decides.*what led to the step/s)
    const behind: unknown = await page.evaluate(`
      [...document.querySelectorAll('.arrows g > path')].flatMap((path) => {
        const origin = path.ownerSVGElement.getBoundingClientRect()
        const points = Array.from({ length: 200 }, (_, i) =>
          path.getPointAtLength((path.getTotalLength() * (i + 1)) / 202))
        return [...document.querySelectorAll('.card')].filter((card) => {
          const box = card.getBoundingClientRect()
          return points.some(({ x, y }) =>
            x + origin.x > box.left + 1 && x + origin.x < box.right - 1 &&
            y + origin.y > box.top + 1 && y + origin.y < box.bottom - 1)
        }).map((card) => card.id)
      })`)
    expect(behind).toEqual([])
    const [word] = await boxesOf(page, '.arrows.pair text')
    const cards = await boxesOf(page, '.card')
    expect(word === undefined ? ['no word'] : overlapping(word, cards)).toEqual([])
  })

  it('names a race window of one step by it', async () => {
    const document = syntheticDocument({ steps: 8, actors: 3 })
    const marks = [{ kind: 'window' as const, from: 4, step: 4, words: 'open' }]
    const runs = document.runs.map((run) => ({ ...run, marks }))
    const { page } = await open(browser, written({ ...document, runs }))
    expect(await text(page, '.mark.window')).toMatch(/race window 4$/)
  })

  it('names a lock that is held shortly on the card', async () => {
    const document = syntheticDocument({ steps: 8, actors: 3, word: 'a_lock_of_a_long_name' })
    const runs = document.runs.map((run) => ({
      ...run,
      steps: run.steps.map((step) => ({ ...step, call: 'take()' })),
      holds: {
        values: [[], [{ actor: 1, object: 0, mode: 'exclusive' }]],
        at: run.holds.at.map((_, i) => (i === 1 ? 1 : 0)),
      },
    }))
    const { page } = await open(browser, written({ ...document, runs }))
    expect(await page.locator('.hold').first().innerText()).toBe('')
    expect(await text(page, '.holding')).toBe('holds a_lock_of_a_long_name')
  })
})
