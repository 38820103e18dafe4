/** The statechart of the selected actor, its present state lit, with the transitions this run took. */
import { useState } from 'preact/hooks'
import type { RunRecord } from '../document/run.ts'
import { Drawing } from './chart-drawing.tsx'
import { ChartList } from './chart-list.tsx'
import type { Progress } from './chart-state.ts'
import { useStore } from './context.ts'
import type { Store } from './store.ts'

/** The width of the page leaves the words of a larger drawing too small, so it starts in full size. */
type Form = 'drawing' | 'fitted' | 'list'
const forms: readonly (readonly [Form, string])[] = [
  ['drawing', 'drawing'],
  ['fitted', 'fit width'],
  ['list', 'list'],
]

export function Chart({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  const [chosen, choose] = useState<Form>('drawing')
  const record = run.actors[store.actor.value]
  const chart = store.document.charts[record?.machine ?? '']
  const name = record?.id ?? ''
  const drawing = chart?.drawing
  const form = drawing === undefined ? 'list' : chosen
  const progress = progressOf(store, run)
  return (
    <section class={`chart ${form === 'list' ? '' : 'wide'}`} aria-labelledby="chart-title">
      <div class="bar-title">
        <h2 id="chart-title">Statechart</h2>
        <ActorChoice run={run} />
        <span class="quiet">{record?.machine}</span>
        {drawing !== undefined && (
          <span class="controls forms">
            {forms.map(([key, words]) => (
              <button key={key} aria-pressed={form === key} onClick={() => choose(key)}>
                {words}
              </button>
            ))}
          </span>
        )}
      </div>
      {drawing !== undefined && form !== 'list' && (
        <>
          <Drawing name={name} drawing={drawing} progress={progress} fits={form === 'fitted'} />
          <p class="quiet">
            {'\u25cf'} present state. Thick: taken so far. Thickest, underlined: taken in this step;
            eventless ones that follow in the same step are not marked.
          </p>
        </>
      )}
      {chart !== undefined && (
        <ul
          class={form === 'list' ? 'scroll tall states-list' : 'reader'}
          {...(form === 'list' && { tabIndex: 0 })}
          aria-label={`States of ${name}`}
        >
          <ChartList chart={chart} progress={progress} />
        </ul>
      )}
    </section>
  )
}

function ActorChoice({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  return (
    <label class="controls">
      of{' '}
      <select
        value={store.actor.value}
        onChange={(event) => {
          store.actor.value = Number(event.currentTarget.value)
        }}
      >
        {run.actors.map((a, i) => (
          <option key={a.id} value={i}>
            {a.id}
          </option>
        ))}
      </select>
    </label>
  )
}

function progressOf(store: Store, run: RunRecord): Progress {
  const { value: actor } = store.actor
  const steps = run.steps.slice(0, store.step.value)
  const taken = steps.flatMap((step) => (step.to === actor ? (step.taken ?? []) : []))
  const last = steps.at(-1)
  return {
    state: store.states.value?.after(store.step.value)[actor]?.state ?? '',
    taken: new Set(taken),
    now: last?.to === actor ? last.taken : undefined,
  }
}
