/**
 * What a field of an event must be, read from the model: `inode.i_size`, `self.oldsize`,
 * `sent.i_size` of the call that the actor has under way, `read.i_size` of the last answer that had
 * one, `first.i_size` of the first such answer since an event held the actor, `end.self.at` for where
 * the page ends that a position lies in, `$pos` as the log bound it, numbers, and sums.
 */
import type { FieldValue, LogEvent } from '../ftrace/event.ts'
import type { Instance } from './groups.ts'

export interface Surroundings {
  /** The context of an actor by its name in the scenario, `self` included. */
  readonly context: (actor: string) => unknown
  readonly sent: () => unknown
  /** The last answer with `field`, or the first since an event held the actor of `first.field`. */
  readonly read: (field: string) => FieldValue | undefined
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
    /^(?:\$|self\.|sent\.|read\.|first\.|end\.self\.|-?\d+$|aligned$)/.test(term.trim()),
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
  if (root === 'end') return endOfPage(path.join('.'), around)
  const answered = root === 'read' || root === 'first'
  const found = answered
    ? around.read(root === 'read' ? path.join('.') : term)
    : inside(rootOf(root, around), path)
  if (typeof found === 'number') return position ? around.unscale(found) : found
  if (typeof found === 'string') return around.words[found] ?? found
  return undefined
}

/** Where the page ends that the model's position `source` lies in, in bytes of the log. */
function endOfPage(
  source: string,
  { page_size, unscale, ...around }: Surroundings,
): FieldValue | undefined {
  const position = one(source, false, { ...around, page_size, unscale })
  if (typeof position !== 'number') return undefined
  return unscale((Math.floor(position / page_size) + 1) * page_size)
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
