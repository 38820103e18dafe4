/**
 * A document as one HTML file that needs nothing else: the record as data, the page's script and
 * style inline, and the whole of it as text, which the script takes over and which is the page where
 * no script runs. The policy in its head refuses every request and every other script.
 */
import type { Document } from '../document/document.ts'
import { documentText } from '../document/text.ts'

/** The built page with the SHA-256 of its parts in base64, by which the policy knows them. */
export interface Bundle {
  readonly script: string
  readonly scriptHash: string
  readonly style: string
  readonly styleHash: string
}

/** Same document and bundle, same bytes. */
export function htmlOf(document: Document, bundle: Bundle): string {
  const { scenario } = document
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${bundle.scriptHash}'`,
    `style-src 'sha256-${bundle.styleHash}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeText(`${scenario.name}: endio`)}</title>`,
    `<style>${bundle.style}</style>`,
    '</head>',
    '<body>',
    `<pre id="text">${escapeText(documentText(document))}</pre>`,
    '<div id="page"></div>',
    `<script type="application/json" id="document">${escapeJson(document)}</script>`,
    `<script>${bundle.script}</script>`,
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
  return text
    .replace(/[&<>"]/g, (c) => entities[c] ?? c)
    .replace(
      // oxlint-disable-next-line no-control-regex -- these are what is to be kept out
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
      (c) => `[U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
}

/** JSON in which no markup can begin or end, and no old reader of scripts sees a line break. */
export function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
