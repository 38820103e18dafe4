import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { bin, endio } from '../cli/endio.fixture.ts'
import type { Document } from '../document/document.ts'
import { emptyDocument, syntheticDocument } from '../document/document.fixture.ts'
import { boxesOf, overlaps, stepOf, textOf as text } from './boxes.fixture.ts'
import { browserIsHere, launch, open, written } from './browser.fixture.ts'

const h3 = 'scenarios/isize/h3-truncate-zeroes-acked-aio'
let browser: Browser
let race: Document
let matrix: Document

/** The document that `endio report` would embed. */
function reported(...args: readonly string[]): Document {
  const { out, err } = endio(['report', ...args, '--json'])
  if (out === '') throw new Error(`${bin}: ${err}`)
  return JSON.parse(out) as Document
}

describe.skipIf(!browserIsHere)('the page of a race', () => {
  beforeAll(async () => {
    browser = await launch()
    race = reported(h3)
    matrix = reported(h3, '--of', 'matrix')
  }, 200_000)
  afterAll(async () => browser.close())

  it('answers on the first screen', async () => {
    const { page, requests, complaints } = await open(browser, written(race))
    expect(await text(page, 'h1')).toContain('violated: no-lost-acked-byte')
    expect(await text(page, '.answer h1')).toMatch(/no-lost-acked-byte\s+each of blocks 4096/)
    expect(await text(page, '.answers')).toMatch(/Broken law\s+acknowledged bytes are still there/)
    expect(await text(page, '.answers')).toContain('extending_aio=sync')
    const parts = ['.answer', '.strip', '.axis', '.lanes', '.end.violation', '.now']
    const bottoms: Record<string, number> = {}
    for (const part of parts) {
      const box = await page.locator(part).first().boundingBox()
      bottoms[part] = box === null ? Infinity : box.y + box.height
    }
    expect(Object.entries(bottoms).filter(([, bottom]) => bottom > 900)).toEqual([])
    expect(await page.locator('.arrows.pair path[d^=M]').count()).toBeGreaterThan(0)
    expect(requests).toEqual([])
    expect(complaints).toEqual([])
  })

  it('moves in time by keys, and the address follows', async () => {
    const { page } = await open(browser, written(race))
    const pair = race.runs[0]?.pair
    const last = String(race.runs[0]?.steps.length)
    expect(await stepOf(page)).toBe(last)
    const keys = [
      ['Home', '0'],
      ['ArrowRight', '1'],
      ['ArrowRight', '2'],
      ['ArrowLeft', '1'],
      ['1', String(pair?.first)],
      ['2', String(pair?.second)],
      ['v', last],
      ['k', String(race.runs[0]?.essential.at(-1))],
      ['End', last],
    ] as const
    for (const [key, step] of keys) {
      await page.keyboard.press(key)
      expect([key, await stepOf(page)]).toEqual([key, step])
    }
    expect(page.url()).toContain(`step=${last}`)
    await page.evaluate("location.hash = '#step=5'")
    await page.waitForFunction("document.querySelector('.here strong').innerText === '5'")
  })

  it('moves in time by mouse: a card, a mark, the slider', async () => {
    const { page } = await open(browser, written(race))
    await page.locator('.card').first().click()
    expect(await stepOf(page)).toBe(String(race.runs[0]?.essential[0]))
    await page.getByRole('button', { name: 'point of no return' }).first().click()
    const mark = race.runs[0]?.marks.find((m) => m.kind === 'no-return')
    expect(await stepOf(page)).toBe(String(mark?.step))
    await page.locator('#slider').fill('3')
    expect(await stepOf(page)).toBe('3')
  })

  it('draws the file at each step, memory above disk', async () => {
    const { page } = await open(browser, written(race))
    const rows = page.locator('.head .strip .segments')
    expect(await rows.nth(0).getAttribute('aria-label')).toMatch(/^memory: .*4k: zero, dirty/)
    expect(await rows.nth(1).getAttribute('aria-label')).toMatch(/^disk: .*4k: D by aio/)
    await page.keyboard.press('Home')
    expect(await rows.nth(1).getAttribute('aria-label')).not.toContain('D by aio')
  })

  it('shows what a step changed, and goes from a value to the step that wrote it', async () => {
    const { page } = await open(browser, written(race))
    await page.keyboard.press('2')
    expect(await text(page, '.diff')).toMatch(/inode\.i_size\s+4k\s+→\s+8k/)
    await page.keyboard.press('End')
    await page.locator('.chart select').selectOption({ label: 'inode' })
    const inode = page
      .locator('.states details')
      .filter({ has: page.locator('summary strong', { hasText: /^inode$/ }) })
    await inode.locator('.value', { hasText: /^1M$/ }).click()
    expect(await text(page, '.diff')).toContain('inode.i_size')
  })

  it('switches between the minimal race and all steps, and finds steps', async () => {
    const { page } = await open(browser, written(race))
    await page.keyboard.press('m')
    expect(await text(page, '#steps-title')).toBe('All steps')
    await page.keyboard.press('/')
    await page.keyboard.type('i_size_write')
    const shown = await page.locator('.steps [role=listitem]').count()
    expect(shown).toBeGreaterThan(0)
    expect(shown).toBeLessThan(10)
    expect(page.url()).toContain('q=i_size_write')
    await page.keyboard.press('Escape')
    await page.keyboard.press('m')
    expect(await page.locator('.lanes').count()).toBe(1)
  })

  it('watches a value along the run', async () => {
    const { page } = await open(browser, written(race))
    await page.keyboard.press('w')
    await page.keyboard.type('inode.i_size')
    await page.keyboard.press('Enter')
    const values = page.locator('.values button')
    expect(await values.allInnerTexts()).toEqual(['0 4k', '34 8k', '56 1M'])
    await values.nth(1).click()
    expect(await stepOf(page)).toBe('34')
    expect(page.url()).toContain('watch=inode.i_size')
  })

  it('has the nearest passing run one key away, and both side by side', async () => {
    const { page } = await open(browser, written(race))
    // Two runs of this design, and the same orders under one that closes the race.
    expect(await page.locator('.compare .differs').count()).toBe(4)
    expect(await page.locator('.compare h3').allInnerTexts()).toEqual([
      expect.stringContaining('failing run'),
      expect.stringContaining('nearest passing run'),
      expect.stringContaining('failing run'),
      expect.stringContaining('with oldsize_sample=after-wait'),
    ])
    await page.keyboard.press('p')
    expect(await text(page, '.tabs [aria-pressed=true]')).toContain('nearest passing run')
    await page.keyboard.press('p')
    expect(await text(page, '.tabs [aria-pressed=true]')).toContain('failing run')
  })

  it('lights the present state of the selected actor', async () => {
    const { page } = await open(browser, written(race))
    await page.locator('.lane-head', { hasText: 'kworker' }).click()
    const lit = page.locator('.chart li.lit .state-name')
    expect(await lit.last().innerText()).toContain('idle')
    await page.keyboard.press('2')
    expect(await lit.last().innerText()).not.toContain('idle')
    expect(await page.locator('.source [aria-current]').count()).toBe(2)
  })

  it('draws the chart of the selected actor, and the lit box follows the steps in sight', async () => {
    const { page } = await open(browser, written(race))
    await page.locator('.chart select').selectOption({ label: 'kworker' })
    const lit = page.locator('.drawing .box.lit:not(.compound)')
    const steps = race.runs[0]?.steps ?? []
    const kworker = race.runs[0]?.actors.findIndex((a) => a.id === 'kworker')
    const own = steps.flatMap((s, i) => (s.to === kworker ? [i + 1] : []))
    const paths: (string | null)[] = []
    await page.locator('h1').click()
    await page.keyboard.press('Home')
    for (let step = 1; step <= Math.max(...own); step++) {
      await page.keyboard.press('ArrowRight')
      if (!own.includes(step)) continue
      paths.push(await lit.getAttribute('data-path'))
      expect(await page.locator('.drawing .now-taken').count()).toBeGreaterThan(0)
      const [scroll, box] = await boxesOf(page, '.drawing, .drawing .lit:not(.compound) > rect')
      expect((box?.y ?? 0) >= (scroll?.y ?? Infinity)).toBe(true)
      expect((box?.y ?? Infinity) <= (scroll?.y ?? 0) + (scroll?.height ?? 0)).toBe(true)
    }
    expect(new Set(paths).size).toBeGreaterThan(3)
    await page.locator('.forms button', { hasText: 'list' }).click()
    expect(await page.locator('.drawing').count()).toBe(0)
    expect(await page.locator('.states-list li.lit').count()).toBeGreaterThan(0)
  })

  it('explains its keys', async () => {
    const { page } = await open(browser, written(race))
    await page.keyboard.press('?')
    await page.locator('dialog').waitFor()
    expect(await page.locator('dialog dt').count()).toBeGreaterThan(8)
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'hidden' })
    expect(await page.locator('dialog').isVisible()).toBe(false)
  })

  it('offers its files', async () => {
    const { page, complaints } = await open(browser, written(race))
    const contents: Record<string, string> = {}
    const names = ['schedule.json', 'ftrace.txt', 'scenario.yaml', 'race.txt', 'report.json']
    for (const name of names) {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name, exact: true }).click(),
      ])
      contents[file.suggestedFilename()] = readFileSync(await file.path(), 'utf8')
    }
    // Apart: half a megabyte, which no report of a failing test should print.
    expect(contents['report.json'] === JSON.stringify(race)).toBe(true)
    expect(contents).toMatchObject({
      'schedule.json': expect.stringContaining('"endio": "schedule/1"'),
      // Packed in the page, unpacked by the browser.
      'ftrace.txt': expect.stringMatching(/truncate-\d+ .*inode_dio_wait/),
      'scenario.yaml': race.scenario.text,
      'race.txt': race.mail,
    })
    expect(complaints).toEqual([])
  })

  it('opens the run of a cell of the matrix', async () => {
    const { page } = await open(browser, written(matrix))
    const cells = page.locator('.table td.bad button')
    expect(await cells.count()).toBe(matrix.runs.length)
    await cells.nth(2).click()
    expect(page.url()).toContain('run=2')
    expect(await text(page, '.facts dd')).toContain('isize_lock=common')
  })

  it.each(['light', 'dark'] as const)('is clean to axe, %s', async (scheme) => {
    const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    const { page } = await open(browser, written(race), { scheme })
    for (const key of ['', 'm']) {
      if (key !== '') await page.keyboard.press(key)
      await page.evaluate(readFileSync(axe, 'utf8'))
      const found: {
        readonly violations: readonly {
          readonly id: string
          readonly nodes: readonly { readonly html: string }[]
        }[]
      } = await page.evaluate('axe.run(document)')
      expect(found.violations.map((v) => [v.id, ...v.nodes.map((n) => n.html)])).toEqual([])
    }
  })

  it.each([1440, 800, 380])('fits a window %i wide', async (width) => {
    const { page } = await open(browser, written(race), { width })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    const boxes = await boxesOf(page, 'main > *, .head > *, .stage > *, .details > *')
    expect(boxes.filter((b) => b.x < 0 || b.x + b.width > width + 1)).toEqual([])
    for (const parent of ['main', '.head', '.stage', '.details', '.lanes']) {
      const own = await boxesOf(page, parent === '.lanes' ? '.card' : `${parent} > *`)
      expect([parent, ...overlaps(own)]).toEqual([parent])
    }
  })

  it('follows the theme of the system and its own switch', async () => {
    const { page } = await open(browser, written(race), { scheme: 'dark' })
    const paper = async (): Promise<unknown> =>
      page.evaluate('getComputedStyle(document.body).backgroundColor')
    const dark = await paper()
    await page.keyboard.press('t')
    expect(await paper()).not.toBe(dark)
    await page.keyboard.press('t')
    expect(await paper()).toBe(dark)
  })

  it('prints to two pages', async () => {
    const { page } = await open(browser, written(race))
    const pdf = await page.pdf({ format: 'A4' })
    expect(/\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1]).toBe('2')
  })

  it('is text where no script runs', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`file://${written(race)}`)
    const words = await page.locator('#text').innerText()
    expect(words).toContain('violated: no-lost-acked-byte')
    expect(words).toContain('34 kworker to inode: i_size_write(inode, 8k); i_size becomes 8k')
    await context.close()
  })
})

describe.skipIf(!browserIsHere)('the page of anything', () => {
  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(async () => browser.close())

  it('may be empty', async () => {
    const { page, complaints } = await open(browser, written(emptyDocument))
    expect(await text(page, 'h1')).toContain('nothing')
    expect(complaints).toEqual([])
  })

  it('draws only the rows that are seen of 5,000 steps', async () => {
    const document = syntheticDocument({ steps: 5_000, actors: 5 })
    const { page } = await open(browser, written(document), { fragment: '#view=full&step=5000' })
    const rows = page.locator('.steps [role=listitem]')
    for (const step of [5_000, 1, 2_500]) {
      await page.locator('#slider').fill(String(step))
      expect(await rows.count()).toBeLessThan(60)
      expect(await text(page, '.steps [aria-current] .number')).toBe(String(step))
    }
    expect(await rows.first().getAttribute('aria-setsize')).toBe('5000')
  })

  it.each([
    ['markup', '</script><img src=x onerror="document.title=\'owned\'"><b>bold</b>'],
    ['a very long name', 'x'.repeat(3_000)],
    ['right-to-left text', '\u202Eevil \u05D0\u05D1\u05D2'],
    ['line separators', 'a\u2028b\u2029c'],
    ['a key that is none', '__proto__'],
    ['much white space', ' \t\n '.repeat(50)],
  ])('shows %s as text and is not broken by it', async (_, word) => {
    const document = syntheticDocument({ steps: 8, actors: 4, word })
    const { page, requests, complaints } = await open(browser, written(document), { width: 800 })
    expect(await page.locator('img, b').count()).toBe(0)
    expect(await page.title()).not.toBe('owned')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(800)
    expect((await page.locator('body').innerText()).includes('\u202E')).toBe(false)
    for (const key of ['m', 'Home', 'j', 'End', 'p', '?', 'Escape']) await page.keyboard.press(key)
    expect(requests).toEqual([])
    expect(complaints).toEqual([])
  })

  it('takes 200 actors', async () => {
    const document = syntheticDocument({ steps: 400, actors: 200 })
    const { page, complaints } = await open(browser, written(document), { fragment: '#view=full' })
    expect(await page.locator('.steps [role=listitem]').count()).toBeGreaterThan(10)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1440)
    expect(complaints).toEqual([])
  })
})
