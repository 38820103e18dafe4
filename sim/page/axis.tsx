/** The time axis: a slider over the steps, the race window as a band, and the steps that have a name. */
import type { Mark, MarkKind, RunRecord } from '../document/run.ts'
import { useStore } from './context.ts'

/** The sign on the axis and the name beside it: colour alone says nothing. */
export const signs: Readonly<Record<MarkKind, readonly [sign: string, name: string]>> = {
  first: ['\u2460', 'first of the pair'],
  second: ['\u2461', 'second of the pair'],
  window: ['\u25ad', 'race window'],
  'no-return': ['\u2691', 'point of no return'],
  'no-pass': ['\u25c7', 'no run passes any more'],
  choice: ['\u2442', 'choice'],
  violation: ['\u2717', 'violated'],
}

const order: readonly MarkKind[] = [
  'window',
  'first',
  'no-return',
  'second',
  'no-pass',
  'choice',
  'violation',
]

export function Axis({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  const last = run.steps.length
  const { value: step } = store.step
  const percent = (s: number): number => (last === 0 ? 0 : (100 * s) / last)
  const at = (s: number): string => `${percent(s)}%`
  const marks = run.marks.toSorted(
    (a, b) => a.step - b.step || order.indexOf(a.kind) - order.indexOf(b.kind),
  )
  return (
    <section class="axis" aria-label="Time">
      <div class="track">
        {marks
          .filter((m) => m.from !== undefined)
          .map((m) => (
            <span
              key={m.step}
              class="band"
              style={{ left: at(m.from ?? 0), right: `${100 - percent(m.step)}%` }}
            />
          ))}
        {grouped(
          marks.filter((m) => m.from === undefined),
          last,
        ).map((group) => (
          <span
            key={group[0]?.step}
            class="tick"
            style={{ left: at(group[0]?.step ?? 0) }}
            aria-hidden="true"
          >
            {group.map((m) => (
              <span key={m.kind} class={m.kind}>
                {signs[m.kind][0]}
              </span>
            ))}
          </span>
        ))}
        <input
          type="range"
          id="slider"
          aria-label="step"
          aria-valuetext={`step ${step} of ${last}`}
          min={0}
          max={last}
          value={step}
          onInput={(event) => store.go(Number(event.currentTarget.value))}
        />
      </div>
      <p class="marks">
        <output class="here" for="slider">
          step <strong>{step}</strong> of {last}
        </output>
        {marks.slice(0, 12).map((mark) => (
          <MarkButton key={`${mark.kind}${mark.step}`} mark={mark} />
        ))}
      </p>
    </section>
  )
}

/** Marks too close to stand beside each other share a place. */
function grouped(marks: readonly Mark[], last: number): readonly (readonly Mark[])[] {
  const groups: Mark[][] = []
  for (const mark of marks) {
    const group = groups.at(-1)
    if (group?.[0] !== undefined && mark.step - group[0].step <= last / 60) group.push(mark)
    else groups.push([mark])
  }
  return groups
}

function MarkButton({ mark }: { readonly mark: Mark }) {
  const store = useStore()
  const [sign, name] = signs[mark.kind]
  const isOne = mark.from === undefined || mark.from === mark.step
  const where = isOne ? `${mark.step}` : `${mark.from} to ${mark.step}`
  return (
    <button
      type="button"
      class={`mark ${mark.kind}`}
      title={mark.words}
      aria-current={store.step.value === mark.step ? 'step' : undefined}
      onClick={() => store.go(mark.from ?? mark.step)}
    >
      <span aria-hidden="true">{sign}</span> {name} <span class="number">{where}</span>
    </button>
  )
}
