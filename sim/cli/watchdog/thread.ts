/** The thread that watches another; see watchdog.ts. It ends with the process. */
import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { Call } from './call.ts'

const patience = 5_000
const stderr = 2

const call = new Call(workerData as SharedArrayBuffer)
let told = 0
for (;;) {
  const found = call.outlasting(patience)
  if (found === undefined || found.number === told) continue
  told = found.number
  // The stream of a thread goes through the one that hangs.
  writeSync(
    stderr,
    `\nwarning: ${found.name} has not returned for ${patience / 1_000} s: a loop without end?\n` +
      `hint: Ctrl-C is not heard before it does; kill ${process.pid} ends the command\n`,
  )
}
