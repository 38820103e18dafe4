/** The live page from top to bottom: where one is, the path and the choices, branches, and details. */
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { RunRecord } from '../../document/run.ts'
import { Chart } from '../chart.tsx'
import { TwoRuns } from '../compare.tsx'
import { Downloads } from '../downloads.tsx'
import { Facts } from '../facts.tsx'
import { Help } from '../help.tsx'
import { Now } from '../now.tsx'
import { Source } from '../source.tsx'
import { States } from '../state.tsx'
import { Steps } from '../steps.tsx'
import { Strips } from '../strips.tsx'
import { Watch } from '../watch.tsx'
import { Why } from '../why.tsx'
import { Branches } from './branches.tsx'
import { Choices } from './choices.tsx'
import { useExplorer } from './context.ts'
import { Jobs } from './jobs.tsx'
import { liveKeys } from './keys.ts'
import { Status } from './status.tsx'
import { Top } from './top.tsx'

export function LiveApp() {
  const explorer = useExplorer()
  const { store } = explorer
  const theme = store.theme.value
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  const branch = explorer.branch.value
  const [run, other] = store.document.runs
  return (
    <>
      <Top />
      <main class="live">
        {branch === undefined || run === undefined ? (
          <Waiting />
        ) : (
          <>
            <div class="walk">
              <div class="column">
                <Status branch={branch} />
                <Steps run={run} toFold={false} />
                <Now run={run} />
              </div>
              <div class="column">
                <Strips run={run} />
                <Choices branch={branch} />
                <Branches />
                <Jobs />
              </div>
            </div>
            {other !== undefined && <Beside one={run} />}
            <div class="details">
              <Why run={run} />
              <States run={run} />
              <Watch run={run} />
              <Chart run={run} />
              <Source run={run} />
            </div>
            <Facts />
            <Downloads />
          </>
        )}
      </main>
      <Help keys={liveKeys} />
    </>
  )
}

/** Below the first screen, so it is brought there when it is asked for. */
function Beside({ one }: { readonly one: RunRecord }) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div ref={box}>
      <TwoRuns title="This branch against the other" one={one} beside={1} />
    </div>
  )
}

function Waiting() {
  const { notice } = useExplorer()
  return notice.value.length === 0 ? (
    <p class="quiet" role="status">
      Loading the scenario.
    </p>
  ) : (
    <pre class="notice" role="alert">
      {notice.value.join('\n')}
    </pre>
  )
}
