/**
 * How fast a report opens and scrolls, in Chromium: figures for a reader, no verdict. `npm run
 * bench:page`; made-up runs, so that the figures are those of the page alone.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { emptyDocument, syntheticDocument } from '../sim/document/document.fixture.ts'
import type { Document } from '../sim/document/document.ts'
import { htmlOf } from '../sim/html/html.ts'
import type { Bundle } from '../sim/html/html.ts'

const bundleFile = join(process.cwd(), 'dist/sim/page/bundle.json')
const bundle = JSON.parse(readFileSync(bundleFile, 'utf8')) as Bundle
const folder = mkdtempSync(join(tmpdir(), 'endio-bench-page-'))

/** Milliseconds from the click to the first painted frame, the middle one of several. */
async function opening(browser: Browser, file: string): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`file://${file}#view=full`)
    const painted: number = await page.evaluate(`new Promise((done) => {
      const look = () => document.querySelector('main')
        ? requestAnimationFrame(() => done(performance.now()))
        : requestAnimationFrame(look)
      look()
    })`)
    times.push(painted)
    await page.close()
  }
  return times.toSorted((a, b) => a - b)[2] ?? Number.NaN
}

/** The longest and the middle gap between frames while the list is scrolled from end to end. */
async function scrolling(browser: Browser, file: string): Promise<readonly number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(`file://${file}#view=full&step=1`)
  const gaps: number[] = await page.evaluate(`new Promise((done) => {
    const box = document.querySelector('.steps'), gaps = []
    let last = performance.now()
    const frame = (now) => {
      gaps.push(now - last)
      last = now
      box.scrollTop += 400
      if (gaps.length < 250) requestAnimationFrame(frame)
      else done(gaps.slice(1).sort((a, b) => a - b))
    }
    requestAnimationFrame(frame)
  })`)
  await page.close()
  return [gaps[Math.floor(gaps.length / 2)] ?? Number.NaN, gaps.at(-1) ?? Number.NaN]
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
const documents: readonly (readonly [string, Document])[] = [
  ['empty', emptyDocument],
  ['400 steps, 8 actors', syntheticDocument({ steps: 400, actors: 8 })],
  ['5,000 steps, 8 actors', syntheticDocument({ steps: 5_000, actors: 8 })],
  ['5,000 steps, 200 actors', syntheticDocument({ steps: 5_000, actors: 200 })],
]
for (const [name, document] of documents) {
  const file = join(folder, 'report.html')
  const html = htmlOf(document, bundle)
  writeFileSync(file, html)
  const size = `${Math.round(Buffer.byteLength(html) / 1024)} KB`
  const opened = `opens in ${Math.round(await opening(browser, file))} ms`
  const [middle = 0, longest = 0] = document.runs.length === 0 ? [] : await scrolling(browser, file)
  const frames = `frame gaps while scrolling: median ${middle.toFixed(0)} ms, longest ${longest.toFixed(0)} ms`
  console.log(`${name}: ${size}, ${opened}${document.runs.length === 0 ? '' : `, ${frames}`}`)
}
await browser.close()
rmSync(folder, { recursive: true, force: true })
