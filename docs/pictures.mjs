/**
 * The pictures of the README: a report as it opens, and the live explorer at a step that decides.
 * `npm run build && npm run pictures`; wants Chromium (`apt-get install chromium`). Another folder than
 * docs may be given: fonts differ from machine to machine, so CI takes them elsewhere.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const endio = 'dist/sim/cli/main.js'
const scenario = 'scenarios/eof-folio/aio-endio-outside-inode-lock'
const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((p) => existsSync(p))
if (executablePath === undefined) throw new Error('no browser: apt-get install chromium')

const [, , to = 'docs'] = process.argv
const folder = mkdtempSync(join(tmpdir(), 'endio-pictures-'))
const browser = await chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})

async function picture(name, address, colorScheme, prepare) {
  const viewport = { width: 1440, height: 900 }
  const page = await browser.newPage({ viewport, colorScheme })
  await page.goto(address)
  await prepare(page)
  await page.screenshot({ path: join(to, `${name}.png`) })
  await page.close()
}

try {
  const report = join(folder, 'report.html')
  try {
    execFileSync(process.execPath, [endio, 'report', scenario, '--seed', '4', '--out', report])
  } catch (error) {
    // 1: the run violates something, which is what is drawn.
    if (error.status !== 1) throw error
  }
  await picture('race', pathToFileURL(report).href, 'light', (page) =>
    page.locator('.lanes').waitFor(),
  )

  const server = spawn(process.execPath, [endio, 'serve', scenario], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const address = await new Promise((resolve, reject) => {
      server.on('exit', (code) => reject(new Error(`endio serve ended with ${code}`)))
      createInterface(server.stdout).on('line', (line) => {
        const [url] = /http:\S+/.exec(line) ?? []
        if (url !== undefined) resolve(url)
      })
    })
    const place = `#in=${encodeURIComponent(scenario)}&at=60`
    await picture('explorer', address + place, 'dark', async (page) => {
      await page.getByText(/states of this design are explored/).waitFor()
      await page.locator('.choices').waitFor()
    })
  } finally {
    server.kill('SIGTERM')
  }
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}
