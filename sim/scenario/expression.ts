/**
 * Claims about the states of actors, such as `cell.n <= 4 * 1024 || is(task, 'waiting')`.
 *
 * The text is JavaScript by syntax, so that there is nothing to learn, and acorn parses it. It is
 * never evaluated as JavaScript: the tree is translated node by node, and whatever is not listed
 * there is an error with its column. An expression can read contexts, states and tags; it cannot
 * call, assign or reach a prototype.
 */
import { parseExpressionAt } from 'acorn'
import type { Expression } from 'acorn'
import type { Fault } from './findings.ts'
import { Translator } from './translate.ts'
import type { ExpressionScope, Snapshots } from './translate.ts'

/** acorn recurses, so the text is short. */
const MAX_LENGTH = 1000

/** A compiled expression; `snapshots` are those of the actors in `reads`, in that order. */
interface Claim {
  readonly reads: readonly string[]
  readonly holds: (snapshots: Snapshots) => boolean
  /** The value of each part that was read: `cell.n = 4096`. */
  readonly explain: (snapshots: Snapshots) => string
}

/** The outcome of compiling one expression. A claim may come with warnings. */
export interface Compiled {
  /** Undefined when a fault is an error. */
  readonly claim: Claim | undefined
  readonly faults: readonly Fault[]
}

/** Compiles `text`; names are looked up in `scope`. Faults are placed inside the text. */
export function compileClaim(text: string, scope: ExpressionScope): Compiled {
  if (text.length > MAX_LENGTH) {
    const message = `an expression has at most ${MAX_LENGTH} characters`
    return { claim: undefined, faults: [{ code: 'expression', message, start: 0, length: 1 }] }
  }
  const parsed = parse(text)
  if ('fault' in parsed) return { claim: undefined, faults: [parsed.fault] }
  return compile(text, parsed.expression, scope)
}

function parse(text: string): { readonly expression: Expression } | { readonly fault: Fault } {
  const fault = (start: number, message: string): { readonly fault: Fault } => {
    return {
      fault: {
        code: 'expression',
        message,
        start: Math.max(0, Math.min(start, text.length - 1)),
        length: 1,
      },
    }
  }
  try {
    const expression = parseExpressionAt(text, 0, { ecmaVersion: 2020, preserveParens: true })
    const rest = text.slice(expression.end)
    const more = rest.search(/\S/)
    return more < 0
      ? { expression }
      : fault(expression.end + more, 'the expression ends before this')
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const position = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0
    if (position >= text.length) return fault(position, 'the expression ends too early')
    return fault(position, error.message.replace(/ \(\d+:\d+\)$/, '').toLowerCase())
  }
}

function compile(text: string, expression: Expression, scope: ExpressionScope): Compiled {
  const translator = new Translator(text, scope)
  const { evaluate, constant } = translator.claim(expression)
  const { faults, reads } = translator
  if (faults.length > 0) return { claim: undefined, faults }
  const readings = [...translator.readings]
  const claim: Claim = {
    reads,
    holds: (snapshots) => Boolean(evaluate(snapshots)),
    explain: (snapshots) =>
      readings.map(([label, read]) => `${label} = ${shown(read(snapshots))}`).join(', '),
  }
  if (!constant) return { claim, faults }
  const message = `this is ${Boolean(evaluate([]))} in every state`
  const place = { start: expression.start, length: expression.end - expression.start }
  return { claim, faults: [{ code: 'constant-expression', message, ...place }] }
}

/** JSON as far as it goes; a context may also hold bigints. */
function shown(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v))
}
