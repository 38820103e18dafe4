/**
 * The page of the live explorer. Unlike a report it may ask its own server, and nobody else; the
 * policy in its head is sent as a header too.
 */
import type { Part } from './html.ts'

/** The built page. */
export interface LiveBundle {
  readonly script: Part
  readonly style: Part
  /** The licences of what is bundled. */
  readonly notices: readonly string[]
}

export function liveHtml({ script, style, notices }: LiveBundle): {
  readonly html: string
  readonly policy: string
} {
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${script.hash}'`,
    `style-src 'sha256-${style.hash}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const html = [
    '<!doctype html>',
    '<html lang="en">',
    `<!-- The page is made with Preact and its signals.\n${notices.join('\n\n')}\n-->`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<title>endio</title>',
    `<style>${style.text}</style>`,
    '</head>',
    '<body>',
    '<noscript>The explorer needs a script; endio run and endio report do not.</noscript>',
    '<div id="page"></div>',
    `<script>${script.text}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
  return { html, policy }
}
