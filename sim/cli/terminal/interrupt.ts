/**
 * Ctrl-C: the first asks the work to stop at its next safe point, so that what is known can be
 * printed; a second ends the process at once.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { exitCodes } from '../../verdict/exit.ts'

/**
 * Drains `work`, calling `each` on what it yields, until it ends or somebody interrupts. Gives the
 * last value yielded; undefined when there was none.
 */
export async function drain<T>(
  work: Iterable<T> | AsyncIterable<T>,
  each: (value: T) => void,
): Promise<{ readonly last: T | undefined; readonly interrupted: boolean }> {
  return interruptible(async (interrupted) => {
    let last: T | undefined
    for await (const value of work) {
      last = value
      each(value)
      await nextTurn()
      if (interrupted()) break
    }
    return { last, interrupted: interrupted() }
  })
}

/** Runs `work`, which asks between its steps whether somebody has interrupted. */
export async function interruptible<T>(
  work: (interrupted: () => boolean) => Promise<T>,
): Promise<T> {
  let interrupted = false
  const onSignal = (): void => {
    if (interrupted) process.exit(exitCodes.interrupted)
    interrupted = true
  }
  process.on('SIGINT', onSignal)
  try {
    return await work(() => interrupted)
  } finally {
    process.off('SIGINT', onSignal)
  }
}

/** Notes Ctrl-C from now until `close`: for a command of several stages, also between them. */
export function noteInterrupt(): { readonly noted: () => boolean; readonly close: () => void } {
  let interrupted = false
  const onSignal = (): void => {
    interrupted = true
  }
  process.on('SIGINT', onSignal)
  return { noted: () => interrupted, close: () => process.off('SIGINT', onSignal) }
}
