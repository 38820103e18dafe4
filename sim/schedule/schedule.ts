/**
 * A run as a value: what it was taken from, and either every decision or the deviations from the
 * default schedule. Both name deliveries by meaning, so that a schedule outlives edits of the model.
 */
import { z } from 'zod'
import { parseDelivery } from './delivery.ts'

const delivery = z
  .string()
  .refine((text) => parseDelivery(text) !== undefined, {
    error: 'is not of the form sender>receiver:type or sender>receiver:type#n',
  })
  .describe('sender>receiver:type, with #n for the n-th such delivery from the second on')

const step = z.strictObject({
  deliver: delivery,
  take: z.int().min(0).optional().describe('which alternative of the message; absent = 0'),
})

const deviation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('order'), first: delivery, second: delivery }),
  z.strictObject({ kind: z.literal('take'), deliver: delivery, alternative: z.int().min(1) }),
])

const decisions = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('steps'), steps: z.array(step).readonly() }),
  z.strictObject({ kind: z.literal('deviations'), deviations: z.array(deviation).readonly() }),
])

const choice = z.union([z.string(), z.number(), z.boolean()])

/** The schema of a schedule file. */
export const scheduleSchema = z.strictObject({
  endio: z.literal('schedule/1'),
  scenario: z.string().describe('name of the scenario'),
  hash: z.string().describe('hash of the scenario text the schedule was made from'),
  design: z.record(z.string(), choice),
  seed: z.string().optional(),
  strategy: z.string().optional(),
  outcome: z
    .enum(['good', 'bad', 'skip'])
    .optional()
    .describe('in a log of bisect: the run passed, failed in the same way, or neither'),
  decisions,
})

export type Schedule = Readonly<z.infer<typeof scheduleSchema>>
/** One decision of a full schedule. */
export type ScheduleStep = z.infer<typeof step>
/**
 * A departure from the default schedule: `first` must be delivered before `second` is, or the message
 * `deliver` takes an alternative that is not its default.
 */
export type Deviation = z.infer<typeof deviation>

/** `A before B`, or `A takes 1`. */
export function formatDeviation(deviation: Deviation): string {
  return deviation.kind === 'order'
    ? `${deviation.first} before ${deviation.second}`
    : `${deviation.deliver} takes ${deviation.alternative}`
}

/**
 * Reads `A before B` and `A takes k`, any number of them one after the other, from `words`. A word
 * may hold several separated by spaces.
 * @throws RangeError naming the words that are no deviation; there must be at least one.
 */
export function parseDeviations(words: readonly string[]): readonly Deviation[] {
  const tokens = words.flatMap((w) => w.split(/\s+/)).filter((w) => w !== '')
  const deviations: Deviation[] = []
  if (tokens.length === 0) throw new RangeError('')
  for (let i = 0; i < tokens.length; i += 3) {
    const three = tokens.slice(i, i + 3)
    const deviation = deviationOf(three)
    if (deviation === undefined) throw new RangeError(three.join(' '))
    deviations.push(deviation)
  }
  return deviations
}

function deviationOf([left = '', word, right = '']: readonly string[]): Deviation | undefined {
  if (parseDelivery(left) === undefined) return undefined
  if (word === 'before' && parseDelivery(right) !== undefined) {
    return { kind: 'order', first: left, second: right }
  }
  const alternative = Number(right)
  if (word !== 'takes' || !Number.isInteger(alternative) || alternative < 1) return undefined
  return { kind: 'take', deliver: left, alternative }
}
