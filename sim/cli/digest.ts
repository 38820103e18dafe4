/** The hash that names races: the first 12 hexadecimal digits of SHA-256, as for scenarios. */
import { createHash } from 'node:crypto'

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
