/** A deviation for a reader: an alternative is named beside its number. */
import { formatDelivery } from '../schedule/delivery.ts'
import { formatDeviation } from '../schedule/schedule.ts'
import type { Deviation } from '../schedule/schedule.ts'
import type { Step } from '../trace/trace.ts'
import { formatArguments } from './access.ts'

/** `A before B`, or `A takes 3 (fault error)` where A is one of `steps`. */
export function deviationWords(deviation: Deviation, steps: readonly Step[]): string {
  const words = formatDeviation(deviation)
  if (deviation.kind === 'order') return words
  const step = steps.find((s) => formatDelivery(s.delivery) === deviation.deliver)
  return step?.alternative?.taken === deviation.alternative
    ? `${words} (${alternativeName(step)})`
    : words
}

/** `fault error` or `data 1`: the event that came, with its arguments. */
export function alternativeName({ event, alternative }: Step): string {
  const name = [event.type, formatArguments(event)].filter((w) => w !== '').join(' ')
  return alternative?.fault === true ? `fault ${name}` : name
}
