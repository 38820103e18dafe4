/** Shows a file or an address in the user's browser, and leaves it running. */
import { spawn } from 'node:child_process'
import type { Terminal } from './terminal/terminal.ts'

/** That there is no browser is no failure of what was to be shown. */
export function openInBrowser(what: string, terminal: Terminal): void {
  const openers: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
    darwin: 'open',
    win32: 'explorer',
  }
  const opener = openers[process.platform] ?? 'xdg-open'
  const child = spawn(opener, [what], { detached: true, stdio: 'ignore' })
  child.on('error', () => {
    terminal.err(`cannot open a browser here; open ${what}`)
  })
  child.unref()
}
