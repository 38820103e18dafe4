/** Starts the live page: goes where the address says and keeps the address up to date. */
import { effect } from '@preact/signals'
import { render } from 'preact'
import type { Document } from '../../document/document.ts'
import { Provide } from '../context.ts'
import { LiveApp } from './app.tsx'
import { clientOf } from './client.ts'
import { ProvideExplorer } from './context.ts'
import { Explorer } from './explorer.ts'
import { listenLive } from './keys.ts'
import { keepSession, keptSession, sessionOf } from './session.ts'

const nothing: Document = {
  schema: 'endio.report/1',
  endio: '',
  scenario: { name: '', hash: '', title: '', file: '', text: '' },
  headline: { outcome: 'open', verdict: '', finding: '', closes: [] },
  leads: 'run',
  runs: [],
  tables: [],
  charts: {},
  facts: [],
  downloads: [],
  mail: '',
}

function start(): void {
  const page = document.getElementById('page')
  if (page === null) return
  const explorer = new Explorer(clientOf(location), nothing)
  listenLive(explorer)
  render(
    <ProvideExplorer value={explorer}>
      <Provide value={explorer.store}>
        <LiveApp />
      </Provide>
    </ProvideExplorer>,
    page,
  )
  const { hash } = location
  void explorer.begin(hash, keptSession).then(() => {
    effect(() => {
      const { value: place } = explorer.place
      const [branches, current] = [explorer.branches.value, explorer.current.value]
      const session = sessionOf({ branches, current, beside: explorer.beside.value })
      if (place !== undefined) keepSession(place, session)
    })
    effect(() => {
      const { address } = explorer
      if (location.hash !== address) history.replaceState(null, '', address)
      document.title = `${explorer.store.document.scenario.name}: endio live`
    })
  })
}

start()
