/**
 * A FIFO buffer between two handshake channels (Lamport, "Specifying Systems", chapter 4): a
 * channel is a value, a ready bit and an acknowledge bit; the sender may send when they are equal.
 *
 * Published: TLA+ Examples `MCInnerFIFO`, three values, a constraint of three in the buffer. One
 * actor: the buffer may send only when the receiver has acknowledged, and a message on its way
 * cannot be made to wait for that here.
 */
import { at } from '../../sim/assert.ts'
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

interface Channel {
  readonly value: string
  readonly ready: number
  readonly ack: number
}

interface State {
  /** undefined until it is chosen: any value, both bits equal. */
  readonly input?: Channel
  readonly output?: Channel
  readonly buffer: readonly string[]
}

type Action =
  | { readonly type: 'startInput' | 'startOutput'; readonly value: string; readonly bit: number }
  | { readonly type: 'send'; readonly value: string }
  | { readonly type: 'bufferReceive' | 'bufferSend' | 'receive' }

const values = ['m1', 'm2', 'm3']

function starts(type: 'startInput' | 'startOutput'): readonly Action[] {
  return values.flatMap((value) => [0, 1].map((bit) => ({ type, value, bit })))
}

function enabled({ input, output, buffer }: State): readonly Action[] {
  if (input === undefined) return starts('startInput')
  if (output === undefined) return starts('startOutput')
  const outputFree = output.ready === output.ack
  return [
    ...(input.ready === input.ack
      ? values.map((value) => ({ type: 'send' as const, value }))
      : [{ type: 'bufferReceive' as const }]),
    ...(outputFree && buffer.length > 0 ? [{ type: 'bufferSend' as const }] : []),
    ...(outputFree ? [] : [{ type: 'receive' as const }]),
  ]
}

function apply(state: State, action: Action): State {
  const { input, output, buffer } = state
  switch (action.type) {
    case 'startInput':
    case 'startOutput': {
      const channel = { value: action.value, ready: action.bit, ack: action.bit }
      return action.type === 'startInput'
        ? { ...state, input: channel }
        : { ...state, output: channel }
    }
    case 'send':
      return input ? { ...state, input: sent(input, action.value) } : state
    case 'bufferReceive':
      return input
        ? { ...state, input: acknowledged(input), buffer: [...buffer, input.value] }
        : state
    case 'bufferSend':
      return output
        ? { ...state, output: sent(output, at(buffer, 0)), buffer: buffer.slice(1) }
        : state
    case 'receive':
      return output ? { ...state, output: acknowledged(output) } : state
  }
}

function sent({ ready, ack }: Channel, value: string): Channel {
  return { value, ready: 1 - ready, ack }
}

function acknowledged({ value, ready, ack }: Channel): Channel {
  return { value, ready, ack: 1 - ack }
}

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'inner-fifo',
      initial: { buffer: [] },
      enabled,
      apply,
      constraint: ({ buffer }) => buffer.length <= 3,
    }),
    source: 'TLA+ Examples SpecifyingSystems/FIFO/MCInnerFIFO',
    // 36 first states in two choices of 6: 1 + 6 states and 6 + 36 steps more.
    ...tlc({ distinct: 3_864, generated: 9_660 }, { initials: 36, states: 7, steps: 42, depth: 2 }),
  },
]
