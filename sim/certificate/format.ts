/**
 * The certificate of a verdict *holds*: every state that can be reached, and for each state where
 * its steps lead. Whoever reads it can check the verdict without trusting the search that wrote it:
 * the first state is in the set, no step leaves the set, and no state in it violates anything.
 *
 * Representation: one JSON value a line. The header comes first. Local states, messages and timers
 * are numbered from 0 in the order of their lines, each before it is used; each is given by how it
 * arises, so that XState can be asked again, and by its canonical text. States are arrays and
 * numbered likewise: state 0 is the first, and each other state is named first as a successor of a
 * state before it, in this order. `ranks` lines follow, if any, and `end` is last.
 *
 * Actors are numbered as in the scenario, monitors after them. Channel s * actors + r leads from
 * actor s to actor r.
 */
import { z } from 'zod'

export const certificateSchema = 'endio.certificate/1'

const count = z.int().nonnegative()
/** A transition that something arises by: a local state, and [message, alternative] as taken. */
const transition = { of: count.optional(), on: z.tuple([count, count]).optional() }

export const headerLine = z.strictObject({
  schema: z.literal(certificateSchema),
  /** The version that wrote it. */
  endio: z.string(),
  scenario: z.strictObject({ path: z.string(), name: z.string(), hash: z.string() }),
  design: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  bound: z.strictObject({ steps: count, faults: count }),
  actors: z.array(z.string()),
  monitors: z.array(z.string()),
})

/** A local state: the first of its actor, or what a transition leads to. */
export const localLine = z.strictObject({
  local: count,
  actor: count,
  ...transition,
  /** For a monitor: the actor that sent the message which it sees. */
  sender: count.optional(),
  is: z.string(),
})

/**
 * A message to `to`: number `send` of those that a transition (or `start`, an actor at its start)
 * sends without delay, or number `set` of those it sends with one.
 */
export const messageLine = z.strictObject({
  message: count,
  to: count,
  ...transition,
  start: count.optional(),
  send: count.optional(),
  set: count.optional(),
  is: z.string(),
})

/** A timer as an actor sets it. */
export const timerLine = z.strictObject({
  timer: count,
  id: z.string(),
  delay: z.number(),
  message: count,
})

/**
 * For each state from number `ranks` on, how many steps at most lead on through states in which some
 * covered *eventually* has not held yet. The rank falls with each such step, so that there is no way
 * to postpone it for ever.
 */
export const ranksLine = z.strictObject({ ranks: count, of: z.array(count) })

const property = z.discriminatedUnion('covered', [
  z.strictObject({
    name: z.string(),
    kind: z.string(),
    covered: z.literal(true),
    /** For a *sometimes*: the first state in which it holds. */
    witness: count.optional(),
  }),
  z.strictObject({
    name: z.string(),
    kind: z.string(),
    covered: z.literal(false),
    because: z.string(),
  }),
])

export const endLine = z.strictObject({
  end: z.strictObject({
    states: count,
    /** Steps: one per state, deliverable message and alternative. */
    transitions: count,
    /** States in which nothing can be delivered. */
    rests: count,
    locals: count,
    messages: count,
    timers: count,
    properties: z.array(property),
  }),
})

/**
 * A state: the local state of each actor and monitor; [channel, message, …] for each channel that
 * holds something, head first; [actor, timer, …] for each actor with timers, in the order of
 * setting; the faults that may still strike; a bit for each *eventually*, in the order of the
 * scenario, that has held; and the states that its steps lead to. Channels and actors ascend.
 * Steps are ordered by channel, then by actor and due timer, and then by alternative.
 */
export type StateLine = readonly [
  locals: readonly number[],
  channels: readonly (readonly number[])[],
  timers: readonly (readonly number[])[],
  faults: number,
  reached: number,
  successors: readonly number[],
]

export type Header = z.infer<typeof headerLine>
export type LocalLine = z.infer<typeof localLine>
export type MessageLine = z.infer<typeof messageLine>
export type TimerLine = z.infer<typeof timerLine>
export type RanksLine = z.infer<typeof ranksLine>
export type End = z.infer<typeof endLine>['end']
export type CertifiedProperty = z.infer<typeof property>

/** Why an *eventually* is not covered. */
export const onCycle = 'states in which it has not held lie on a cycle; a rank cannot exist'
