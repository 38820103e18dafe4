/**
 * Bundles the page into dist/sim/page/bundle.json, as sim/cli/report/bundle.ts reads it: the script
 * deflated, so that an empty report stays small, with a loader; the style; the hashes of all three.
 * It is packed here and not when a report is written, so that equal reports are equal bytes whatever
 * zlib the writer's Node has.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { deflateRawSync } from 'node:zlib'
import { build } from 'esbuild'

const at = (path) => new URL(`../../${path}`, import.meta.url)

const { outputFiles } = await build({
  entryPoints: {
    main: 'sim/page/main.tsx',
    load: 'sim/page/load.ts',
    page: 'sim/page/page.css',
    live: 'sim/page/live/main.tsx',
    'live-style': 'sim/page/live/live.css',
  },
  absWorkingDir: fileURLToPath(at('.')),
  bundle: true,
  minify: true,
  format: 'iife',
  // What light-dark() and DecompressionStream need anyway.
  target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  charset: 'utf8',
  outdir: 'dist',
  write: false,
})

const part = (name) => {
  const text = outputFiles.find(({ path }) => path.endsWith(`/${name}`)).text.trim()
  return { text, hash: createHash('sha256').update(text).digest('base64') }
}
const [script, loader, style] = ['main.js', 'load.js', 'page.css'].map(part)
const packed = deflateRawSync(script.text, { level: 9 }).toString('base64')
const licence = async (name) => (await readFile(at(`node_modules/${name}/LICENSE`), 'utf8')).trim()
const notices = [...new Set([await licence('preact'), await licence('@preact/signals')])]

await mkdir(at('dist/sim/page'), { recursive: true })
await writeFile(
  at('dist/sim/page/bundle.json'),
  JSON.stringify({ packed, scriptHash: script.hash, loader, style, notices }),
)
// The page of the live explorer is served and not mailed: nothing is gained by packing it.
await writeFile(
  at('dist/sim/page/live.json'),
  JSON.stringify({ script: part('live.js'), style: part('live-style.css'), notices }),
)
