/**
 * The format of a mapping: how the events of a kernel log become steps of a scenario. It is a
 * program's text as its events show it (`calls`, written with sequence, optional, repeat, either),
 * with the place in the statechart that each event is seen at, and what its fields must say.
 */
import * as z from 'zod'

/** The value of `endio-mapping:`. It grows when a file could change its meaning. */
export const MAPPING_VERSION = 1

const text = z.string().min(1)
const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
const words = z.union([text, z.array(text).min(1)])
const value = z.union([z.string(), z.number()])
const values = z.union([value, z.array(value).min(1)])
const state = z.union([text, z.array(text).min(1)])

const source = z
  .union([value, z.array(value).min(1)])
  .describe(
    'What a field must be: a number, $variable, actor.field, self.field, read.field of the last answer, first.field of the first answer since an event held the actor, begin.source and end.source for the edges of its page, before.field of the event of this name before it in the call, sent.field of the call under way; sums with +; a list means any of them; aligned: any multiple of the page',
  )

const seen = {
  caller: words.optional().describe('The function that called, or that a lock was taken in'),
  match: z.record(text, values).optional().describe('Fields that tell this event from others'),
  who: identifier.optional().describe('The actor; without it, that of the call'),
  at: state
    .optional()
    .describe('States whose call the actor has made and nobody has answered: it goes no further'),
  in: state.optional().describe('States that the actor is in, whatever is on its way'),
  any: identifier.optional().describe('A group: any one of its actors, each once'),
  times: identifier
    .optional()
    .describe('With any: a variable that counts how often each one is; only the last is `at`'),
  earlier: state.optional().describe('With times: states that the actor is in at those before'),
  count: identifier.optional().describe('A variable that grows by one with each of these'),
  ended: identifier
    .optional()
    .describe('An actor: those that this task has begun have returned by then'),
  start: identifier.optional().describe('A group: this call begins a new one, here if not before'),
  again: z.boolean().optional().describe('With start: a new one each time'),
  join: identifier.optional().describe('A group: this call belongs to one that began before'),
  where: z
    .record(identifier, z.union([text, z.strictObject({ from: text, length: text, span: text })]))
    .optional()
    .describe(
      'With join: variables of the group by the fields that they equal, or by the range that they overlap',
    ),
  leave: identifier.optional().describe('A group: what comes after belongs to the next joined one'),
  bind: z.record(identifier, text).optional().describe('Variables by the fields that set them'),
  is: z.record(text, source).optional(),
  covers: z
    .record(text, z.strictObject({ length: text, position: source }))
    .optional()
    .describe('Fields that begin a range which has this position in it'),
}

const functionElement = z.strictObject({ function: text, ...seen })
const eventElement = z.strictObject({ event: text, ...seen })
const markElement = z.strictObject({
  mark: text.describe('The words of the mark without its name=value pairs; * stands for any'),
  ...seen,
})

/** One event of a call. */
export type Seen =
  z.output<typeof functionElement> | z.output<typeof eventElement> | z.output<typeof markElement>

/** A part of a call's text. */
export type Element =
  | Seen
  | { readonly optional: readonly Element[] }
  | { readonly repeat: readonly Element[] }
  | { readonly either: readonly (readonly Element[])[] }
  | { readonly do: string }

const element: z.ZodType<Element> = z.lazy(() =>
  z.union([
    functionElement,
    eventElement,
    markElement,
    z.strictObject({ optional: sequence.describe('Once or not at all') }),
    z.strictObject({ repeat: sequence.describe('Once or more often') }),
    z.strictObject({ either: z.array(z.array(element)).min(2) }),
    z.strictObject({ do: identifier.describe('A fragment') }),
  ]),
)
const sequence = z.array(element).min(1)

const setting = z.union([
  z.strictObject({ position: identifier }),
  z.strictObject({ from: identifier, length: identifier }),
  z.strictObject({ flag: identifier }),
  z.strictObject({ flags: identifier, has: text.describe('One of the words between the |') }),
  z.strictObject({ letter: z.literal('of-its-own') }),
])

const group = z.strictObject({
  actors: z.array(identifier).min(1).describe('Actors of the scenario that each one has a copy of'),
  defaults: z.record(identifier, value).optional(),
  set: z.record(identifier, z.record(identifier, setting)).optional(),
})

const eventFields = z.strictObject({
  positions: z.array(text).optional().describe('Fields that are positions in the file, in bytes'),
  lengths: z.record(text, text).optional().describe('Lengths, each with the field it counts from'),
  facts: z.record(text, text).optional().describe('Fields that tell what an object is just then'),
})

const pattern = z.strictObject({
  function: words.optional(),
  event: words.optional(),
  mark: words.optional(),
  caller: words.optional(),
  match: z.record(text, values).optional(),
  creates: z.boolean().optional().describe('The file is new: it is empty before this'),
  because: text,
})

const path = pattern.omit({ creates: true, because: true }).extend({
  about: text.describe('What the kernel does there, in a few words, for reports'),
})

const call = z.strictObject({
  actor: identifier.optional().describe('Who does it; without one the scenario does not follow it'),
  about: text.describe('What it is, in a few words, for reports'),
  aside: z
    .strictObject({
      each: text.describe('The function that it calls for each interrupt to come'),
      ends: text.describe('The function that runs in those interrupts'),
    })
    .optional()
    .describe(
      'Passed over with a warning where no call that the scenario follows overlaps it, else refused as not covered',
    ),
  trace: sequence,
})

/** One whole file. */
export const mappingFormat = z.strictObject({
  'endio-mapping': z.literal(MAPPING_VERSION),
  name: text,
  kernel: text,
  slack: z.int().min(0).describe('Nanoseconds by which the clocks of two CPUs may differ'),
  cut: z.int().min(0).describe('Nanoseconds that a task may have been silent when the log ends'),
  file: z.strictObject({
    inode: text.describe('The field that names the file'),
    device: text.optional().describe('The field that names its filesystem'),
    page_size: z.int().positive(),
    folio: identifier.describe('The actor that each page of the file has a copy of'),
    params: z.strictObject({
      i_size: identifier,
      i_disk_size: identifier,
      block_size: identifier,
      sectors_per_block: identifier,
      file_end: identifier,
      blocks_end: identifier,
    }),
    facts: z.strictObject({ i_size: text, i_disk_size: text }),
  }),
  interrupts: z
    .array(text)
    .describe('Functions and events that run in interrupts whatever is said'),
  words: z.record(text, text).optional().describe("The model's words in the kernel's spelling"),
  locks: z
    .strictObject({ unlock: text, flags: text, modes: z.tuple([text, text]) })
    .describe('How an unlock and the modes of a lock are told, for --mutate'),
  samples: z
    .strictObject({
      wait: text,
      before: text.describe('The field of the wait that has the size before it'),
      uses: z.record(text, z.strictObject({ pos: text, length: text, now: text })),
    })
    .describe('Events that tell a size sampled on one side of a wait, for --mutate'),
  ignore: z.array(pattern).describe('Passed over wherever they stand'),
  outside: z.array(pattern).describe('Passed over between calls'),
  uncovered: z
    .array(path)
    .default([])
    .describe('Paths of the kernel that no call has: a log with one is refused as not covered'),
  events: z.record(text, eventFields),
  groups: z.record(identifier, group),
  fragments: z.record(identifier, sequence),
  calls: z.record(identifier, call),
})

export type Mapping = z.output<typeof mappingFormat>
export type Pattern = z.output<typeof pattern>
export type Setting = z.output<typeof setting>

/** The JSON schema of a mapping, for editors. */
export function mappingSchema(): unknown {
  return z.toJSONSchema(mappingFormat, { target: 'draft-7', io: 'input' })
}
