/**
 * A run as a log for ShiViz, https://bestchai.bitbucket.io/shiviz/: each actor a host, each delivery
 * an event of its receiver with a vector clock. Fidge 1988, Mattern 1989: a receiver knows what the
 * step knew that sent the message.
 */
import { senderOf } from '../schedule/delivery.ts'
import type { Trace } from '../trace/trace.ts'
import { fieldsOf, oneLine, stateWord } from './plain.ts'

/** The parser expression, the first line of the log; the second, the delimiter, is empty. */
export const shivizPattern = String.raw`(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`

type Clock = ReadonlyMap<string, number>

export function shivizText(trace: Trace): string {
  const lines = [shivizPattern, '']
  const clocks = new Map<string, Clock>()
  /** By step: what its receiver knew after it. */
  const known: Clock[] = [new Map()]
  const happen = (host: string, learned: Clock, event: string): Clock => {
    const clock = ticked(host, merged(clocks.get(host) ?? new Map<string, number>(), learned))
    clocks.set(host, clock)
    lines.push(`${hostName(host)} ${clockText(clock)}`, event)
    return clock
  }
  const started = new Map<string, Clock>()
  for (const [id, first] of trace.initial) {
    if (!trace.final.has(id)) continue
    started.set(id, happen(id, new Map(), `start in ${stateWord(first)}`))
  }
  for (const { delivery, cause, event, after } of trace.steps) {
    const sent = cause === 0 ? started.get(senderOf(delivery)) : known[cause]
    const fields = fieldsOf(event).map(([name, value]) => ` ${name}=${value}`)
    const text = `${event.type} from ${delivery.from}${fields.join('')}; in ${stateWord(after)}`
    known.push(happen(delivery.to, sent ?? new Map<string, number>(), oneLine(text)))
  }
  return `${lines.join('\n')}\n`
}

function merged(one: Clock, two: Clock): Clock {
  const all = new Map(one)
  for (const [host, time] of two) all.set(host, Math.max(time, all.get(host) ?? 0))
  return all
}

function ticked(host: string, clock: Clock): Clock {
  return new Map([...clock, [host, (clock.get(host) ?? 0) + 1]])
}

function clockText(clock: Clock): string {
  const entries = [...clock].map(([host, time]) => [hostName(host), time] as const)
  return JSON.stringify(Object.fromEntries(entries))
}

/** A host is one word. */
function hostName(id: string): string {
  return id.replaceAll(/\s/g, '_')
}
