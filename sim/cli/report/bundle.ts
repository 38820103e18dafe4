/** The page as `npm run build` leaves it beside the code, with the hashes that the page's policy names. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Bundle } from '../../html/html.ts'
import { UsageError } from '../failure.ts'

/** @throws UsageError when the page was not built. */
export async function readBundle(): Promise<Bundle> {
  const [script, style] = [await part('main.js'), await part('page.css')]
  return { script, scriptHash: hashOf(script), style, styleHash: hashOf(style) }
}

async function part(name: string): Promise<string> {
  const file = new URL(`../../page/${name}`, import.meta.url)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`the page of the report is not built; try npm run build`)
  })
  return text.trim()
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
