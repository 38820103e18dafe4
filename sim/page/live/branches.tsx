/** The branches as a tree: turn to one, put one beside the current, forget one, save the current. */
import { save } from '../save.ts'
import { lengthOf, treeOf } from './branch.ts'
import type { Branch, TreeLine } from './branch.ts'
import { useExplorer } from './context.ts'
import type { Explorer } from './explorer.ts'
import { Prospects } from './prospect.tsx'

export function Branches() {
  const explorer = useExplorer()
  const lines = treeOf(explorer.branches.value)
  return (
    <section class="branches" aria-labelledby="branches-title">
      <div class="bar-title">
        <h2 id="branches-title">Branches</h2>
        <span class="controls buttons">
          <button type="button" title="b" onClick={() => void explorer.fork()}>
            branch
          </button>
          <button type="button" title="s" onClick={() => saveSchedule(explorer)}>
            save the schedule
          </button>
        </span>
      </div>
      <ul class="tree">
        {lines.map((line) => (
          <Line key={line.branch.id} line={line} />
        ))}
      </ul>
    </section>
  )
}

/** The current branch as the file that the command under Replay takes. */
export function saveSchedule({ store }: Explorer): void {
  const [schedule] = store.document.downloads
  if (schedule !== undefined) void save(schedule)
}

function Line({ line: { branch, depth } }: { readonly line: TreeLine }) {
  const explorer = useExplorer()
  const { id, name, from, view } = branch
  const isCurrent = explorer.current.value === id
  const isBeside = explorer.beside.value === id
  const parent = explorer.branches.value.find((b) => b.id === from?.id)
  return (
    <li style={{ paddingLeft: `${depth * 1.4}em` }}>
      <button
        type="button"
        class="plain branch"
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => explorer.turnTo(id)}
      >
        <span aria-hidden="true">{isCurrent ? '\u25cf' : '\u25cb'}</span> <strong>{name}</strong>{' '}
        <span class="quiet">
          {lengthOf(branch)} steps
          {from !== undefined && `, from ${parent?.name ?? 'another'} at ${from.step}`}
        </span>
      </button>{' '}
      <End branch={branch} />
      <span class="controls buttons">
        {!isCurrent && (
          <button
            type="button"
            title="c"
            aria-pressed={isBeside}
            onClick={() => explorer.compare(id)}
          >
            compare
          </button>
        )}
        {explorer.branches.value.length > 1 && (
          <button type="button" aria-label={`forget ${name}`} onClick={() => explorer.remove(id)}>
            {'\u00d7'}
          </button>
        )}
      </span>
      {view.stopped !== undefined && (
        <span class="doubt"> stops before {view.stopped}, which cannot be delivered</span>
      )}
    </li>
  )
}

function End({ branch: { view } }: { readonly branch: Branch }) {
  const { ending } = view.run
  if (view.offers.length > 0) return <Prospects prospect={view.prospect} forecast={view.forecast} />
  return ending.kind === 'violated' ? (
    <span class="prospect bad">
      <span aria-hidden="true">{'\u2717'}</span> violated: {ending.property}
    </span>
  ) : (
    <span class={`prospect ${ending.kind === 'passed' ? 'good' : 'doubt'}`}>
      <span aria-hidden="true">{ending.kind === 'passed' ? '\u2713' : '?'}</span>{' '}
      {ending.kind === 'passed' ? 'passed' : ending.sentence}
    </span>
  )
}
