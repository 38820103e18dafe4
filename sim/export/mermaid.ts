/**
 * A run as a sequence diagram of Mermaid, which the forges render:
 * https://mermaid.js.org/syntax/sequenceDiagram.html. A dashed arrow is an answer: it goes back to
 * where the step that sent it was asked from.
 */
import { violationSentence } from '../model/violation.ts'
import { senderOf } from '../schedule/delivery.ts'
import type { Step, Trace } from '../trace/trace.ts'
import { fieldsOf, oneLine } from './plain.ts'

/** Longer arguments make a diagram too wide to read. */
const maxText = 60

/** `steps` may be some of the run's; their numbers are those of the run. */
export function mermaidSequence(trace: Trace, steps: readonly Step[] = trace.steps): string {
  const shown = new Set(steps.flatMap((s) => [senderOf(s.delivery), s.delivery.to]))
  const ids = new Map(
    [...trace.final.keys()].filter((id) => shown.has(id)).map((id, i) => [id, `a${i}`]),
  )
  const id = (name: string): string => ids.get(name) ?? 'a0'
  const { ending } = trace
  const last = steps.at(-1)
  return [
    'sequenceDiagram',
    ...[...ids].map(([name, alias]) => `  participant ${alias} as ${mermaidText(name)}`),
    ...steps.map((step) => {
      const arrow = isAnswer(trace, step) ? '-->>' : '->>'
      const [from, to] = [senderOf(step.delivery), step.delivery.to]
      return `  ${id(from)}${arrow}${id(to)}: ${mermaidText(words(step))}`
    }),
    ...(ending.kind === 'violated' && last !== undefined
      ? [`  Note over ${id(last.delivery.to)}: ${mermaidText(violationSentence(ending.violation))}`]
      : []),
    '',
  ].join('\n')
}

function isAnswer({ steps }: Trace, { cause, delivery }: Step): boolean {
  const asked = steps[cause - 1]
  return (
    asked !== undefined &&
    senderOf(asked.delivery) === delivery.to &&
    senderOf(delivery) !== delivery.to
  )
}

function words({ index, event }: Step): string {
  const fields = fieldsOf(event).map(([name, value]) => `${name}=${value}`)
  const text = `${index} ${event.type}(${fields.join(' ')})`
  const characters = Array.from(text)
  return characters.length <= maxText ? text : `${characters.slice(0, maxText - 1).join('')}…`
}

/** What Mermaid would take for syntax, as its entity codes. */
export function mermaidText(text: string): string {
  return oneLine(text).replaceAll(/[#;<>"%:{}[\]|\\`]/g, (c) => `#${c.codePointAt(0) ?? 0};`)
}
