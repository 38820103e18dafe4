/**
 * The coffee can (Gries, "The Science of Programming", 1981): take two beans out; of the same
 * colour, put a black one in; of different colours, the white one goes back. One bean is left, and
 * its colour is known from the start: the parity of the white ones never changes.
 *
 * Published: TLA+ Examples `CoffeeCan`, 1 to 100 beans of either colour, which are all first states:
 * the sum of k + 1 for k = 1..100 is 5,150. The end is a step to itself. Here the number of beans and
 * that of the white ones are chosen by tens and units, which adds the states on the way there: 1, 11
 * (tens), 100 (numbers), 560 (tens of white for each number). One actor: one can.
 */
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

type State =
  | { readonly phase: 'total' }
  | { readonly phase: 'units'; readonly tens: number }
  | { readonly phase: 'white'; readonly total: number }
  | { readonly phase: 'whiteUnits'; readonly total: number; readonly tens: number }
  | { readonly phase: 'can'; readonly black: number; readonly white: number }

type Action =
  | { readonly type: 'digit'; readonly digit: number }
  | { readonly type: 'bothBlack' | 'bothWhite' | 'mixed' | 'end' }

const most = 100

/** Digits d for which d, or prefix and d, makes a number of `least`..`limit`. */
function digits(choices: number, makes: (digit: number) => boolean): readonly Action[] {
  return Array.from({ length: choices }, (_, digit) => digit)
    .filter(makes)
    .map((digit) => ({ type: 'digit', digit }))
}

function enabled(state: State): readonly Action[] {
  switch (state.phase) {
    case 'total':
      return digits(11, () => true)
    case 'units':
      return digits(10, (d) => state.tens * 10 + d >= 1 && state.tens * 10 + d <= most)
    case 'white':
      return digits(11, (d) => d * 10 <= state.total)
    case 'whiteUnits':
      return digits(10, (d) => state.tens * 10 + d <= state.total)
    case 'can': {
      const { black, white } = state
      if (black + white === 1) return [{ type: 'end' }]
      return [
        ...(black >= 2 ? [{ type: 'bothBlack' as const }] : []),
        ...(white >= 2 ? [{ type: 'bothWhite' as const }] : []),
        ...(black >= 1 && white >= 1 ? [{ type: 'mixed' as const }] : []),
      ]
    }
  }
}

function apply(state: State, action: Action): State {
  const digit = action.type === 'digit' ? action.digit : 0
  switch (state.phase) {
    case 'total':
      return { phase: 'units', tens: digit }
    case 'units':
      return { phase: 'white', total: state.tens * 10 + digit }
    case 'white':
      return { phase: 'whiteUnits', total: state.total, tens: digit }
    case 'whiteUnits': {
      const white = state.tens * 10 + digit
      return { phase: 'can', black: state.total - white, white }
    }
    case 'can':
      return taken(state, action)
  }
}

function taken(can: State & { readonly phase: 'can' }, { type }: Action): State {
  const { black, white } = can
  switch (type) {
    case 'bothBlack':
    case 'mixed':
      return { phase: 'can', black: black - 1, white }
    case 'bothWhite':
      return { phase: 'can', black: black + 1, white: white - 2 }
    default:
      return can
  }
}

/** The total: 1, then 11 tens, then 100 numbers; of each number its tens of white. */
const wholes = Array.from({ length: most }, (_, i) => i + 1)
const whiteTens = wholes.reduce((sum, total) => sum + Math.floor(total / 10) + 1, 0)
const initials = wholes.reduce((sum, total) => sum + total + 1, 0)

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'coffee-can-100',
      initial: { phase: 'total' },
      enabled,
      apply,
      always: { 'a bean is left': (s) => s.phase !== 'can' || s.black + s.white > 0 },
    }),
    source: 'TLA+ Examples CoffeeCan',
    ...tlc(
      { distinct: 5_150, generated: 20_002, depth: 1 },
      {
        initials,
        states: 1 + 11 + most + whiteTens,
        steps: 11 + most + whiteTens + initials,
        depth: 4,
      },
    ),
  },
]
