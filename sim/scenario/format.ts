/**
 * The format as zod schemas. They give the types, the checks of shape, and the JSON schema that
 * editors use for completion. Whatever needs more than one value to judge is checked later.
 *
 * A size such as `4k` is a number when these schemas see it, and text when an editor does.
 */
import * as z from 'zod'
import { parseStrategy, strategyNames, strategyPattern } from './strategy-name.ts'

/** The value of `endio:`. It grows when a file could change its meaning. */
export const FORMAT_VERSION = 1

/** Names that `$name` and expressions can refer to. */
export const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/
const REFERENCE_OR_SIZE = /^(\$[A-Za-z_][A-Za-z0-9_]*|\d+[kM])$/

/** Everything that counts actors or steps has a limit, so that a typo is not an endless run. */
export const MAX = {
  steps: 500_000,
  faults: 1_000,
  count: 256,
  seeds: 1_000_000_000,
  cost: 1_000,
} as const

const text = z.string().min(1)
const name = z.string().regex(KEBAB_CASE, 'expected lower-case words joined by hyphens')
const identifier = z.string().regex(IDENTIFIER)
const scalar = z.union([z.string(), z.number(), z.boolean()])
const input = z.record(z.string(), z.unknown())

const countOf = (min: number, max: number): z.ZodType<number | string> =>
  z.union([
    z.int().min(min).max(max),
    z.string().regex(REFERENCE_OR_SIZE, 'expected a number or $name'),
  ])

const origin = z.strictObject({
  list: text.optional(),
  subject: text.optional(),
  from: text.optional(),
  date: text.optional(),
  'message-id': text.optional(),
  source: text.optional(),
  tests: z.array(text).optional(),
})

const actor = z
  .object({
    machine: text.describe('The export name of a machine in one of the modules'),
    count: countOf(1, MAX.count).optional().describe('Makes the actors name.0, name.1, …'),
  })
  .catchall(z.unknown())
  .describe('Every key but machine and count is the input of the machine')

const param = z.union([scalar, z.array(scalar)])

const choices = z.array(scalar).min(1).describe('The first is the default')

/** Choices by variant; a list means any of them. A variant that is not named may be anything. */
const when = z.record(identifier, z.union([scalar, z.array(scalar).min(1)]))

const exclusion = z.strictObject({ when, because: text })

/** What a change from the first choice of a variant weighs when `solve` looks for the least. */
const cost = z
  .union([z.int().min(0).max(MAX.cost), z.literal('given')])
  .describe(
    'What a change from the first choice weighs, 1 unless told; given: part of the question, so that an answer has to hold under each of its choices',
  )

const use = z.strictObject({
  use: text.describe('The name of a property that a module exports'),
  name: name.optional(),
  with: input.optional().describe('An actor for each role, and the params of the property'),
})

const because = text.optional()
const claim = [
  z.strictObject({ name, always: text, because }),
  z.strictObject({ name, 'at-rest': text, because }),
  z.strictObject({ name, sometimes: text, because }),
  z.strictObject({ name, eventually: text, because }),
] as const

const monitor = z.strictObject({
  name,
  monitor: text.describe('The export name of a machine; a state tagged violation is one'),
  observes: z.array(text).min(1).describe('The actors whose deliveries it is shown'),
  with: input.optional().describe('The input of the monitor'),
  because,
})

const property = z.union([use, ...claim, monitor])

const interchangeable = z
  .array(text)
  .min(1)
  .describe(
    'Actors of one machine that may be exchanged without a difference; --reduce symmetry checks it',
  )

const bound = z.strictObject({
  steps: countOf(1, MAX.steps).optional(),
  faults: countOf(0, MAX.faults).optional(),
})

const sweep = z.strictObject({
  seeds: z.union([text, z.number()]).optional().describe('A..B, both included'),
  strategy: z
    .string()
    .regex(strategyPattern, { error: ({ input: written }) => refusal(String(written)) })
    .optional()
    .meta({
      description: 'How a seed decides, such as uniform, pos or pctcp:3',
      examples: [...strategyNames],
    }),
})

/** Why `text` is no strategy; `strategyPattern` is what `parseStrategy` accepts. */
function refusal(text: string): string {
  const parsed = parseStrategy(text)
  return parsed.ok ? '' : parsed.message
}

const expectation = z.strictObject({
  when: when.optional().describe('The designs meant; without it, all'),
  violates: z.union([
    z.literal('nothing'),
    z.record(text, z.enum(['sometimes', 'always'], "expected 'sometimes' or 'always'")),
  ]),
})

/** One whole file. The order of the keys is that of a well-written scenario. */
export const format = z.strictObject({
  endio: z.literal(FORMAT_VERSION).describe('The version of the format; must be the first key'),
  name,
  title: text,
  origin: origin.optional().describe('Where the question was asked'),
  groups: z.array(name).optional(),
  machines: z.union([text, z.array(text).min(1)]),
  params: z.record(identifier, param).optional(),
  actors: z.record(identifier, actor),
  variants: z.record(identifier, choices).optional(),
  exclude: z.array(exclusion).optional(),
  cost: z.record(identifier, cost).optional(),
  properties: z.array(property).optional(),
  symmetry: z.array(interchangeable).optional(),
  bound: bound.optional(),
  sweep: sweep.optional(),
  expect: z.array(expectation).optional(),
})

/** The parts of the format that are parsed one by one, so that one bad entry hides no other. */
export const parts = {
  param,
  actor,
  choices,
  exclusion,
  cost,
  property,
  interchangeable,
  expectation,
} as const

const given = z.literal(true)

/** Which keys a file must and may have, for a record that is true at each key that it has. */
export const rootKeys = z.strictObject(
  Object.fromEntries(
    Object.entries(format.shape).map(([key, schema]) => {
      const optional = schema.safeParse(undefined).success
      return [key, optional ? given.optional() : given]
    }),
  ),
)

/** Where the question of a scenario was asked. */
export type Origin = z.output<typeof origin>
/** A property as it is written. */
export type Property = z.output<typeof property>
/** A condition on designs as it is written. */
export type When = z.output<typeof when>

/** Older key → what to write now. Applies to maps whose schema does not know the older key. */
export const DEPRECATED: ReadonlyMap<string, readonly [string, ...string[]]> = new Map([
  ['kind', ['machine']],
  ['system', ['actors']],
  ['invariants', ['properties']],
  ['explore', ['bound', 'sweep']],
  ['policy', ['strategy']],
])

/** The JSON schema of a file, for editors. */
export function jsonSchema(): unknown {
  return z.toJSONSchema(format, { target: 'draft-7', io: 'input' })
}
