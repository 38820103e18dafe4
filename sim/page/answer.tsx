/** What goes wrong, why, and what closes it: the first thing that is read. */
import { signs } from './axis.tsx'
import { Call } from './call.tsx'
import { useStore } from './context.ts'

const marks = { violated: '\u2717', holds: '\u2713', passed: '\u2713', open: '?' } as const

export function Answer() {
  const { document } = useStore()
  const { headline, scenario } = document
  const { outcome, verdict, law, wrong, order, why, closes, open } = headline
  const shown = closes.slice(0, 3)
  return (
    <section class="answer" aria-labelledby="law">
      <p class="title">{scenario.title}</p>
      <h1 id="law" class={outcome}>
        <span class="verdict">
          <span aria-hidden="true">{marks[outcome]}</span> {verdict}
        </span>{' '}
        {sentence(law)}
      </h1>
      <dl class="answers">
        <dt>{outcome === 'violated' ? 'What goes wrong' : 'What was found'}</dt>
        <dd>{sentence(wrong)}</dd>
        {order !== undefined && (
          <>
            <dt>When</dt>
            <dd>
              <span class="badge">{signs.first[0]}</span>
              <Call text={order.first} /> <strong>before</strong>{' '}
              <span class="badge">{signs.second[0]}</span>
              <Call text={order.second} />
            </dd>
          </>
        )}
        {why !== undefined && (
          <>
            <dt>When</dt>
            <dd class="why">{why}</dd>
          </>
        )}
        {(closes.length > 0 || open !== undefined) && <dt>What closes it</dt>}
        {shown.map(({ choice, proof }) => (
          <dd key={choice}>
            <code class="good">{choice}</code> <span class="quiet">{proof}</span>
          </dd>
        ))}
        {closes.length > shown.length && (
          <dd class="quiet">and {closes.length - shown.length} more, below</dd>
        )}
        {open !== undefined && <dd>{open}</dd>}
      </dl>
    </section>
  )
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`
}
