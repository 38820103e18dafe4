/**
 * What an unquoted YAML scalar means. YAML 1.1 and 1.2 readers disagree about `on`, `0o7` or
 * `1_000`, and people are surprised by `1e3`; such text is refused instead of guessed. Sizes carry
 * a binary unit, as in fio job files.
 */
import type { ErrorCode } from '../errors.ts'
import type { Scalar } from './tree.ts'

/** The value of an unquoted scalar, or why it must be written differently. */
export type Reading =
  | { readonly ok: true; readonly value: Scalar }
  | {
      readonly ok: false
      readonly code: ErrorCode
      readonly message: string
      readonly suggestion?: string
    }

const UNIT = { k: 1024, M: 1024 * 1024 } as const

const SIZE = /^(0|[1-9]\d*)([kM])$/
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/
const OTHER_BOOLEAN = /^(yes|no|on|off|true|false)$/i
const OTHER_NUMBER =
  /^[-+]?(0[xob][\da-f_]+|(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[-+]?\d+)?|\.(inf|nan))$/i
const OTHER_UNIT = /^(\d+)(?:\.\d+)? ?(?:([km])(?:i?b)?|gi?b?|b)$/i

/** Reads an unquoted scalar. Whatever is neither null, a boolean nor a number is text. */
export function readPlain(text: string): Reading {
  if (/^(|~|null)$/i.test(text)) return { ok: true, value: null }
  if (text === 'true' || text === 'false') return { ok: true, value: text === 'true' }
  const size = readSize(text)
  if (size !== undefined) return integer(text, size)
  if (DECIMAL.test(text)) return integer(text, Number(text))
  if (OTHER_BOOLEAN.test(text)) {
    return ambiguous(`unquoted ${text} is a boolean to some YAML readers`, `'${text}'`)
  }
  if (OTHER_NUMBER.test(text)) {
    return ambiguous(`unquoted ${text} is a number to some YAML readers`, `'${text}'`)
  }
  const unit = OTHER_UNIT.exec(text)
  if (unit === null) return { ok: true, value: text }
  const message = `${text} is no size; the units are k (1024) and M (1024 * 1024)`
  const letter = unit[2]?.toLowerCase() === 'm' ? 'M' : 'k'
  const suggestion = unit[2] === undefined ? {} : { suggestion: `${unit[1] ?? ''}${letter}` }
  return { ok: false, code: 'bad-unit', message, ...suggestion }
}

/** `4k` as 4096, `1M` as 1048576; undefined for anything else. */
export function readSize(text: string): number | undefined {
  const match = SIZE.exec(text)
  if (match === null) return undefined
  return Number(match[1]) * (match[2] === 'M' ? UNIT.M : UNIT.k)
}

function integer(text: string, value: number): Reading {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return { ok: true, value }
  return { ok: false, code: 'out-of-range', message: `${text} is beyond 2^53 - 1` }
}

function ambiguous(message: string, suggestion: string): Reading {
  return { ok: false, code: 'ambiguous-scalar', message, suggestion }
}
