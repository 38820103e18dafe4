/** A real browser for tests of the page: Chromium as Debian packages it, which must be there in CI. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import type { Document } from '../document/document.ts'
import { htmlOf } from './html.ts'
import type { Bundle } from './html.ts'

const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const executablePath = paths.find((path) => existsSync(path))

/** Whether the tests can run; where a browser is due and absent, they fail instead of being skipped. */
export const browserIsHere = executablePath !== undefined || process.env['CI'] !== undefined
if (!browserIsHere) {
  console.warn(`\n*** THE PAGE IS NOT TESTED: none of ${paths.join(', ')} exists ***\n`)
}

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function launch(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(`no browser: none of ${paths.join(', ')}`)
  return chromium.launch({ executablePath, args })
}

const bundleFile = new URL('../../dist/sim/page/bundle.json', import.meta.url)

/** The file of a document, removed after the test. */
export function written(document: Document): string {
  const folder = mkdtempSync(join(tmpdir(), 'endio-page-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'report.html')
  writeFileSync(file, htmlOf(document, JSON.parse(readFileSync(bundleFile, 'utf8')) as Bundle))
  return file
}

export interface Opened {
  readonly page: Page
  /** What the page asked of a network, and what it complained of. Both have to stay empty. */
  readonly requests: readonly string[]
  readonly complaints: readonly string[]
}

export interface Screen {
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
  readonly fragment?: string
}

/** Opens a file as a reader does, in a context of its own. */
export async function open(browser: Browser, file: string, screen: Screen = {}): Promise<Opened> {
  const { width = 1440, height = 900, scheme = 'light', fragment = '' } = screen
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme })
  onTestFinished(async () => context.close())
  const page = await context.newPage()
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') && !request.url().startsWith('blob:')) {
      requests.push(request.url())
    }
  })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${pathToFileURL(file).href}${fragment}`)
  await page.locator('main').waitFor()
  return { page, requests, complaints }
}
