/** Where the reader is, and what can still become of this run: the first thing that is read. */
import type { Branch } from './branch.ts'
import { lengthOf } from './branch.ts'
import { useExplorer } from './context.ts'
import type { Counting } from './explorer.ts'
import { saidOf } from './prospect.tsx'
import type { Said } from './prospect.tsx'

const classes = { good: 'passed', bad: 'violated', doubt: 'open', quiet: 'open' } as const

export function Status({ branch }: { readonly branch: Branch }) {
  const explorer = useExplorer()
  const { scenario } = explorer.store.document
  const { view, name } = branch
  const { tone, sign, words } = endSaid(branch) ?? saidOf(view.prospect, view.forecast)
  return (
    <section class="answer" aria-labelledby="where">
      <p class="title">{scenario.title}</p>
      <h1 id="where" class={classes[tone]} aria-live="polite">
        <span class="verdict">
          <span aria-hidden="true">{sign}</span> {words}
        </span>{' '}
        {name}, step {lengthOf(branch)}
      </h1>
      <dl class="answers">
        {view.run.ending.kind === 'violated' && (
          <>
            <dt>What goes wrong</dt>
            <dd>{view.run.ending.sentence}</dd>
          </>
        )}
        {view.offers.length > 0 && (
          <>
            <dt>By default</dt>
            <dd>
              {view.forecast.end} {view.forecast.when}
            </dd>
          </>
        )}
        <dt>Known</dt>
        <dd>{knownWords(explorer.counting.value, view)}</dd>
      </dl>
      {explorer.notice.value.map((line) => (
        <pre key={line} class="notice" role="alert">
          {line}
        </pre>
      ))}
    </section>
  )
}

function endSaid({ view }: Branch): Said | undefined {
  if (view.offers.length > 0) return undefined
  const { ending } = view.run
  switch (ending.kind) {
    case 'violated':
      return { tone: 'bad', sign: '\u2717', words: `violated: ${ending.property}` }
    case 'passed':
      return { tone: 'good', sign: '\u2713', words: 'passed' }
    case 'bound':
      return { tone: 'doubt', sign: '?', words: 'not decided within the bound' }
  }
}

function knownWords({ states, done }: Counting, { prospect }: Branch['view']): string {
  const count = (n: number): string => n.toLocaleString('en-US')
  if (prospect.kind === 'explored') {
    return `all ${count(prospect.states)} states of this design are explored`
  }
  const far = !done && states > 0 ? `, ${count(states)} so far` : ''
  return `where steps lead is not known: ${prospect.why}${far}`
}
