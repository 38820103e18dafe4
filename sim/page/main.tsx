/** Takes over the file: reads the record, draws the page, and keeps the text for screen readers. */
import { render } from 'preact'
import type { Document } from '../document/document.ts'
import { App } from './app.tsx'
import { Provide } from './context.ts'
import { listen } from './keys.ts'
import { Store } from './store.ts'
import { visibleDocument } from './visible.ts'

function start(): void {
  const data = document.getElementById('document')?.textContent ?? ''
  const text = document.getElementById('text')
  const page = document.getElementById('page')
  if (page === null || text === null) return
  // What `htmlOf` wrote; nothing else can have changed it.
  const record = visibleDocument(JSON.parse(data) as Document)
  const store = new Store(record)
  store.open(location.hash)
  store.follow((fragment) => {
    if (location.hash !== fragment) history.replaceState(null, '', fragment)
  })
  addEventListener('hashchange', () => {
    store.open(location.hash)
  })
  listen(store)
  const words = text.textContent
  text.remove()
  render(
    <Provide value={store}>
      <App text={words} />
    </Provide>,
    page,
  )
}

start()
