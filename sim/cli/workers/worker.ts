/** The thread of one worker of a search that several do together. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { invariant } from '../../assert.ts'
import { Control, HaltedError } from '../../space/shared/control.ts'
import { Mailboxes } from '../../space/shared/mail.ts'
import { SharedSearch } from '../../space/shared/search.ts'
import { SharedVisited } from '../../space/shared/visited.ts'
import { startWatchdog } from '../watchdog/watchdog.ts'
import { sendable } from './messages.ts'
import type { Report, Task } from './messages.ts'
import { loadModel } from './source.ts'

/** States between two reports: a tenth of a second. */
const reportEvery = 50_000

async function work(task: Task, tell: (report: Report) => void, port: MessagePort): Promise<void> {
  const { workers, me, period } = task
  const model = await loadModel(task.source)
  const control = Control.of(task.control, workers, me)
  const visited = new SharedVisited(task.table, control, me, {
    full: () => tell({ kind: 'full' }),
    larger: () => {
      const got: { readonly message: SharedArrayBuffer } | undefined = receiveMessageOnPort(port)
      invariant(got !== undefined, 'the set of visited states grows without a larger table')
      return got.message
    },
  })
  const mailboxes = new Mailboxes(task.mailboxes, model.system.bound.steps)
  const search = new SharedSearch(model, { control, visited, mailboxes, me })
  let told = 0
  search.run(period, () => {
    if (visited.added - told < reportEvery) return
    told = visited.added
    tell({ kind: 'known', share: search.share })
  })
  tell({ kind: 'ended', share: search.share })
}

const port = parentPort
invariant(port !== null, 'this module is the beginning of a worker thread')
startWatchdog()
const tell = (report: Report): void => port.postMessage(report)
try {
  await work(workerData as Task, tell, port)
} catch (error) {
  const halted = error instanceof HaltedError
  tell(halted ? { kind: 'halted' } : { kind: 'failed', error: sendable(error) })
}
