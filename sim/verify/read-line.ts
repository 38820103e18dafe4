/** One line of a certificate, parsed and of the right shape; what it says may still be false. */
import { parseExpressionAt } from 'acorn'
import type { z } from 'zod'
import {
  endLine,
  headerLine,
  localLine,
  messageLine,
  ranksLine,
  timerLine,
} from '../certificate/format.ts'
import type { Header, StateLine } from '../certificate/format.ts'
import { MalformedError } from './refused.ts'

const shapes = {
  local: localLine,
  message: messageLine,
  timer: timerLine,
  ranks: ranksLine,
  end: endLine,
} as const

type Shapes = typeof shapes

/** A line after the header, told apart by `kind`. */
export type Line =
  | { readonly kind: 'state'; readonly value: StateLine }
  | {
      readonly [K in keyof Shapes]: { readonly kind: K; readonly value: z.infer<Shapes[K]> }
    }[keyof Shapes]

/** @throws MalformedError */
export function readHeader(text: string): Header {
  return shaped(headerLine, parse(text, 1), 1)
}

/** @throws MalformedError */
export function readLine(text: string, line: number): Line {
  const value = parse(text, line)
  if (Array.isArray(value)) return { kind: 'state', value: readState(text, value, line) }
  const has = (kind: string): boolean =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, kind)
  if (has('local')) return { kind: 'local', value: shaped(localLine, value, line) }
  if (has('message')) {
    return has('timer')
      ? { kind: 'timer', value: shaped(timerLine, value, line) }
      : { kind: 'message', value: shaped(messageLine, value, line) }
  }
  if (has('ranks')) return { kind: 'ranks', value: shaped(ranksLine, value, line) }
  if (has('end')) return { kind: 'end', value: shaped(endLine, value, line) }
  throw new MalformedError(line, 1, 'a line of no kind that a certificate has')
}

/** The state that `text` holds; `text` is known to be well-formed. */
export function stateOf(text: string): StateLine {
  return JSON.parse(text) as StateLine
}

function readState(text: string, value: readonly unknown[], line: number): StateLine {
  const [locals, channels, timers, faults, reached, successors] = value
  const rows = (rest: unknown): boolean => Array.isArray(rest) && rest.every(isCounts)
  const fits =
    value.length === 6 &&
    isCounts(locals) &&
    rows(channels) &&
    rows(timers) &&
    isCounts([faults, reached]) &&
    isCounts(successors)
  if (!fits) throw new MalformedError(line, 1, 'not a state: six parts of whole numbers')
  // States are compared by their text, so there is one way to write each.
  const plain = JSON.stringify(value)
  if (plain === text) return value as unknown as StateLine
  let col = 1
  while (col < text.length && text[col - 1] === plain[col - 1]) col++
  throw new MalformedError(line, col, 'a state is written as JSON.stringify writes it')
}

function isCounts(value: unknown): boolean {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0)
}

function parse(text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new MalformedError(line, columnOf(text), 'not JSON')
  }
}

/** JSON.parse does not always say where. JSON is a subset of JavaScript's expressions. */
function columnOf(text: string): number {
  try {
    return parseExpressionAt(text, 0, { ecmaVersion: 2020 }).end + 1
  } catch (error) {
    const where: unknown = error instanceof SyntaxError ? Reflect.get(error, 'pos') : 0
    return typeof where === 'number' ? where + 1 : 1
  }
}

function shaped<T>(schema: z.ZodType<T>, value: unknown, line: number): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `
  throw new MalformedError(line, 1, `${where}${issue?.message ?? 'not of the format'}`)
}
