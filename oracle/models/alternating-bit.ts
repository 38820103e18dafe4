/**
 * The alternating bit protocol over lossy queues (Lamport, "Specifying Systems", chapter 14).
 *
 * Published: TLA+ Examples `MCAlternatingBit`, two data values, a constraint of two messages per
 * queue. One actor: a loss takes any message of a queue, not only its head, and the constraint
 * speaks of the queues, which no actor here can see.
 */
import { at } from '../../sim/assert.ts'
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

interface Message {
  readonly bit: number
  readonly value: string
}

interface Running {
  readonly phase: 'running'
  readonly messages: readonly Message[]
  readonly acks: readonly number[]
  /** The bit last sent, the bit last acknowledged, the bit last received. */
  readonly sendBit: number
  readonly ackBit: number
  readonly receiveBit: number
  readonly sent: string
  readonly received: string
}

type State = { readonly phase: 'start' } | Running

type Action =
  | {
      readonly type: 'start'
      readonly bit: number
      readonly sent: string
      readonly received: string
    }
  | { readonly type: 'sendNew'; readonly value: string }
  | { readonly type: 'resend' | 'receive' | 'acknowledge' | 'receiveAck' }
  | { readonly type: 'loseMessage' | 'loseAck'; readonly index: number }

const data = ['d1', 'd2']
const longest = 2

/** Any bit and any two values, 8 first states. */
const starts: readonly Action[] = [0, 1].flatMap((bit) =>
  data.flatMap((sent) => data.map((received) => ({ type: 'start' as const, bit, sent, received }))),
)

function enabled(state: State): readonly Action[] {
  if (state.phase === 'start') return starts
  const { messages, acks, sendBit, ackBit } = state
  return [
    ...(sendBit === ackBit
      ? data.map((value) => ({ type: 'sendNew' as const, value }))
      : [{ type: 'resend' as const }]),
    ...(messages.length > 0 ? [{ type: 'receive' as const }] : []),
    { type: 'acknowledge' },
    ...(acks.length > 0 ? [{ type: 'receiveAck' as const }] : []),
    ...messages.map((_, index) => ({ type: 'loseMessage' as const, index })),
    ...acks.map((_, index) => ({ type: 'loseAck' as const, index })),
  ]
}

function apply(state: State, action: Action): State {
  if (action.type === 'start') {
    const { bit, sent, received } = action
    const bits = { sendBit: bit, ackBit: bit, receiveBit: bit }
    return { phase: 'running', messages: [], acks: [], ...bits, sent, received }
  }
  return state.phase === 'start' ? state : step(state, action)
}

function step(state: Running, action: Exclude<Action, { readonly type: 'start' }>): Running {
  const { messages, acks, sendBit, receiveBit } = state
  switch (action.type) {
    case 'sendNew': {
      const message = { bit: 1 - sendBit, value: action.value }
      return {
        ...state,
        sent: action.value,
        sendBit: message.bit,
        messages: [...messages, message],
      }
    }
    case 'resend':
      return { ...state, messages: [...messages, { bit: sendBit, value: state.sent }] }
    case 'receive': {
      const { bit, value } = at(messages, 0)
      return { ...state, receiveBit: bit, received: value, messages: messages.slice(1) }
    }
    case 'acknowledge':
      return { ...state, acks: [...acks, receiveBit] }
    case 'receiveAck':
      return { ...state, ackBit: at(acks, 0), acks: acks.slice(1) }
    case 'loseMessage':
      return { ...state, messages: messages.toSpliced(action.index, 1) }
    case 'loseAck':
      return { ...state, acks: acks.toSpliced(action.index, 1) }
  }
}

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'alternating-bit',
      initial: { phase: 'start' },
      enabled,
      apply,
      constraint: (state) =>
        state.phase === 'start' ||
        (state.messages.length <= longest && state.acks.length <= longest),
    }),
    source: 'TLA+ Examples SpecifyingSystems/TLC/MCAlternatingBit',
    ...tlc({ distinct: 240, generated: 1_392 }, { initials: 8, states: 1, steps: 8, depth: 1 }),
  },
]
