/**
 * The run log of a sweep as text: NDJSON, a header that says what is swept, then one record per
 * finished shard. Records are parts that add up, so a log can be cut off anywhere, taken up again,
 * and put together with others. A line counts once its newline is written.
 */
import { z } from 'zod'
import { formatFingerprint, parseFingerprint } from '../../explore/classes.ts'
import type { SweepPart } from '../../explore/part.ts'
import type { Violation } from '../../model/violation.ts'

const count = z.int().min(0)
const range = z.strictObject({ first: count, last: count })
const choice = z.union([z.string(), z.number(), z.boolean()])

const headerSchema = z.strictObject({
  schema: z.literal('endio.log/1'),
  endio: z.string(),
  scenario: z.string(),
  /** As given to the command, from the folder that it ran in. */
  path: z.string(),
  hash: z.string(),
  strategy: z.string(),
  designs: z.array(z.record(z.string(), choice)).min(1),
  /** The whole sweep, of which this log is to have the seeds `share`. */
  seeds: range,
  share: range,
  classes: z.boolean(),
})

export type LogHeader = z.infer<typeof headerSchema>

const fingerprint = z.string().regex(/^[0-9a-f]{16}$/)
const integer = z.string().regex(/^\d+$/)

const violation = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('property'),
    name: z.string(),
    law: z.string(),
    detail: z.string(),
    actors: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('deadlock'),
    stuck: z.array(z.strictObject({ actor: z.string(), state: z.string() })),
  }),
  z.strictObject({
    kind: z.literal('unhandled'),
    actor: z.string(),
    state: z.string(),
    event: z.string(),
    from: z.string(),
  }),
  z.strictObject({ kind: z.literal('machine-error'), actor: z.string(), message: z.string() }),
]) satisfies z.ZodType<Violation>

const enumerated = z.strictObject({
  claim: z.string(),
  size: count.exactOptional(),
  doubt: z.strictObject({ seed: count, reason: z.string() }).exactOptional(),
})

const failure = z.strictObject({
  id: z.string(),
  violation,
  runs: count,
  seed: integer,
  steps: count,
  strategy: z.string(),
  finders: z
    .array(z.strictObject({ strategy: z.string(), runs: count, seed: integer }))
    .exactOptional(),
  examples: z.array(
    z
      .strictObject({ seed: integer, fingerprint: fingerprint.optional() })
      .transform(({ seed, fingerprint: hex }) => ({
        seed,
        ...(hex !== undefined && { fingerprint: parseFingerprint(hex) }),
      })),
  ),
})

const sample = z.strictObject({
  classes: z.strictObject({
    level: z.int().min(0).max(32),
    kept: z.array(
      z
        .tuple([fingerprint, count, count])
        .transform(([hex, even, odd]) => ({ fingerprint: parseFingerprint(hex), even, odd })),
    ),
  }),
  weights: z.strictObject({
    sum: integer.transform((n) => BigInt(n)),
    squares: integer.transform((n) => BigInt(n)),
  }),
})

const partSchema = z
  .strictObject({
    done: z.array(range).length(1),
    runs: count,
    passed: count,
    unfinished: count,
    steps: count,
    longest: count,
    failures: z.array(failure),
    witnessed: z.array(z.string()),
    enumerated: enumerated.exactOptional(),
    sample: sample.optional(),
  })
  .transform(({ sample: counted, ...part }) => ({ ...part, ...(counted && { sample: counted }) }))

const recordSchema = z.strictObject({ design: count, part: partSchema })

/** One finished shard: `design` is an index into the header's designs. */
export interface LogRecord {
  readonly design: number
  readonly part: SweepPart
}

export interface Log {
  readonly header: LogHeader
  readonly records: readonly LogRecord[]
}

/** A log that cannot be read: the line, counted from 1, and what is wrong with it. */
export class LogError extends Error {
  override readonly name = 'LogError'
}

export function formatHeader(header: LogHeader): string {
  return `${JSON.stringify(header)}\n`
}

/** Classes below the sampling `level` will not be counted in the end and need not be kept. */
export function formatRecord({ design, part }: LogRecord, level = 0): string {
  const { sample: counted, ...rest } = part
  const document = {
    ...rest,
    failures: part.failures.map((f) => ({
      ...f,
      examples: f.examples.map(({ seed, fingerprint: key }) => ({
        seed,
        ...(key !== undefined && { fingerprint: formatFingerprint(key) }),
      })),
    })),
    ...(counted && { sample: formatSample(counted, level) }),
  }
  return `${JSON.stringify({ design, part: document })}\n`
}

function formatSample(
  { classes, weights }: NonNullable<SweepPart['sample']>,
  least: number,
): object {
  const level = Math.max(classes.level, least)
  const kept = classes.kept
    .map(({ fingerprint: key, even, odd }) => [formatFingerprint(key), even, odd] as const)
    .filter(([hex]) => Math.clz32(Number.parseInt(hex.slice(0, 8), 16)) >= level)
  return {
    classes: { level, kept },
    weights: { sum: String(weights.sum), squares: String(weights.squares) },
  }
}

/**
 * The log in `text`, up to its last newline, or undefined when not even a header was written.
 * @throws LogError when a whole line is no header or record: the file has been changed.
 */
export function parseLog(text: string): Log | undefined {
  const lines = text.split('\n').slice(0, -1)
  const [first, ...rest] = lines
  if (first === undefined) return undefined
  const header = parseLine(headerSchema, first, 1)
  const records = rest.map((line, i) => {
    const record = parseLine(recordSchema, line, i + 2)
    const { done, runs } = record.part
    const [seeds] = done
    const fits =
      record.design < header.designs.length &&
      seeds !== undefined &&
      seeds.last - seeds.first + 1 === runs &&
      seeds.first >= header.share.first &&
      seeds.last <= header.share.last &&
      (record.part.sample !== undefined) === header.classes
    if (!fits) throw new LogError(`line ${i + 2}: the record does not fit the header`)
    return record
  })
  return { header, records }
}

function parseLine<T>(schema: z.ZodType<T>, line: string, number: number): T {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new LogError(`line ${number}: not JSON`)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
  throw new LogError(`line ${number}: ${where}${issue?.message ?? 'no record of a sweep'}`)
}

/** What two logs, or a log and a command, must agree on to be of one sweep; undefined if they do. */
export function headerDifference(a: LogHeader, b: LogHeader): string | undefined {
  const keys = ['endio', 'scenario', 'hash', 'strategy', 'designs', 'seeds', 'classes'] as const
  const key = keys.find((k) => JSON.stringify(a[k]) !== JSON.stringify(b[k]))
  return key && `${key} ${JSON.stringify(a[key])} against ${JSON.stringify(b[key])}`
}
