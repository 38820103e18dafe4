/**
 * What a field of an event must be, read from the model: `inode.i_size`, `self.oldsize`,
 * `sent.i_size` of the call that the actor has under way, `read.i_size` of the last answer that had
 * one, `first.i_size` of the first such answer since an event held the actor, `begin.self.at` and
 * `end.self.at` for where the page begins and ends that a position lies in, `before.offset` of the event
 * of the same name before it in its call, `$pos` as the log bound it, numbers, and sums.
 */
import type { FieldValue, LogEvent } from '../ftrace/event.ts'
import type { Instance } from './groups.ts'

export interface Surroundings {
  /** The context of an actor by its name in the scenario, `self` included. */
  readonly context: (actor: string) => unknown
  readonly sent: () => unknown
  /** The last answer with `field`, or the first since an event held the actor of `first.field`. */
  readonly read: (field: string) => FieldValue | undefined
  /** The event of the same name before it in its call. */
  readonly before: LogEvent | undefined
  readonly instance: Instance | undefined
  /** The log's position for the model's. */
  readonly unscale: (position: number) => number | undefined
  readonly words: Readonly<Record<string, string>>
  readonly page_size: number
}

/** One thing that an event claims. */
export interface Check {
  readonly field: string
  /** What the log says; undefined when the event has no such field. */
  readonly said: FieldValue | undefined
  readonly sources: readonly (string | number)[]
  /** The length of a range that the field begins: it is the range that has the model's value. */
  readonly length?: FieldValue | undefined
  /** The field is a position: the model's value is turned into the log's bytes. */
  readonly position: boolean
}

/** The value of a field, or of a sum of fields, such as `pos+len`. */
export function fieldOf(event: LogEvent, field: string): FieldValue | undefined {
  const names = field.split('+')
  if (names.length === 1) return event.fields.get(field)
  const values = names.map((name) => event.fields.get(name))
  return values.every((v) => typeof v === 'number') ? values.reduce((a, b) => a + b, 0) : undefined
}

/** The values that `check` allows. */
export function allowed(check: Check, around: Surroundings): readonly (FieldValue | undefined)[] {
  return check.sources.map((source) =>
    source === 'aligned' ? alignedTo(check, around) : evaluate(source, check.position, around),
  )
}

/** Any multiple of the page is allowed: what is said, or the page below it. */
function alignedTo({ said }: Check, { page_size }: Surroundings): FieldValue | undefined {
  return typeof said === 'number' ? Math.floor(said / page_size) * page_size : undefined
}

/** Whether only the actor itself, or nothing at all, can change the values that `check` allows. */
export function isOwn({ sources }: Check): boolean {
  const terms = sources.flatMap((s) => (typeof s === 'number' ? [] : s.split('+')))
  return terms.every((term) =>
    /^(?:\$|self\.|sent\.|read\.|first\.|before\.|(?:begin|end)\.(?:self\.|\$)|-?\d+$|aligned$)/.test(
      term.trim(),
    ),
  )
}

export function holds(check: Check, around: Surroundings): boolean {
  const { said, length } = check
  const values = allowed(check, around)
  if (typeof said !== 'number' || length === undefined) {
    return said !== undefined && values.includes(said)
  }
  const end = said + (typeof length === 'number' ? length : 0)
  return values.some((v) => typeof v === 'number' && said <= v && v < end)
}

function evaluate(
  source: string | number,
  position: boolean,
  around: Surroundings,
): FieldValue | undefined {
  if (typeof source === 'number') return source
  const terms = source.split('+').map((term) => one(term.trim(), position, around))
  if (terms.length === 1) return terms[0]
  return terms.every((t) => typeof t === 'number') ? terms.reduce((a, b) => a + b, 0) : undefined
}

function one(term: string, position: boolean, around: Surroundings): FieldValue | undefined {
  if (/^-?\d+$/.test(term)) return Number(term)
  if (term.startsWith('$')) return around.instance?.variables.get(term.slice(1))?.value
  const [root = '', ...path] = term.split('.')
  if (root === 'begin') return edgeOfPage(0, path.join('.'), around)
  if (root === 'end') return edgeOfPage(1, path.join('.'), around)
  if (root === 'before') return around.before?.fields.get(path.join('.'))
  const answered = root === 'read' || root === 'first'
  const found = answered
    ? around.read(root === 'read' ? path.join('.') : term)
    : inside(rootOf(root, around), path)
  if (typeof found === 'number') return position ? around.unscale(found) : found
  if (typeof found === 'string') return around.words[found] ?? found
  return undefined
}

/** Where the page begins (0) or ends (1) that `source` lies in, in bytes of the log. */
function edgeOfPage(edge: 0 | 1, source: string, around: Surroundings): FieldValue | undefined {
  const { page_size, unscale } = around
  const position = one(source, false, around)
  if (typeof position !== 'number') return undefined
  const found = (Math.floor(position / page_size) + edge) * page_size
  // What the log bound is in its own bytes already.
  return source.startsWith('$') ? found : unscale(found)
}

function rootOf(root: string, around: Surroundings): unknown {
  return root === 'sent' ? around.sent() : around.context(root)
}

function inside(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((here, key) => {
    if (typeof here !== 'object' || here === null) return undefined
    return Object.hasOwn(here, key) ? (here as Readonly<Record<string, unknown>>)[key] : undefined
  }, value)
}
