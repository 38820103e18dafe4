/** What can be delivered next, and where each choice leads. */
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { OfferRecord } from '../../serve/protocol.ts'
import { Call } from '../call.tsx'
import type { Branch } from './branch.ts'
import { lengthOf } from './branch.ts'
import { useExplorer } from './context.ts'
import { Prospects } from './prospect.tsx'

export function Choices({ branch }: { readonly branch: Branch }) {
  const explorer = useExplorer()
  const { offers } = branch.view
  const list = useRef<HTMLUListElement>(null)
  const { value: selected } = explorer.selected
  useLayoutEffect(() => {
    const item = list.current?.children[selected]
    if (item instanceof HTMLElement) item.scrollIntoView({ block: 'nearest' })
  }, [selected, offers])
  return (
    <section class="choices" aria-labelledby="choices-title">
      <div class="bar-title">
        <h2 id="choices-title">Next</h2>
        <span class="quiet" role="status">
          {offers.length === 0 ? 'the run has ended' : `${offers.length} can be delivered`}
        </span>
        <Onwards ended={offers.length === 0} />
      </div>
      <Looking branch={branch} />
      {offers.length === 0 ? (
        <p class="quiet">
          Step back with Backspace, or look at an earlier step and branch there with b.
        </p>
      ) : (
        <ul
          ref={list}
          class="offers"
          role="listbox"
          tabIndex={0}
          aria-label="Deliveries"
          aria-activedescendant={`offer-${selected}`}
        >
          {offers.map((offer, i) => (
            <Offer
              key={`${offer.deliver} ${offer.take}`}
              branch={branch}
              offer={offer}
              index={i}
              same={offers.findIndex((o) => sameState(o, offer))}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

function sameState(one: OfferRecord, other: OfferRecord): boolean {
  const [a, b] = [one.prospect, other.prospect]
  return a.kind === 'explored' && b.kind === 'explored' && a.state === b.state
}

function Onwards({ ended }: { readonly ended: boolean }) {
  const explorer = useExplorer()
  return (
    <span class="controls buttons">
      <button
        type="button"
        title="Backspace"
        disabled={explorer.store.step.value === 0}
        onClick={() => void explorer.back()}
      >
        {'\u2190'} back
      </button>
      <button
        type="button"
        title="n: by the default schedule, to where it matters what comes next"
        disabled={ended}
        onClick={() => void explorer.onward('decisive')}
      >
        next decision
      </button>
      <button
        type="button"
        title="e: by the default schedule to the end"
        disabled={ended}
        onClick={() => void explorer.onward('end')}
      >
        to the end
      </button>
    </span>
  )
}

/** The choices are those of the end of the branch, also while an earlier step is looked at. */
function Looking({ branch }: { readonly branch: Branch }) {
  const explorer = useExplorer()
  const { value: step } = explorer.store.step
  const last = lengthOf(branch)
  if (step >= last) return null
  return (
    <p class="looking">
      You look at step {step} of {last}.{' '}
      <button type="button" onClick={() => void explorer.cut(step)}>
        return here
      </button>{' '}
      <button type="button" title="b" onClick={() => void explorer.fork()}>
        branch here
      </button>
    </p>
  )
}

function Offer(props: {
  readonly branch: Branch
  readonly offer: OfferRecord
  readonly index: number
  readonly same: number
}) {
  const { branch, offer, index, same } = props
  const explorer = useExplorer()
  const { actors } = branch.view.run
  const [from, to] = [actors[offer.from]?.id ?? '', actors[offer.to]?.id ?? '']
  return (
    <li
      id={`offer-${index}`}
      role="option"
      class={offer.fault ? 'offer fault' : 'offer'}
      aria-selected={explorer.selected.value === index}
      onClick={() => {
        explorer.selected.value = index
        void explorer.choose(offer)
      }}
    >
      <span class="number">{index < 9 ? index + 1 : ''}</span>
      <span class="who">
        {from} {'\u2192'} {to}
        {offer.usual && <small> default</small>}
        {offer.fault && <small> fault</small>}
      </span>
      <span class="does">
        <Call text={offer.call} />
        {offer.changes.length > 0 && <small class="quiet"> {offer.changes.join(', ')}</small>}
      </span>
      <span class="leads">
        <Prospects prospect={offer.prospect} forecast={offer.forecast} />
        {same < index && same >= 0 && <small class="quiet"> same state as {same + 1}</small>}
      </span>
    </li>
  )
}
