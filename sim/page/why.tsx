/** Why this step happened: the messages that led to it, back to the start, a stretch of one actor a line. */
import type { RunRecord } from '../document/run.ts'
import { causesOf, lastWrites } from '../document/states.ts'
import { useStore } from './context.ts'
import { laneOf } from './lanes.tsx'

/** More lines are folded away. */
const maxShown = 14

export function Why({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  const causes = causesOf(run, store.step.value)
  const requests = causes.filter((s, i) => i === 0 || run.steps[s - 1]?.kind === 'request')
  return (
    <section class="why-path" aria-labelledby="why-title">
      <div class="bar-title">
        <h2 id="why-title">Why step {store.step.value}?</h2>
      </div>
      {store.step.value === run.steps.length && <LastWrites run={run} />}
      <p class="quiet">what this step follows from, latest first</p>
      <ol class="scroll tall" tabIndex={0} aria-label="Causes">
        {requests.slice(0, maxShown).map((s) => (
          <li key={s} class={`indent${laneOf(run, s) % 4}`}>
            <button type="button" class="plain" onClick={() => store.go(s)}>
              <span class="number">{s}</span> {run.actors[laneOf(run, s)]?.id}{' '}
              <code>{run.steps[s - 1]?.call}</code>
            </button>
          </li>
        ))}
        <li class="quiet">
          {requests.length > maxShown
            ? `and ${requests.length - maxShown} more, back to the start`
            : 'the start'}
        </li>
      </ol>
    </section>
  )
}

/** The violating step is often only where somebody looked: what it looked at was written earlier. */
function LastWrites({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  const writes = lastWrites(run)
  if (writes.length === 0) return null
  return (
    <>
      <p class="quiet">what the broken law reads was last changed by</p>
      <ol class="plain-list" aria-label="Last writes">
        {writes.slice(0, maxShown).map((s) => {
          const step = run.steps[s - 1]
          return (
            <li key={s}>
              <button type="button" class="plain" onClick={() => store.go(s)}>
                <span class="number">{s}</span> {run.actors[laneOf(run, s)]?.id}{' '}
                <code>{step?.call}</code>{' '}
                <span class="quiet">in {run.actors[step?.to ?? 0]?.id}</span>
              </button>
            </li>
          )
        })}
      </ol>
    </>
  )
}
