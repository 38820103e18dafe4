/** The live explorer in a real browser, driven by keyboard and mouse, against the built server. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
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

/** The page of a server over the README's counter. */
async function live(fragment = '', size = { width: 1440, height: 900 }): Promise<Live> {
  const path = folder(counterFiles())
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
    expect(await compared.locator('h3').allInnerTexts()).toEqual(['? main', '? branch 2'])
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
    expect(download.suggestedFilename()).toBe('main.json')
    const file = join(path, 'main.json')
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
