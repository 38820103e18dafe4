/** The command that shows the run again, the text for a mail, and the files. */
import { useState } from 'preact/hooks'
import type { Download } from '../document/document.ts'
import { useStore } from './context.ts'
import { save } from './save.ts'

export function Downloads() {
  const { document: page, record } = useStore()
  const { scenario, mail } = page
  const run = record.value
  const own: readonly Download[] = [
    file('scenario.yaml', 'application/yaml', scenario.text),
    ...(mail === '' ? [] : [file('race.txt', 'text/plain', mail)]),
    file('report.json', 'application/json', JSON.stringify(page)),
  ]
  return (
    <section class="downloads" aria-labelledby="downloads-title">
      <div class="bar-title">
        <h2 id="downloads-title">Replay and files</h2>
      </div>
      {run !== undefined && (
        <p class="replay">
          <code>{run.replay}</code> <Copy name="copy the command" text={run.replay} />
        </p>
      )}
      {run?.needs.map((need) => (
        <p key={need} class="quiet">
          needs <code>{need}</code>
        </p>
      ))}
      <p class="controls">
        {mail !== '' && <Copy name="copy as mail" text={mail} />}
        {[...page.downloads, ...own].map((download) => (
          <button key={download.name} type="button" onClick={() => void save(download)}>
            {download.name}
          </button>
        ))}
      </p>
    </section>
  )
}

function file(name: string, mediaType: string, text: string): Download {
  return { name, mediaType, content: { kind: 'text', text } }
}

function Copy({ name, text }: { readonly name: string; readonly text: string }) {
  const [done, setDone] = useState('')
  return (
    <button
      type="button"
      class="controls"
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setDone(': done'),
          () => setDone(': not allowed here, use race.txt'),
        )
      }}
    >
      {name}
      <span role="status">{done}</span>
    </button>
  )
}
