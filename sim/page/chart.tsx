/** The statechart of the selected actor, its present state lit, with the transitions this run took. */
import type { Chart as ChartRecord, ChartState } from '../document/chart.ts'
import type { RunRecord } from '../document/run.ts'
import { useStore } from './context.ts'

export function Chart({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  const { value: actor } = store.actor
  const record = run.actors[actor]
  const chart = store.document.charts[record?.machine ?? '']
  const state = store.states.value?.after(store.step.value)[actor]?.state ?? ''
  const taken = new Set<number>()
  for (const step of run.steps.slice(0, store.step.value)) {
    if (
      run.actors[step.to]?.machine === record?.machine &&
      step.to === actor &&
      step.taken !== undefined
    )
      taken.add(step.taken)
  }
  const last = run.steps[store.step.value - 1]
  const now = last?.to === actor ? last.taken : undefined
  return (
    <section class="chart" aria-labelledby="chart-title">
      <div class="bar-title">
        <h2 id="chart-title">Statechart</h2>
        <label class="controls">
          of{' '}
          <select
            value={actor}
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
        <span class="quiet">{record?.machine}</span>
      </div>
      {chart !== undefined && (
        <ul
          class="scroll tall states-list"
          tabIndex={0}
          aria-label={`States of ${record?.id ?? ''}`}
        >
          {chart.states.map((s) => (
            <StateItem
              key={s.path}
              chart={chart}
              state={s}
              lit={isActive(state, s.path)}
              taken={taken}
              now={now}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

/** Whether the state named `state` is at `path` or below. Parallel regions are named in braces. */
function isActive(state: string, path: string): boolean {
  if (path === '') return true
  if (!state.startsWith('{')) return state === path || state.startsWith(`${path}.`)
  return state
    .slice(1, -1)
    .split(' ')
    .some((part) => isActive(part, path))
}

function StateItem(props: {
  readonly chart: ChartRecord
  readonly state: ChartState
  readonly lit: boolean
  readonly taken: ReadonlySet<number>
  readonly now: number | undefined
}) {
  const { chart, state, lit, taken, now } = props
  const depth = state.path === '' ? 0 : state.path.split('.').length
  const own = chart.transitions.flatMap((t, i) => (t.from === state.path ? [{ ...t, i }] : []))
  const name = state.path === '' ? chart.machine : (state.path.split('.').at(-1) ?? '')
  return (
    <li class={lit ? 'lit' : ''} style={{ paddingLeft: `${depth * 1.2}em` }}>
      <span class="state-name">
        <span aria-hidden="true">{lit ? '\u25cf' : '\u25cb'}</span> {name}
        {lit && <span class="reader"> (present state)</span>}
        {state.initial && <small> initial</small>}
        {state.kind === 'final' && <small> final</small>}
        {state.tags.map((tag) => (
          <small key={tag}> {tag}</small>
        ))}
      </span>
      {own.map(({ i, event, targets, guarded }) => (
        <span
          key={i}
          class={`transition ${taken.has(i) ? 'taken' : ''} ${now === i ? 'now-taken' : ''}`}
        >
          {event}
          {guarded ? ' [guard]' : ''}
          {targets.length > 0 && ` \u2192 ${targets.map((t) => t.split('.').at(-1)).join(', ')}`}
          {now === i && <span class="reader"> (this step)</span>}
        </span>
      ))}
    </li>
  )
}
