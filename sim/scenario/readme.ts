/**
 * What the README beside a scenario says under a bold word, `**Reproduced** on …`: reports quote it.
 * Absent files and absent words are no mistake.
 */
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The paragraphs that begin with `**word` in plain text, with the word but not a `**word.**` alone. */
export function paragraphsUnder(markdown: string, word: string): readonly string[] {
  return markdown
    .split(/\n\s*\n/)
    .filter((p) => p.startsWith(`**${word}`))
    .map((p) => plain(p.startsWith(`**${word}.**`) ? p.slice(word.length + 5) : p))
}

function plain(paragraph: string): string {
  return paragraph
    .replaceAll(/(?<!\*)\*([^*]+)\*(?!\*)/g, '"$1"')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** The README of the scenario in `file`; empty where there is none. */
export async function readmeOf(file: string): Promise<string> {
  try {
    return await readFile(join(dirname(file), 'README.md'), 'utf8')
  } catch {
    return ''
  }
}
