/** The states of a chart as a list, each with its transitions. */
import type { Chart, ChartState } from '../document/chart.ts'
import { isActive } from './chart-state.ts'
import type { Progress } from './chart-state.ts'

interface Props {
  readonly chart: Chart
  readonly progress: Progress
}

export function ChartList({ chart, progress }: Props) {
  return chart.states.map((s) => (
    <StateItem key={s.path} chart={chart} state={s} progress={progress} />
  ))
}

function StateItem({ chart, state, progress }: Props & { readonly state: ChartState }) {
  const { taken, now } = progress
  const lit = isActive(progress.state, state.path)
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
