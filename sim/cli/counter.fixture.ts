/** The README's example of machines of one's own, so that what is printed there is what is tested. */
import { readFileSync } from 'node:fs'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

/** The fenced block of the README that follows `<!-- name -->`. */
export function readmeBlock(name: string): string {
  const [, rest] = readme.split(`<!-- ${name} -->\n`)
  const [, text] = /^```\w*\n([\s\S]*?)^```/m.exec(rest ?? '') ?? []
  if (text === undefined) throw new Error(`README.md has no block <!-- ${name} -->`)
  return text
}

/** `counter.js` and `scenario.yaml` as the README shows them. */
export function counterFiles(): Readonly<Record<string, string>> {
  return { 'counter.js': readmeBlock('counter.js'), 'scenario.yaml': readmeBlock('scenario.yaml') }
}
