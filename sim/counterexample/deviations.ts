/**
 * What made a run go as it went, as deviations from the default schedule. A run is determined, up
 * to the order of steps that cannot tell, by the order of the deliveries at each receiver and the
 * alternatives taken; so these are the candidates that delta debugging starts from.
 */
import { formatDelivery } from '../schedule/delivery.ts'
import type { Deviation } from '../schedule/schedule.ts'
import type { Step, Trace } from '../trace/trace.ts'
import type { Conflict } from './conflict.ts'

/** The alternatives taken, and each order of two deliveries to one receiver that `matters`. */
export function deviationsOf(trace: Trace, matters: Conflict): readonly Deviation[] {
  return [...takesOf(trace), ...ordersOf(trace, matters)]
}

/**
 * The alternatives taken, and the whole run as a chain: each delivery before the next, and the last
 * before all that was never delivered.
 */
export function everyOrder({ steps, pending, ...trace }: Trace): readonly Deviation[] {
  const names = steps.map((s) => formatDelivery(s.delivery))
  const chain = names.slice(1).map((second, i) => ({ first: names[i] ?? second, second }))
  const held = pending.map((d) => ({ first: names.at(-1) ?? '', second: formatDelivery(d) }))
  const orders = steps.length === 0 ? [] : [...chain, ...held]
  return [
    ...takesOf({ ...trace, steps, pending }),
    ...orders.map((o) => ({ kind: 'order' as const, ...o })),
  ]
}

function takesOf(trace: Trace): readonly Deviation[] {
  return trace.steps.flatMap(({ delivery, alternative }) =>
    alternative === undefined || alternative.taken === 0
      ? []
      : [{ kind: 'take', deliver: formatDelivery(delivery), alternative: alternative.taken }],
  )
}

function ordersOf(trace: Trace, matters: Conflict): readonly Deviation[] {
  const byReceiver = new Map<string, Step[]>()
  for (const step of trace.steps) {
    const { to } = step.delivery
    byReceiver.set(to, [...(byReceiver.get(to) ?? []), step])
  }
  return [...byReceiver.values()].flatMap((steps) =>
    steps.flatMap((first, i) =>
      steps
        .slice(i + 1)
        // One sender's messages keep their order in any schedule.
        .filter((second) => second.delivery.from !== first.delivery.from && matters(first, second))
        .map((second) => order(first, second)),
    ),
  )
}

function order(first: Step, second: Step): Deviation {
  return {
    kind: 'order',
    first: formatDelivery(first.delivery),
    second: formatDelivery(second.delivery),
  }
}
