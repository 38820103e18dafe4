/**
 * Guards, actions and predicates are code of a user, which may never return. A thread cannot say that
 * of itself, so another can be told what begins and ends here. No answer depends on it.
 */
export interface Watch {
  readonly enter: (what: string) => void
  readonly leave: () => void
}

let watch: Watch = { enter: () => undefined, leave: () => undefined }

/** Tells `told` from now on, in this thread. */
export function watchWith(told: Watch): void {
  watch = told
}

/** Runs `code`; `what` names it for somebody who waits for it. */
export function watched<T>(what: string, code: () => T): T {
  watch.enter(what)
  try {
    return code()
  } finally {
    watch.leave()
  }
}
