/** The page from top to bottom: the answer, the race, the file at this step, and then the details. */
import { useLayoutEffect } from 'preact/hooks'
import { Answer } from './answer.tsx'
import { Axis } from './axis.tsx'
import { Chart } from './chart.tsx'
import { Compare } from './compare.tsx'
import { useStore } from './context.ts'
import { Downloads } from './downloads.tsx'
import { Facts } from './facts.tsx'
import { Header } from './header.tsx'
import { Help } from './help.tsx'
import { keys } from './keys.ts'
import { Lanes } from './lanes.tsx'
import { Now } from './now.tsx'
import { Source } from './source.tsx'
import { States } from './state.tsx'
import { Steps } from './steps.tsx'
import { Strips } from './strips.tsx'
import { Tables } from './table.tsx'
import { Text } from './text.tsx'
import { Watch } from './watch.tsx'
import { Why } from './why.tsx'

export function App({ text }: { readonly text: string }) {
  const store = useStore()
  const theme = store.theme.value
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  const run = store.record.value
  const compares = store.document.leads === 'tables'
  return (
    <>
      <Header />
      <main>
        <div class="head">
          <Answer />
          {run !== undefined && !compares && <Strips run={run} />}
        </div>
        {compares && <Tables />}
        {run !== undefined && (
          <>
            {compares && <Strips run={run} />}
            <Axis run={run} />
            <div class="stage">
              {store.view.value === 'minimal' ? <Lanes run={run} /> : <Steps run={run} />}
              <div class="beside">
                <Now run={run} />
              </div>
            </div>
          </>
        )}
        {!compares && <Tables />}
        {run !== undefined && (
          <div class="details">
            <Compare />
            <Why run={run} />
            <States run={run} />
            <Watch run={run} />
            <Chart run={run} />
            <Source run={run} />
          </div>
        )}
        <Facts />
        <Downloads />
        <Text text={text} />
      </main>
      <Help keys={keys} />
    </>
  )
}
