/** The page as `npm run build` leaves it beside the code. */
import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import type { Bundle } from '../../html/html.ts'
import { UsageError } from '../failure.ts'

const part = z.strictObject({ text: z.string(), hash: z.string() })
const bundleSchema = z.strictObject({
  packed: z.string(),
  scriptHash: z.string(),
  loader: part,
  style: part,
  notices: z.array(z.string()),
})

/** @throws UsageError when the page was not built. */
export async function readBundle(): Promise<Bundle> {
  const file = new URL('../../page/bundle.json', import.meta.url)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError('the page of the report is not built; try npm run build')
  })
  return bundleSchema.parse(JSON.parse(text))
}
