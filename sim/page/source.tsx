/** The scenario as it was written, with the lines of those who take part in this step. */
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { RunRecord } from '../document/run.ts'
import { useStore } from './context.ts'

export function Source({ run }: { readonly run: RunRecord }) {
  const store = useStore()
  const { scenario } = store.document
  const step = run.steps[store.step.value - 1]
  const lines = [step?.from, step?.to].flatMap((a) => run.actors[a ?? -1]?.line ?? [])
  const box = useRef<HTMLDivElement>(null)
  const [target] = lines
  useLayoutEffect(() => {
    const { current } = box
    const line = current?.querySelector('[aria-current]')
    if (current === null || !(line instanceof HTMLElement)) return
    current.scrollTop = line.offsetTop - current.offsetTop - current.clientHeight / 2
  }, [target])
  return (
    <section class="source" aria-labelledby="source-title">
      <div class="bar-title">
        <h2 id="source-title">Scenario</h2>
        <code class="quiet">{scenario.file}</code>
      </div>
      <div
        class="scroll tall listing"
        ref={box}
        tabIndex={0}
        role="group"
        aria-label="Scenario text"
      >
        {scenario.text.split('\n').map((text, i) => (
          <div key={i} class="line" aria-current={lines.includes(i + 1) ? 'true' : undefined}>
            <span class="number">{i + 1}</span>
            <code>{text === '' ? ' ' : text}</code>
          </div>
        ))}
      </div>
    </section>
  )
}
