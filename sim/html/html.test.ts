import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { emptyDocument, syntheticDocument } from '../document/document.fixture.ts'
import { escapeJson, escapeText, htmlOf } from './html.ts'
import type { Bundle } from './html.ts'

const file = new URL('../../dist/sim/page/bundle.json', import.meta.url)
const bundle = JSON.parse(readFileSync(file, 'utf8')) as Bundle

const hostile = '</script></pre><!--<img src=x onerror=alert(1)>&amp;"\u2028\u202Eevil'

describe('a report as HTML', () => {
  it('takes at most 60 KB when it is empty', () => {
    const size = Buffer.byteLength(htmlOf(emptyDocument, bundle))
    expect(size).toBeLessThanOrEqual(60 * 1024)
    expect(size).toBeGreaterThan(20 * 1024)
  })

  it('is the same bytes for the same document', () => {
    const document = syntheticDocument({ steps: 5, actors: 3 })
    const same = htmlOf(document, bundle) === htmlOf(structuredClone(document), bundle)
    expect(same).toBe(true)
  })

  it('lets no value become markup', () => {
    const html = htmlOf(syntheticDocument({ steps: 4, actors: 3, word: hostile }), bundle)
    expect(html.includes('<img')).toBe(false)
    expect(html.match(/<\/script>/g)).toHaveLength(3)
    expect(html.match(/<\/pre>/g)).toHaveLength(1)
    expect(/[\u2028\u202E]/.test(html)).toBe(false)
  })

  it('keeps every value as it was', () => {
    const document = syntheticDocument({ steps: 4, actors: 3, word: hostile })
    const html = htmlOf(document, bundle)
    const [, data] = /id="document">(.*?)<\/script>/s.exec(html) ?? []
    expect(JSON.parse(data ?? '')).toEqual(document)
  })

  it('names no address and allows nothing but its own script and style', () => {
    const html = htmlOf(emptyDocument, bundle)
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? []
    expect(policy).toMatch(
      /^default-src 'none'; script-src ('sha256-[^']+'( |(?=;))){2}; style-src/,
    )
    expect(policy).not.toContain('unsafe')
    expect(/<[^>]*\b(?:src|href)=/.test(html)).toBe(false)
  })

  it('has the whole trace as text for whoever runs no script', () => {
    const html = htmlOf(syntheticDocument({ steps: 30, actors: 3 }), bundle)
    expect(html.includes('30 t2 to cell: write(cell, 29); n becomes 30')).toBe(true)
  })
})

describe('escaping', () => {
  it.each([
    ['<b>', '&lt;b&gt;'],
    ['a & "b"', 'a &amp; &quot;b&quot;'],
    ['\u202Eabc', '[U+202E]abc'],
    ['\u061Cabc', '[U+061C]abc'],
    ['\u0000', '[U+0000]'],
    ['a\tb\n', 'a\tb\n'],
  ])('%j is shown as text', (text, shown) => {
    expect(escapeText(text)).toBe(shown)
  })

  it('of JSON can be read back', () => {
    const value = { '<': '\u2028</script>' }
    expect(escapeJson(value)).not.toContain('<')
    expect(JSON.parse(escapeJson(value))).toEqual(value)
  })
})
