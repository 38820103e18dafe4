/** What can become of a run from here, in a sign and a few words: never by colour alone. */
import type { ForecastRecord, Prospect } from '../../serve/protocol.ts'

type Tone = 'good' | 'bad' | 'doubt' | 'quiet'

export interface Said {
  readonly tone: Tone
  readonly sign: string
  readonly words: string
}

/** Of one next delivery. */
export function saidOf(prospect: Prospect, { end, when }: ForecastRecord): Said {
  const fails = end.startsWith('violates ')
  if (fails && when === 'at once') return { tone: 'bad', sign: '\u2717', words: end }
  if (prospect.kind === 'unexplored') {
    const words = `by default ${end} ${when}`
    return { tone: 'quiet', sign: '\u2026', words }
  }
  const { passes, failures } = prospect
  const names = failures.join(', ')
  if (failures.length === 0) return { tone: 'good', sign: '\u2713', words: 'every run passes' }
  if (passes) return { tone: 'doubt', sign: '\u25d0', words: `can still fail: ${names}` }
  return failures.length === 1
    ? { tone: 'bad', sign: '\u2691', words: `must fail: ${names}` }
    : { tone: 'bad', sign: '\u2691', words: `must fail: one of ${names}` }
}

export function Prospects(props: {
  readonly prospect: Prospect
  readonly forecast: ForecastRecord
}) {
  const { tone, sign, words } = saidOf(props.prospect, props.forecast)
  return (
    <span class={`prospect ${tone}`}>
      <span aria-hidden="true">{sign}</span> {words}
    </span>
  )
}
