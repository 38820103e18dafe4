/** What goes wrong, why, and what closes it: the first thing that is read. */
import { signs } from './axis.tsx'
import { Call } from './call.tsx'
import { divergence } from '../document/states.ts'
import { useStore } from './context.ts'
import { Outcome } from './header.tsx'

const marks = { violated: '\u2717', holds: '\u2713', passed: '\u2713', open: '?' } as const

/** Characters that two lines hold in the size of a headline. */
const longFinding = 110

export function Answer() {
  const { document } = useStore()
  const { headline, scenario } = document
  const { outcome, verdict, finding, law, detail, order, besides, why, closes, open } = headline
  const shown = closes.slice(0, 3)
  return (
    <section class="answer" aria-labelledby="finding">
      <p class="title">{scenario.title}</p>
      <h1 id="finding" class={`${outcome} ${finding.length > longFinding ? 'long' : ''}`}>
        <span class="verdict">
          <span aria-hidden="true">{marks[outcome]}</span> {verdict}
        </span>{' '}
        {sentence(finding)}
      </h1>
      <Shown />
      <dl class="answers">
        {law !== undefined && (
          <>
            <dt>Broken law</dt>
            <dd>{sentence(law)}</dd>
          </>
        )}
        {detail !== undefined && detail !== '' && (
          <>
            <dt>What was found</dt>
            <dd>{sentence(detail)}</dd>
          </>
        )}
        {order !== undefined && (
          <>
            <dt>When</dt>
            <dd>
              <span class="badge">{signs.first[0]}</span>
              <Call text={order.first} /> <strong>before</strong>{' '}
              <span class="badge">{signs.second[0]}</span>
              <Call text={order.second} />
              {besides !== undefined && (
                <span class="quiet">
                  {' '}
                  and {besides} other {besides === 1 ? 'order' : 'orders'}, under Replay
                </span>
              )}
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

/** What became of the run that is shown, where it is not the one that the headline tells of. */
function Shown() {
  const store = useStore()
  const { record, run } = store
  const [failing] = store.document.runs
  const shown = record.value
  if (shown === undefined || failing === undefined || run.value === 0) return null
  const first = divergence(shown, failing)
  const parts = shown.design === failing.design && first <= shown.steps.length
  return (
    <p class="shown">
      <Outcome kind={shown.ending.kind} /> Shown below: {shown.name}.{' '}
      {sentence(shown.ending.sentence)}{' '}
      {parts && (
        <button type="button" onClick={() => store.go(first)}>
          first difference <span class="number">{first}</span>
        </button>
      )}
    </p>
  )
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`
}
