/** One delivery as a line of C would name it: `write(cell, 12k)`. */
import type { EventObject } from 'xstate'
import type { Sent, Step } from '../trace/trace.ts'
import { formatValue } from './text.ts'

/** Fields that say who and what, not with which arguments. */
const envelope = new Set(['type', 'from', 'alternatives', 'faults'])

/**
 * The arguments of a message that fit a line: a lone number or word as it is, others with their
 * names. Absent values and records are left out; the JSON form has everything.
 */
export function formatArguments(event: EventObject): string {
  const fields = Object.entries(event).filter(([k, v]) => !envelope.has(k) && isShort(v))
  const [only] = fields
  if (fields.length === 1 && only !== undefined && typeof only[1] !== 'boolean') {
    return formatValue(only[1])
  }
  return fields.map(([k, v]) => `${k}=${formatValue(v)}`).join(' ')
}

function isShort(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isShort)
  return value !== undefined && value !== null && typeof value !== 'object'
}

/**
 * `write(cell, 12k)`; `read(cell) = 4k` when the answer comes at once. Of an answer that offers
 * alternatives the one that was delivered counts, and before that there is no value.
 */
export function formatAccess(step: Step): string {
  const { from, to } = step.delivery
  const args = [to, formatArguments(step.event)].filter((a) => a !== '')
  const call = `${step.event.type}(${args.join(', ')})`
  // A message that names its sender asks for an answer; what goes back to others is no answer.
  const asks = 'from' in step.event && step.event['from'] === from
  const answer = asks ? step.sent.find((s) => s.to === from) : undefined
  const value = answer === undefined ? '' : formatAnswer(answer)
  return value === '' ? call : `${call} = ${value}`
}

/** `4k`, or `error(-5)` where another type came than the one that the message is named after. */
function formatAnswer({ event, delivered }: Sent): string {
  if (delivered === undefined) return isChoice(event) ? '' : formatArguments(event)
  const value = formatArguments(delivered)
  if (delivered.type === event.type) return value
  return value === '' ? delivered.type : `${delivered.type}(${value})`
}

/** Whether a message offers more than itself. */
function isChoice(event: EventObject): boolean {
  return ['alternatives', 'faults'].some((key) => {
    const offers: unknown = Reflect.get(event, key)
    return Array.isArray(offers) && offers.length > 0
  })
}

/** The fields of the receiver that the step changed: `n 4k -> 12k`. */
export function changes(step: Step): readonly string[] {
  const before: Readonly<Record<string, unknown>> = { ...step.before.context }
  const after: Readonly<Record<string, unknown>> = { ...step.after.context }
  return Object.keys(after).flatMap((key) => {
    const [was, is] = [formatValue(before[key]), formatValue(after[key])]
    return was === is ? [] : [`${key} ${was} -> ${is}`]
  })
}
