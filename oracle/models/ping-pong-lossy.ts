/**
 * Two actors that count up by turns over a network that keeps what it delivered and may lose it at
 * any time. A delivery that changes nothing is no step.
 *
 * Published: Stateright `actor/model`, maximum 1 and 5: in closed form 2^(2m+2) - 2, because after
 * k turns each of k + 1 messages is there or lost. One actor: a message that was delivered is still
 * there. Steps are not published: a second
 * search. The network without loss and duplicates is `ping-pong.ts`, over real channels.
 */
import { actionSystem } from '../action-system.ts'
import type { Oracle } from '../published.ts'

/** Message k is ping k/2 if k is even, else the pong to it; `turns` is the number of the next. */
interface State {
  readonly turns: number
  readonly network: readonly number[]
}

interface Action {
  readonly type: 'deliver' | 'lose'
  readonly message: number
}

function apply({ turns, network }: State, { type, message }: Action): State {
  return type === 'deliver'
    ? { turns: turns + 1, network: [...network, turns + 1] }
    : { turns, network: network.filter((m) => m !== message) }
}

function pingPong(max: number, transitions: number): Oracle {
  return {
    system: actionSystem<State, Action>({
      name: `ping-pong-lossy-${max}`,
      initial: { turns: 0, network: [0] },
      enabled: ({ turns, network }) => [
        ...network.map((message) => ({ type: 'lose' as const, message })),
        // Only the newest message is news, and only up to the maximum.
        ...(network.includes(turns) && turns < 2 * max
          ? [{ type: 'deliver' as const, message: turns }]
          : []),
      ],
      apply,
    }),
    source: 'Stateright actor/model, 2^(2m+2) - 2',
    states: 2 ** (2 * max + 2) - 2,
    transitions,
    // At rest when everything is lost, after any number of turns.
    ends: 2 * max + 1,
  }
}

export const oracles: readonly Oracle[] = [pingPong(1, 20), pingPong(5, 21_504)]
