/** Text of a scenario as literals of C. */
import { oneLine } from '../plain.ts'

/** `"text"`; two question marks in a row would begin a trigraph. */
export function stringLiteral(text: string): string {
  const escaped = oneLine(text).replaceAll(/["\\]|(?<=\?)\?/g, String.raw`\$&`)
  return `"${escaped}"`
}

/** `'c'` of one printable character of ASCII. */
export function characterLiteral(character: string): string {
  return `'${character.replaceAll(/['\\]/g, String.raw`\$&`)}'`
}
