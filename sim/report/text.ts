/** Plain ASCII building blocks: a report must survive a mail, so 72 columns and no colour. */

/** The width that kernel mailing lists expect. */
export const mailWidth = 72

/** Words of `text` in lines of at most `width`; a longer word stands alone. */
export function wrap(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, indent + line]
}

/** A number as kernel people write sizes: 12288 is 12k, 4097 stays 4097. */
export function formatNumber(n: number): string {
  const mega = 1024 * 1024
  if (n !== 0 && n % mega === 0) return `${n / mega}M`
  return n !== 0 && n % 1024 === 0 ? `${n / 1024}k` : String(n)
}

/** Deeper values are cut off. */
const maxDepth = 6

/** A value of a context or an event in little space; `@a` is a reference to the actor a. */
export function formatValue(value: unknown, depth = 0): string {
  if (depth > maxDepth) return '..'
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value === 'string') return value === '' ? "''" : value
  if (Array.isArray(value)) return `[${value.map((v) => formatValue(v, depth + 1)).join(' ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  if ('sessionId' in value && 'id' in value) return `@${String(value.id)}`
  const fields = Object.entries(value).map(([k, v]) => `${k}:${formatValue(v, depth + 1)}`)
  return `{${fields.join(' ')}}`
}

/** Columns of space-aligned text, as kernel tools print; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, i) =>
    rows.reduce((max, r) => Math.max(max, r[i]?.length ?? 0), 0),
  )
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

/** `1 design`, `2 designs`. */
export function count(n: number, noun: string): string {
  return `${n} ${n === 1 ? noun : `${noun}s`}`
}

/** A share of 0..1 in per cent, with two significant digits. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`
}
