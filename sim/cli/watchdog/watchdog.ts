/**
 * Says on the error stream which code of a user has not returned for some seconds: a guard with an
 * endless loop would else hang the process in silence, deaf to Ctrl-C. It only speaks, and stops
 * nothing, because how long a call takes must not decide what comes out.
 */
import { Worker } from 'node:worker_threads'
import { watchWith } from '../../model/watch.ts'
import { Call } from './call.ts'

/** Watches this thread. The other one starts with the first call, so that `list` needs none. */
export function startWatchdog(): void {
  const call = Call.create()
  let started = false
  watchWith({
    enter: (what) => {
      if (!started) start(call)
      started = true
      call.begin(what)
    },
    leave: () => call.end(),
  })
}

function start(call: Call): void {
  const thread = new Worker(new URL('./thread.js', import.meta.url), { workerData: call.shared })
  thread.unref()
  // Without it everything works, but for the word of a call that hangs.
  thread.on('error', () => undefined)
}
