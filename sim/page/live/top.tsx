/** Which scenario and which design, and whether the server is there. */
import { useExplorer } from './context.ts'

export function Top() {
  const explorer = useExplorer()
  const { store } = explorer
  const { value: theme } = store.theme
  const place = explorer.place.value
  return (
    <header class="top">
      <p class="name">
        <strong>endio</strong>
        <span class="quiet"> live</span>
      </p>
      <label class="controls">
        <span class="reader">scenario</span>
        <select
          value={place?.scenario}
          onChange={(event) =>
            void explorer.open({ scenario: event.currentTarget.value, design: [] })
          }
        >
          {explorer.list.value.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Variants />
      <span class="controls switches">
        <span class={explorer.gone.value ? 'bad' : 'quiet'} role="status">
          {explorer.gone.value
            ? '\u2717 no connection'
            : explorer.busy.value
              ? '\u2026 asking'
              : '\u25cf connected'}
        </span>
        <button type="button" onClick={() => store.nextTheme()} title="t">
          {theme === 'auto' ? 'light or dark' : theme}
        </button>
        <button
          type="button"
          title="?"
          onClick={() => {
            store.help.value = true
          }}
        >
          keys
        </button>
      </span>
    </header>
  )
}

function Variants() {
  const explorer = useExplorer()
  const { value: opened } = explorer.opened
  const place = explorer.place.value
  if (opened === undefined || place === undefined) return null
  const chosen = (name: string): string =>
    opened.design.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
  // In the order of the variants: the server takes another order for another place.
  const designWith = (name: string, choice: string): readonly string[] =>
    opened.design.map((word) => (word.startsWith(`${name}=`) ? `${name}=${choice}` : word))
  return (
    <>
      {opened.variants.map(({ name, choices }) => (
        <label key={name} class="controls variant">
          <span class="quiet">{name}</span>{' '}
          <select
            value={chosen(name)}
            onChange={(event) =>
              void explorer.open(
                {
                  scenario: place.scenario,
                  design: designWith(name, event.currentTarget.value),
                },
                explorer.branch.value?.view.names,
              )
            }
          >
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </select>
        </label>
      ))}
    </>
  )
}
