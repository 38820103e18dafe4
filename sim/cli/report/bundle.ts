/** The page as `npm run build` leaves it beside the code. */
import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import type { Bundle } from '../../html/html.ts'
import type { LiveBundle } from '../../html/live.ts'
import { UsageError } from '../failure.ts'

const part = z.strictObject({ text: z.string(), hash: z.string() })
const bundleSchema = z.strictObject({
  packed: z.string(),
  scriptHash: z.string(),
  loader: part,
  style: part,
  notices: z.array(z.string()),
})

const liveSchema = z.strictObject({ script: part, style: part, notices: z.array(z.string()) })

/** @throws UsageError when the page was not built. */
export async function readBundle(): Promise<Bundle> {
  return bundleSchema.parse(await built('bundle.json'))
}

/** The page of the live explorer. @throws UsageError when it was not built. */
export async function readLiveBundle(): Promise<LiveBundle> {
  return liveSchema.parse(await built('live.json'))
}

async function built(name: string): Promise<unknown> {
  const file = new URL(`../../page/${name}`, import.meta.url)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError('the pages are not built; try npm run build')
  })
  return JSON.parse(text)
}
