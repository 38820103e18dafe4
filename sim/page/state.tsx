/** The state of every actor at this step. A click on a value goes to the step that wrote it. */
import { useState } from 'preact/hooks'
import { isList, isRecord } from '../document/json.ts'
import type { Json } from '../document/json.ts'
import { overlaps } from '../document/change.ts'
import type { Path } from '../document/change.ts'
import type { RunRecord, StateRecord } from '../document/run.ts'
import { writerOf } from '../document/states.ts'
import { formatValue } from '../report/text.ts'
import { useStore } from './context.ts'

/** More actors are left out, but for the selected one. */
const maxActors = 40

export function States({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  const { value: step } = store.step
  const now = store.states.value?.after(step) ?? []
  const changed = run.steps[step - 1]?.to
  const objects = run.actors.map((_, i) => i).filter((i) => i !== changed)
  const order = changed === undefined ? objects : [changed, ...objects]
  return (
    <section class="states" aria-labelledby="states-title">
      <div class="bar-title">
        <h2 id="states-title">State after step {step}</h2>
        <span class="quiet">click a value to go to the step that wrote it</span>
      </div>
      <div class="scroll tall" tabIndex={0} role="group" aria-label="States">
        {order
          .filter((actor, i) => i < maxActors || actor === store.actor.value)
          .map((actor) => (
            <ActorState
              key={`${store.run.value} ${actor}`}
              run={run}
              actor={actor}
              state={now[actor]}
              concerned={actor === changed || actor === store.actor.value}
            />
          ))}
        {now.length > maxActors && (
          <p class="quiet">and {now.length - maxActors} more; choose one below</p>
        )}
      </div>
    </section>
  )
}

/** What a reader last did to the triangle of an actor, and at which step. */
interface Chosen {
  readonly open: boolean
  readonly step: number
}

function ActorState(props: {
  readonly run: RunRecord
  readonly actor: number
  readonly state: StateRecord | undefined
  /** This step is about it, or it is selected: it is open until it is closed. */
  readonly concerned: boolean
}) {
  const { run, actor, state, concerned } = props
  const store = useStore()
  const { value: step } = store.step
  const [chosen, setChosen] = useState<Chosen>({ open: false, step: -1 })
  // What was opened stays open along the steps; what was closed opens again with another step.
  const open = chosen.open || (concerned && chosen.step !== step)
  const record = run.actors[actor]
  if (state === undefined || record === undefined) return null
  const { context } = state
  return (
    <details open={open}>
      <summary
        onClick={(event) => {
          event.preventDefault()
          setChosen({ open: !open, step })
        }}
      >
        <strong>{record.id}</strong> <code class="quiet">{state.state}</code>
      </summary>
      {open && isRecord(context) && (
        <dl class="fields">
          {Object.entries(context).map(([key, value]) => (
            <Field key={key} run={run} actor={actor} path={[key]} value={value} />
          ))}
        </dl>
      )}
    </details>
  )
}

function Field(props: {
  readonly run: RunRecord
  readonly actor: number
  readonly path: Path
  readonly value: Json
}) {
  const { run, actor, path, value } = props
  const store = useStore()
  const { value: step } = store.step
  const record = run.steps[step - 1]
  const isNew = record?.to === actor && record.changes.some((change) => overlaps(change.path, path))
  const name = `${run.actors[actor]?.id ?? ''}.${path.join('.')}`
  const items = isList(value) && value.length > 0 && value.length <= 32 ? value : undefined
  return (
    <>
      <dt>
        <button
          type="button"
          class="plain"
          title={`watch ${name}`}
          onClick={() => store.toggleWatch(name)}
        >
          <code>{path.join('.')}</code>
        </button>
      </dt>
      <dd class={isNew ? 'new' : ''}>
        {items === undefined ? (
          <Value {...{ run, actor, path, value }} />
        ) : (
          <>
            [
            {items.map((item, i) => (
              <span key={i}>
                {i > 0 && ' '}
                <Value {...{ run, actor, path: [...path, i], value: item }} />
              </span>
            ))}
            ]
          </>
        )}
      </dd>
    </>
  )
}

function Value(props: {
  readonly run: RunRecord
  readonly actor: number
  readonly path: Path
  readonly value: Json
}) {
  const { run, actor, path, value } = props
  const store = useStore()
  const { value: step } = store.step
  const writer = writerOf(run, actor, path, step)
  const text = formatValue(value)
  const words = text === '' ? "''" : text
  const record = run.steps[step - 1]
  const isNew = record?.to === actor && record.changes.some((c) => overlaps(c.path, path))
  return (
    <button
      type="button"
      class={`plain value ${isNew ? 'new' : ''}`}
      title={writer === 0 ? 'as at the start' : `written by step ${writer}`}
      onClick={() => {
        store.go(writer)
        store.actor.value = actor
      }}
    >
      {words}
    </button>
  )
}
