/** A sweep or a search while it runs: its progress, and what it has found so far. */
import { useState } from 'preact/hooks'
import type { Found, Progress } from '../../serve/protocol.ts'
import { useExplorer } from './context.ts'

export function Jobs() {
  const explorer = useExplorer()
  const usual = explorer.opened.value?.sweep
  const [text, setText] = useState('')
  const { value: progress } = explorer.progress
  const isRunning = progress?.state === 'running'
  const sweep = (): void => {
    const last = /^\d{1,12}$/.test(text) ? Number(text) : (usual?.last ?? 1_000)
    void explorer.start({ kind: 'sweep', first: Math.min(usual?.first ?? 1, last), last })
  }
  return (
    <section class="jobs" aria-labelledby="jobs-title">
      <div class="bar-title">
        <h2 id="jobs-title">Find</h2>
        <form
          class="controls buttons"
          onSubmit={(event) => {
            event.preventDefault()
            sweep()
          }}
        >
          <label>
            seeds up to{' '}
            <input
              inputMode="numeric"
              size={8}
              placeholder={String(usual?.last ?? '')}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
          <button type="submit">sweep</button>
          <button type="button" onClick={() => void explorer.start({ kind: 'check' })}>
            check every interleaving
          </button>
          {isRunning && (
            <button type="button" onClick={() => void explorer.stop()}>
              stop
            </button>
          )}
        </form>
      </div>
      {progress === undefined ? (
        <p class="quiet">
          A sweep runs random schedules of this design, a check all of them. What they find becomes
          a branch.
        </p>
      ) : (
        <Running progress={progress} />
      )}
    </section>
  )
}

function Running({ progress }: { readonly progress: Progress }) {
  const { state, words, share, found } = progress
  return (
    <>
      <p class={state === 'failed' ? 'bad' : ''} role="status">
        {progress.kind}, {state}: {words}
      </p>
      {state === 'running' && (
        <progress aria-label={progress.kind} {...(share !== undefined && { value: share })} />
      )}
      <ul class="found">
        {found.map((one) => (
          <Finding key={`${one.kind} ${one.id}`} found={one} />
        ))}
      </ul>
      {state === 'done' && found.length === 0 && <p class="quiet">Nothing was found.</p>}
    </>
  )
}

function Finding({ found }: { readonly found: Found }) {
  const explorer = useExplorer()
  const { kind, property, sentence, words, moves } = found
  return (
    <li>
      <button type="button" onClick={() => void explorer.add(moves, `to ${property}`)}>
        open
      </button>{' '}
      <span class="bad">
        <span aria-hidden="true">{'\u2717'}</span> {property}
      </span>{' '}
      <span class="quiet">{words}</span>
      <br />
      {kind === 'race' ? <code>{sentence}</code> : <span>{sentence}</span>}
    </li>
  )
}
