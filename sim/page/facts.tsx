/** What was run and how much of it: what a reader needs to judge the rest. */
import { useStore } from './context.ts'

export function Facts() {
  const { document, record } = useStore()
  const run = record.value
  return (
    <section class="facts" aria-labelledby="facts-title">
      <div class="bar-title">
        <h2 id="facts-title">Facts</h2>
      </div>
      <dl>
        {run !== undefined && (
          <>
            <dt>This run</dt>
            <dd>
              {run.how}; {run.design}
            </dd>
          </>
        )}
        {document.facts.map(({ label, text }) => (
          <>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </>
        ))}
      </dl>
    </section>
  )
}
