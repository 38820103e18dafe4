/** The version that every document prints: same version, scenario and seed give the same bytes. */
import { createRequire } from 'node:module'

const manifest: { readonly version: string } = createRequire(import.meta.url)('endio/package.json')

export const { version } = manifest
