/** Watched values along the run: each value with the step that brought it. */
import { useState } from 'preact/hooks'
import { isRecord } from '../document/json.ts'
import type { RunRecord } from '../document/run.ts'
import { useStore } from './context.ts'
import { valuesOf, watchedOf } from './watched.ts'

export function Watch({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  const [text, setText] = useState('')
  const names = run.actors.flatMap(({ id }, i) => {
    const context = run.start[i]?.context
    return [id, ...(isRecord(context) ? Object.keys(context).map((key) => `${id}.${key}`) : [])]
  })
  return (
    <section class="watch" aria-labelledby="watch-title">
      <div class="bar-title">
        <h2 id="watch-title">Watch</h2>
        <form
          class="controls"
          onSubmit={(event) => {
            event.preventDefault()
            if (text !== '') store.toggleWatch(text)
            setText('')
          }}
        >
          <input
            id="watch"
            list="watchable"
            aria-label="a value to watch, such as actor.field"
            placeholder="actor.field  w"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <datalist id="watchable">
            {names.slice(0, 400).map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <button type="submit">watch</button>
        </form>
      </div>
      {store.watch.value.length === 0 && (
        <p class="quiet">Name a value, or click the name of a field under State.</p>
      )}
      {store.watch.value.map((name) => (
        <Watching key={name} run={run} name={name} />
      ))}
    </section>
  )
}

function Watching({ run, name }: { readonly run: RunRecord; readonly name: string }) {
  const store = useStore()
  const watched = watchedOf(run, name)
  const values = watched === undefined ? [] : valuesOf(run, watched)
  const { value: step } = store.step
  const here = values.findLastIndex((v) => v.step <= step)
  return (
    <div class="watching">
      <p>
        <code>{name}</code>{' '}
        <button type="button" class="plain controls" onClick={() => store.toggleWatch(name)}>
          stop
        </button>
      </p>
      {watched === undefined && <p class="quiet">There is no such actor in this run.</p>}
      <p class="values">
        {values.slice(0, 200).map((value, i) => (
          <button
            key={value.step}
            type="button"
            aria-current={i === here ? 'step' : undefined}
            onClick={() => store.go(value.step)}
          >
            <span class="number">{value.step}</span> <code>{value.text}</code>
          </button>
        ))}
      </p>
    </div>
  )
}
