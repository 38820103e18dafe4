/** The present step: the call, what it changed, and who holds what afterwards. */
import type { RunRecord } from '../document/run.ts'
import { signs } from './axis.tsx'
import { Changes } from './changes.tsx'
import { useStore } from './context.ts'

export function Now({ run }: { readonly run: RunRecord }) {
  const { step: at } = useStore()
  const { value: step } = at
  const record = run.steps[step - 1]
  const name = (actor: number): string => run.actors[actor]?.id ?? ''
  const held = run.holds.values[run.holds.at[step] ?? 0] ?? []
  const here = run.marks.filter((m) => m.step === step)
  return (
    <section class="now" aria-label="This step" aria-live="polite">
      <div class="bar-title">
        <h2>Step {step}</h2>
        {record !== undefined && (
          <span class="quiet">
            {name(record.from)} to {name(record.to)}
          </span>
        )}
      </div>
      {record === undefined ? (
        <p class="quiet">The start: nothing has happened yet.</p>
      ) : (
        <p class="call">
          <code>{record.call}</code>
          {record.choice !== undefined && <em class="choice"> {record.choice}</em>}
        </p>
      )}
      {here.map((mark) => (
        <p key={mark.kind} class={`said ${mark.kind}`}>
          <span aria-hidden="true">{signs[mark.kind][0]}</span>{' '}
          <strong>{signs[mark.kind][1]}</strong>: {mark.words}
        </p>
      ))}
      {record !== undefined && <Changes run={run} step={step} />}
      <p class="held">
        <span class="quiet">held now:</span>{' '}
        {held.length === 0
          ? 'nothing'
          : held.map(({ actor, object, mode }, i) => (
              <span key={`${actor} ${object}`}>
                {i > 0 && ', '}
                <code>{name(object)}</code> by {name(actor)} ({mode})
              </span>
            ))}
      </p>
    </section>
  )
}
