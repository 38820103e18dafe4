/** The failing run beside the nearest passing one, from a little before the first difference on. */
import { useId } from 'preact/hooks'
import type { RunRecord } from '../document/run.ts'
import { divergence } from '../document/states.ts'
import { useStore } from './context.ts'
import { Outcome } from './header.tsx'
import { laneOf } from './lanes.tsx'
import { StripView } from './strips.tsx'

/** Requests shown before the first difference; after it all are. */
const before = 3

export function Compare() {
  const store = useStore()
  const [one] = store.document.runs
  if (one?.ending.kind !== 'violated') return null
  const beside = (isSame: boolean): number =>
    store.document.runs.findIndex(
      (run) => run.ending.kind === 'passed' && (run.design === one.design) === isSame,
    )
  return (
    <>
      <TwoRuns title="Failing against passing" one={one} beside={beside(true)} />
      <TwoRuns title="This design against one that closes it" one={one} beside={beside(false)} />
    </>
  )
}

/** The first run of the document, and the one at `beside` if there is one. */
export function TwoRuns(props: {
  readonly title: string
  readonly one: RunRecord
  readonly beside: number
}) {
  const { title, one, beside } = props
  const id = useId()
  const other = useStore().document.runs[beside]
  if (other === undefined) return null
  const first = divergence(one, other)
  return (
    <section class="compare wide" aria-labelledby={id}>
      <div class="bar-title">
        <h2 id={id}>{title}</h2>
        <span class="quiet">they are the same up to step {first - 1}</span>
      </div>
      <div class="two">
        <Side run={one} index={0} first={first} beside={other.name} />
        <Side run={other} index={beside} first={first} beside={one.name} />
      </div>
    </section>
  )
}

/** In words, for whoever does not read the sign. */
function verdictOf({ ending }: RunRecord): string {
  switch (ending.kind) {
    case 'violated':
      return `violates ${ending.property}`
    case 'passed':
      return 'passed'
    case 'bound':
      return ending.sentence
  }
}

function Side(props: {
  readonly run: RunRecord
  readonly index: number
  readonly first: number
  readonly beside: string
}) {
  const { run, index, first, beside } = props
  const store = useStore()
  const requests = run.steps.flatMap((s, i) => (s.kind === 'request' ? [i + 1] : []))
  const at = requests.findIndex((s) => s >= first)
  const start = Math.max(0, (at < 0 ? requests.length : at) - before)
  const end = run.strips.values[run.strips.at.at(-1) ?? 0] ?? []
  return (
    <div>
      <h3>
        <Outcome kind={run.ending.kind} /> {run.name}: {verdictOf(run)}
      </h3>
      <ol class="side-steps" tabIndex={0} aria-label={`Requests of ${run.name}`}>
        {start > 0 && (
          <li class="quiet">
            {'\u22ee'} {start} requests before
          </li>
        )}
        {requests.slice(start).map((s) => (
          <li key={s} class={s === requests[at] ? 'differs' : s < first ? 'faded' : ''}>
            <button type="button" class="plain" onClick={() => store.show(index, s)}>
              <span class="number">{s}</span> {run.actors[laneOf(run, s)]?.id}{' '}
              <code>{run.steps[s - 1]?.call}</code>
            </button>
            {s === requests[at] && <em> {'\u2190'} first difference</em>}
          </li>
        ))}
        <li class="quiet">
          {run.steps.length} steps: {run.ending.kind === 'passed' ? 'passed' : run.ending.sentence}
        </li>
      </ol>
      {end.map((strip) => (
        <StripView
          key={strip.title}
          run={run}
          strip={strip}
          caption={`at the end: ${run.name}, beside ${beside}`}
        />
      ))}
    </div>
  )
}
