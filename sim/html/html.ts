/**
 * A document as one HTML file that needs nothing else: the record as data, the page's script and
 * style inline, and the whole of it as text, which the script takes over and which is the page where
 * no script runs. The policy in its head refuses every request and every other script.
 */
import { codePoint, turning } from '../document/direction.ts'
import type { Document } from '../document/document.ts'
import { documentText } from '../document/text.ts'

/** A part of the page with its SHA-256 in base64, by which the policy knows it. */
export interface Part {
  readonly text: string
  readonly hash: string
}

/** The built page. */
export interface Bundle {
  /** The script, deflated, in base64; `scriptHash` is that of its text. */
  readonly packed: string
  readonly scriptHash: string
  /** Unpacks the script. */
  readonly loader: Part
  readonly style: Part
  /** The licences of what is bundled, which ask to be kept with it. */
  readonly notices: readonly string[]
}

/** Same document and bundle, same bytes. */
export function htmlOf(document: Document, bundle: Bundle): string {
  const { scenario } = document
  const { loader, style } = bundle
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${loader.hash}' 'sha256-${bundle.scriptHash}'`,
    `style-src 'sha256-${style.hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<!-- The page is made with Preact and its signals.\n${bundle.notices.join('\n\n')}\n-->`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeText(`${scenario.name}: endio`)}</title>`,
    `<style>${style.text}</style>`,
    '</head>',
    '<body>',
    `<pre id="text">${escapeText(documentText(document))}</pre>`,
    '<div id="page"></div>',
    `<script type="application/json" id="document">${escapeJson(document)}</script>`,
    `<script type="text/plain" id="packed">${bundle.packed}</script>`,
    `<script>${loader.text}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/**
 * As HTML shows it. Control characters that HTML cannot hold and marks that turn the direction of
 * writing become their names, so that no value can disguise what stands around it.
 */
export function escapeText(text: string): string {
  return (
    text
      .replace(/[&<>"]/g, (c) => entities[c] ?? c)
      .replace(turning, (c) => `[${codePoint(c)}]`)
      // oxlint-disable-next-line no-control-regex -- these are what is to be kept out
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (c) => `[${codePoint(c)}]`)
  )
}

/** JSON in which no markup can begin or end, no line breaks and no writing turns its direction. */
export function escapeJson(value: unknown): string {
  const escaped = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replace(/[<>]/g, escaped).replace(turning, escaped)
}
