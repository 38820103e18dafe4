/** The live explorer in a real browser, driven by keyboard and mouse, against the built server. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { counterFiles } from '../cli/counter.fixture.ts'
import { endio, folder } from '../cli/endio.fixture.ts'
import { serve } from '../cli/serve/served.fixture.ts'
import { browserIsHere, launch } from './browser.fixture.ts'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
let browser: Browser

interface Live {
  readonly page: Page
  readonly path: string
  readonly complaints: readonly string[]
  readonly foreign: readonly string[]
}

const h3 = fileURLToPath(
  new URL('../../scenarios/isize/h3-truncate-zeroes-acked-aio', import.meta.url),
)

/** The page of a server over the README's counter, or over another scenario. */
async function live(
  fragment = '',
  size = { width: 1440, height: 900 },
  path = folder(counterFiles()),
): Promise<Live> {
  const served = await serve([path])
  const context = await browser.newContext({ viewport: size, colorScheme: 'light' })
  onTestFinished(async () => context.close())
  const page = await context.newPage()
  const [complaints, foreign]: [string[], string[]] = [[], []]
  page.on('console', (m) => {
    if (['error', 'warning'].includes(m.type())) complaints.push(m.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== new URL(served.address).origin && protocol !== 'blob:') foreign.push(origin)
  })
  await page.goto(`${served.address}${fragment}`)
  await page.getByText('states of this design are explored').waitFor()
  return { page, path, complaints, foreign }
}

const title = (page: Page) => page.locator('h1')
const offers = (page: Page) => page.locator('.offer')
const at = (page: Page): string =>
  new URLSearchParams(new URL(page.url()).hash.slice(1)).get('at') ?? ''

describe.skipIf(!browserIsHere)('the live explorer', () => {
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(async () => browser.close())

  it('shows what can come next and where each leads', async () => {
    const { page, complaints, foreign } = await live()
    expect(await title(page).innerText()).toContain('can still fail: both-count')
    expect(await offers(page).count()).toBe(2)
    expect(await offers(page).first().innerText()).toContain('read(counter, 0) = 0')
    expect(complaints).toEqual([])
    expect(foreign).toEqual([])
  })

  it('delivers, steps back and branches by keys, and the address follows', async () => {
    const { page } = await live()
    await page.keyboard.press('Enter')
    await title(page).getByText('main, step 1').waitFor()
    expect(at(page)).toBe('1')
    await page.keyboard.press('b')
    await title(page).getByText('branch 2, step 1').waitFor()
    const other = offers(page).filter({ hasText: 'must fail: both-count' })
    await other.click()
    await title(page).getByText('must fail: both-count').waitFor()
    expect(at(page)).toBe('1 b>counter:read')
    await page.keyboard.press('e')
    await title(page).getByText('violated: both-count').waitFor()
    expect(await page.locator('.choices').innerText()).toContain('the run has ended')
    await page.keyboard.press('Backspace')
    await title(page).getByText('must fail: both-count').waitFor()
    await page.keyboard.press('[')
    await title(page).getByText('main, step 1').waitFor()
    await page.keyboard.press('c')
    const compared = page.locator('.compare')
    expect(await compared.innerText()).toContain('they are the same up to step 1')
    expect(await compared.locator('h3').allInnerTexts()).toEqual([
      '? main: not at its end',
      '? branch 2: not at its end',
    ])
    await page.keyboard.press('c')
    expect(await compared.count()).toBe(0)
  })

  it('opens where an address says', async () => {
    const { page, path } = await live()
    const words = new URLSearchParams({ in: path, at: '1 b>counter:read', beside: '2' })
    await page.goto(page.url().replace(/#.*/, `#${words.toString()}`))
    await page.reload()
    await title(page).getByText('main, step 2').waitFor()
    expect(at(page)).toBe('1 b>counter:read')
    expect(await page.locator('.compare').innerText()).toContain('the same up to step 1')
    await title(page).getByText('must fail: both-count').waitFor()
  })

  it('looks at an earlier step, and branches there', async () => {
    const { page } = await live()
    await page.keyboard.press('e')
    await title(page).getByText('main, step 8').waitFor()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    expect(await page.locator('.looking').innerText()).toContain('You look at step 1 of 8')
    await page.keyboard.press('b')
    await title(page).getByText('branch 2, step 1').waitFor()
    expect(await page.locator('.tree li').count()).toBe(2)
  })

  it('shows a sweep as it runs, and opens what it found', async () => {
    const { page } = await live()
    await page.getByRole('button', { name: 'sweep' }).click()
    await page.getByText('sweep, done').waitFor()
    expect(await page.locator('.found').innerText()).toContain(
      'b>counter:read before a>counter:write',
    )
    await page.locator('.found button').first().click()
    await title(page).getByText('violated: both-count').waitFor()
    await page.getByRole('button', { name: 'check every interleaving' }).click()
    await page.getByText('check, done: violated').waitFor()
  })

  it('saves a schedule that endio run takes', async () => {
    const { page, path } = await live()
    await page.keyboard.press('Enter')
    await title(page).getByText('main, step 1').waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('s')])
    expect(download.suggestedFilename()).toBe('schedule.json')
    expect(await page.locator('.replay').innerText()).toContain('--schedule schedule.json')
    const file = join(path, 'schedule.json')
    await download.saveAs(file)
    expect(readFileSync(file, 'utf8')).toContain('"deliver": "a>counter:read"')
    const { code, out } = endio(['run', path, '--schedule', file])
    expect([code, out]).toEqual([3, expect.stringContaining('PASSED: at rest')])
  })

  it('draws the statechart of the actor that is looked at, and lights its state', async () => {
    const { page, complaints } = await live()
    const drawn = page.locator('.chart svg')
    await drawn.waitFor()
    await page.locator('.chart select').selectOption('b')
    const lit = drawn.locator('.box.lit[data-path]')
    await lit.getByText('reading').waitFor()
    await offers(page).filter({ hasText: 'b' }).first().click()
    await page.locator('.chart select').selectOption('counter')
    await drawn.getByText('write').first().waitFor()
    await page.locator('.chart select').selectOption('b')
    expect(await lit.getByText('reading').count()).toBe(1)
    expect(await drawn.locator('.edge').count()).toBeGreaterThan(1)
    expect(complaints).toEqual([])
  })

  it('shows the statechart of the receiver of a step, until an actor is chosen', async () => {
    const { page } = await live()
    const chosen = page.locator('.chart select option:checked')
    const shown = async (): Promise<string> => chosen.evaluate((o) => o.textContent)
    await page.keyboard.press('Enter')
    await title(page).getByText('main, step 1').waitFor()
    expect(await shown()).toBe('counter')
    await page.keyboard.press('Enter')
    await title(page).getByText('main, step 2').waitFor()
    expect(await shown()).toBe('a')
    await page.keyboard.press('ArrowLeft')
    expect(await shown()).toBe('counter')
    await page.locator('.chart select').selectOption('b')
    await page.locator('h1').click()
    await page.keyboard.press('e')
    await title(page).getByText('main, step 8').waitFor()
    expect(await shown()).toBe('b')
    await page.keyboard.press('Home')
    expect(await shown()).toBe('b')
  })

  it('loses no branch by a reload', async () => {
    const { page } = await live()
    const tree = page.locator('.tree')
    await page.keyboard.press('Enter')
    await title(page).getByText('main, step 1').waitFor()
    for (const [i, name] of ['branch 2', 'branch 3', 'branch 4'].entries()) {
      await page.keyboard.press('b')
      await title(page)
        .getByText(`${name}, step ${i + 1}`)
        .waitFor()
      await page.keyboard.press('Enter')
      await title(page)
        .getByText(`${name}, step ${i + 2}`)
        .waitFor()
    }
    await page.keyboard.press('[')
    await title(page).getByText('branch 3, step 3').waitFor()
    await page.keyboard.press('c')
    const [before, address] = [await tree.innerText(), page.url()]
    await page.reload()
    await title(page).getByText('branch 3, step 3').waitFor()
    await page.locator('.tree li').nth(3).waitFor()
    await page.locator('.compare').waitFor()
    await page.getByText('states of this design are explored').waitFor()
    expect(await tree.innerText()).toBe(before)
    expect(page.url()).toBe(address)
    await page.keyboard.press('b')
    await title(page).getByText('branch 5, step 3').waitFor()
  })

  it('draws lanes with what is held, where there is room for them', async () => {
    const { page } = await live('', { width: 1440, height: 900 }, h3)
    await page.keyboard.press('e')
    await title(page).getByText('main, step 51').waitFor()
    expect(await page.locator('.step-head strong').allInnerTexts()).toEqual(
      expect.arrayContaining(['kworker', 'aio', 'truncate']),
    )
    const held = page.getByRole('img', { name: 'truncate holds i_rwsem, exclusive' })
    const [bar, row] = [
      await held.boundingBox(),
      await page.locator('.step-row').last().boundingBox(),
    ]
    expect(bar?.height).toBeGreaterThan(10 * (row?.height ?? Infinity))
    await page.setViewportSize({ width: 380, height: 800 })
    await page.locator('.step-head').waitFor({ state: 'detached' })
    expect(await page.locator('.step-row').last().innerText()).toContain('truncate')
  })

  it('has all that is needed from step to step on the first screen', async () => {
    const { page } = await live('', { width: 1440, height: 900 }, h3)
    await page.getByRole('button', { name: 'sweep' }).click()
    await page.getByText('sweep, done').waitFor()
    for (const name of ['.offer', '.tree li', '.jobs input', '.found li', '.step-head']) {
      const box = await page.locator(name).first().boundingBox()
      expect([name, (box?.y ?? Infinity) + (box?.height ?? 0) <= 900]).toEqual([name, true])
    }
    expect(await page.evaluate('scrollY')).toBe(0)
  })

  it('compares to the end, and brings the comparison into sight', async () => {
    const { page } = await live('', { width: 1440, height: 900 }, h3)
    await page.keyboard.press('Enter')
    await title(page).getByText('main, step 1').waitFor()
    await page.keyboard.press('b')
    await title(page).getByText('branch 2, step 1').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await title(page).getByText('branch 2, step 2').waitFor()
    await page.keyboard.press('e')
    await page.locator('h1.passed, h1.violated').waitFor()
    await page.keyboard.press('[')
    await page.keyboard.press('e')
    await page.locator('h1.passed, h1.violated').waitFor()
    await page.keyboard.press('c')
    const sides = page.locator('.side-steps')
    expect(await sides.count()).toBe(2)
    for (const side of await sides.all()) {
      expect(await side.innerText()).toContain('up_write(i_rwsem)')
      expect(await side.locator('button').count()).toBeGreaterThan(12)
    }
    expect(await page.locator('.compare h3').first().innerText()).toMatch(
      /main: (?:passed|violates)/,
    )
    const box = await page.locator('.compare h2').first().boundingBox()
    expect(box?.y).toBeLessThan(900)
  })

  it('names what turns the direction of writing', async () => {
    const { page, path } = await live()
    const file = join(path, 'scenario.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^title: .*$/m, 'title: "a\\u202Eb<i>"'))
    await page.getByText('a[U+202E]b<i>').first().waitFor()
    expect(await page.locator('body').innerText()).not.toContain('\u202E')
  })

  it('keeps the position when a machine is edited, and says where it stops', async () => {
    const { page, path } = await live()
    await page.keyboard.press('e')
    await title(page).getByText('main, step 8').waitFor()
    const text = readFileSync(join(path, 'counter.js'), 'utf8')
    const edited = text.replaceAll("'write'", "'store'").replace('write:', 'store:')
    writeFileSync(join(path, 'counter.js'), edited)
    await title(page).getByText('main, step 2').waitFor()
    expect(await page.locator('.tree').innerText()).toContain('stops before a>counter:write')
    expect(await offers(page).first().innerText()).toContain('store(counter')
    await page.getByText('states of this design are explored').waitFor()
    expect(await page.locator('.tree').innerText()).toContain('stops before a>counter:write')
    writeFileSync(join(path, 'counter.js'), text)
    await title(page).getByText('main, step 8').waitFor()
    expect(await page.locator('.tree').innerText()).not.toContain('stops before')
  })

  it.each([
    [1440, 900],
    [800, 900],
    [380, 800],
  ])('fits %i by %i, and axe finds nothing', async (width, height) => {
    const { page } = await live('', { width, height })
    await page.keyboard.press('Enter')
    await title(page).getByText('main, step 1').waitFor()
    const wide = await page.evaluate('document.documentElement.scrollWidth')
    expect(wide).toBeLessThanOrEqual(width)
    const box = await page.locator('.offers').boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? Infinity)).toBeLessThanOrEqual(height)
    await page.evaluate(readFileSync(axe, 'utf8'))
    const violations: unknown = await page.evaluate(
      'axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]))',
    )
    expect(violations).toEqual([])
  })
})
