/** Who waits for what in a deadlock, in words: the request that was never answered, and who holds it. */
import type { Stuck } from '../model/violation.ts'
import { senderOf } from '../schedule/delivery.ts'
import { formatAccess } from '../report/access.ts'
import type { Step, Trace } from '../trace/trace.ts'

/** Those that wait for each other first; last, whoever has not asked anybody for anything yet. */
export function waitingWords(stuck: readonly Stuck[], { steps }: Trace): string {
  const asked = stuck.map((one) => ({ ...one, request: unanswered(one.actor, steps) }))
  const waiting = asked.flatMap(({ actor, request }) =>
    request === undefined
      ? []
      : [`${actor} waits for ${formatAccess(request)}${held(request, steps)}`],
  )
  const others = asked.filter((one) => one.request === undefined)
  return [...waiting, ...others.map(({ actor, state }) => `${actor} waits in ${state}`)].join('; ')
}

/** The last request of `actor` that nobody has answered. */
function unanswered(actor: string, steps: readonly Step[]): Step | undefined {
  const request = steps.findLast(
    ({ delivery, event }) => delivery.from === actor && 'from' in event && event['from'] === actor,
  )
  const isAnswer = ({ index, delivery }: Step): boolean =>
    index > (request?.index ?? 0) &&
    delivery.to === actor &&
    senderOf(delivery) === request?.delivery.to
  return request?.sent.some((s) => s.to === actor) === true || steps.some(isAnswer)
    ? undefined
    : request
}

/** The request may itself be the last step, so what is held is what was held before the last one. */
function held({ delivery: { to, from } }: Step, steps: readonly Step[]): string {
  const holders = (steps.at(-1)?.held ?? []).filter((h) => h.object === to && h.actor !== from)
  return holders.length === 0 ? '' : `, which ${holders.map((h) => h.actor).join(' and ')} holds`
}
