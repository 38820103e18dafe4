/** The steps that a global state allows, by what they touch; nothing is executed. */
import { at, read } from '../../assert.ts'
import { isTimer, senderOf } from '../../model/model.ts'
import { dueTimers } from '../../model/timers.ts'
import { pack } from '../../schedule/decision.ts'
import type { GlobalState } from '../global-state.ts'

export interface Step {
  /** Packed; see `unpack`. */
  readonly decision: number
  /** Whence it comes to whom: a message channel, for a timer the one it would use. */
  readonly channel: number
  readonly receiver: number
  /** The actor that set the timer; undefined for a message. */
  readonly owner: number | undefined
  /** The event that the receiver gets. */
  readonly event: number
  /** One fault less is left afterwards. */
  readonly fault: boolean
}

/** In the order of channels, timers and alternatives. */
export function stepsOf(state: GlobalState): readonly Step[] {
  const steps: Step[] = []
  const { enabled } = state
  for (let word = 0; word < enabled.length; word++) {
    let bits = read(enabled, word)
    while (bits !== 0) {
      const bit = bits & -bits
      bits ^= bit
      channelSteps(state, (word << 5) | (31 - Math.clz32(bit)), steps)
    }
  }
  return steps
}

function channelSteps(state: GlobalState, picked: number, into: Step[]): void {
  const { model, contents } = state
  const content = state.contentOf(picked)
  if (!isTimer(model, picked)) {
    codeSteps(state, picked, 0, picked, at(contents.head.items, content), into)
    return
  }
  const due = dueTimers(contents.timersOf(content))
  for (const [timer, { channel, code }] of due.entries()) {
    codeSteps(state, picked, timer, channel, code, into)
  }
}

function codeSteps(
  { model, faultsLeft }: GlobalState,
  picked: number,
  timer: number,
  channel: number,
  code: number,
  into: Step[],
): void {
  const receiver = channel % model.actors
  const owner = isTimer(model, picked) ? senderOf(model, picked) : undefined
  // Written out: spreading the common fields makes a search with sleep sets twice as slow.
  if (code >= 0) {
    const decision = pack(picked, timer, 0)
    into.push({ decision, channel, receiver, owner, event: code, fault: false })
    return
  }
  const { events, data } = model.tables.offerOf(code)
  for (const [i, event] of events.entries()) {
    if (i >= data && faultsLeft === 0) break
    const decision = pack(picked, timer, i)
    into.push({ decision, channel, receiver, owner, event, fault: i >= data })
  }
}
