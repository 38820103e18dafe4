/** `endio serve`: the live explorer, for a browser on this machine. */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { liveHtml } from '../../html/live.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { UsageError } from '../failure.ts'
import { parseCount } from '../open.ts'
import { readLiveBundle } from '../report/bundle.ts'
import { openInBrowser } from '../browser.ts'
import { givenScenarios, rootOf } from '../serve/scenarios.ts'
import { ExplorerServer } from '../serve/server.ts'
import { Thread } from '../serve/thread.ts'
import { newToken } from '../serve/token.ts'
import { watchFolders } from '../serve/watch.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface ServeOptions {
  readonly port: string
  readonly maxStates?: string
  readonly open?: boolean
  readonly quiet?: boolean
}

/** Milliseconds that a request may take before its machines are thought to be in a loop. */
const patience = 60_000

/** Serves until Ctrl-C, or SIGTERM, which is how it is meant to end. */
export async function serveCommand(
  paths: readonly string[],
  options: ServeOptions,
  terminal: Terminal,
): Promise<number> {
  const maxStates = parseCount('--max-states', options.maxStates) ?? 500_000
  const port = parsePort(options.port)
  const page = liveHtml(await readLiveBundle())
  const given = await givenScenarios(paths)
  const roots = await Promise.all(paths.map(rootOf))
  const token = newToken()
  const thread: Thread = new Thread({
    paths,
    maxStates,
    patience,
    tell: (told, stream) => server.tell(told, stream),
  })
  const server: ExplorerServer = new ExplorerServer({
    port,
    token,
    page,
    ask: (request) => thread.ask(request),
    gone: (stream) => void thread.ask({ kind: 'stop', stream }),
  })
  const watching = watchFolders([...roots, ...ownMachines()], () => {
    thread.forget('a file was changed; ask again')
    server.tell({ kind: 'changed' })
  })
  try {
    const address = `http://127.0.0.1:${await server.listen()}/?token=${token}`
    terminal.out(address)
    if (options.quiet !== true) {
      terminal.err(`${given.length} scenarios; only this machine can connect; Ctrl-C ends it`)
    }
    if (options.open === true) openInBrowser(address, terminal)
    await interruption()
    await server.close()
    return exitCodes.clean
  } finally {
    watching.close()
    await thread.close()
  }
}

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text)
  throw new UsageError(`--port '${text}' is not a port; try --port 0`)
}

/** The folder of the machines that scenarios name 'endio/machines', as they were built. */
function ownMachines(): readonly string[] {
  try {
    return [dirname(fileURLToPath(import.meta.resolve('endio/machines')))]
  } catch {
    return []
  }
}

/** A second signal ends the process at once, as Node does by itself. */
async function interruption(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      process.off('SIGINT', end)
      process.off('SIGTERM', end)
      resolve()
    }
    process.on('SIGINT', end)
    process.on('SIGTERM', end)
  })
}
