/** Which scenario, which of its runs, and the two switches that concern the whole page. */
import { useStore } from './context.ts'

export function Header() {
  const store = useStore()
  const { scenario, runs } = store.document
  const { value: theme } = store.theme
  return (
    <header class="top">
      <p class="name">
        <strong>endio</strong> <code>{scenario.name}</code>{' '}
        <code class="quiet">{scenario.hash}</code>
      </p>
      {runs.length > 1 && runs.length <= 4 && (
        <nav aria-label="Runs" class="tabs controls">
          {runs.map((run, i) => (
            <button
              key={run.name}
              type="button"
              aria-pressed={store.run.value === i}
              onClick={() => store.show(i)}
            >
              <Outcome kind={run.ending.kind} /> {run.name}
            </button>
          ))}
        </nav>
      )}
      {runs.length > 4 && (
        <label class="controls">
          run{' '}
          <select
            value={store.run.value}
            onChange={(event) => store.show(Number(event.currentTarget.value))}
          >
            {runs.map((run, i) => (
              <option key={i} value={i}>
                {run.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <span class="controls switches">
        <button type="button" onClick={() => store.nextTheme()} title="t">
          {theme === 'auto' ? 'light or dark' : theme}
        </button>
        <button
          type="button"
          onClick={() => {
            store.help.value = true
          }}
          title="?"
        >
          keys
        </button>
      </span>
    </header>
  )
}

const signs = { violated: '\u2717', passed: '\u2713', bound: '?' } as const

export function Outcome({ kind }: { readonly kind: keyof typeof signs }) {
  return (
    <span class={`sign ${kind}`} aria-hidden="true">
      {signs[kind]}
    </span>
  )
}
