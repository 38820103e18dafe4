/**
 * An action system as an actor: published models in which one action reads and writes the state of
 * several processes at once. One actor holds the whole state and keeps one message to itself on its
 * way, which offers every enabled action as an alternative. So a step is one action, and the global
 * states are those of the published model, one to one.
 *
 * The events name the action and its parameters, never the next state: the tables have a column per
 * event, and these are few.
 */
import { setup } from 'xstate'
import type { EventObject } from 'xstate'
import { maxOptions } from '../sim/model/xstate.ts'
import type { StateProperty, System } from '../sim/scenario/system.ts'
import { invariant } from '../sim/assert.ts'

type Predicate<S> = (state: S) => boolean

export interface ActionSystem<S extends object, A extends EventObject> {
  readonly name: string
  readonly initial: S
  /**
   * The enabled actions, at most 32 and no two equal, in an order that the state determines. An
   * action that leaves the state as it is counts as a step.
   */
  readonly enabled: (state: S) => readonly A[]
  readonly apply: (state: S, action: A) => S
  /** Whether it is right that no action is enabled; without it, always. Otherwise: deadlock. */
  readonly done?: (state: S) => boolean
  /** Invariants by name. */
  readonly always?: Readonly<Record<string, Predicate<S>>>
  /** States in which it is false are reached but not left: TLC's CONSTRAINT. */
  readonly constraint?: Predicate<S>
}

/** The only actor. */
const id = 'system'

/** What the actor tells itself when it is stuck. */
const stuck = { type: '(stuck)' } as const

/** What a broken constraint is called in the result. */
export const constraintName = 'constraint'

export function actionSystem<S extends object, A extends EventObject>(
  system: ActionSystem<S, A>,
): System {
  const { name, constraint, always } = system
  const claims = { ...(constraint && { [constraintName]: constraint }), ...always }
  return {
    name,
    actors: [{ id, machine: machineOf(system), input: {} }],
    properties: Object.entries(claims).map(([claim, holds]) => invariantOf(claim, holds)),
    // Longer than the longest path that a depth-first search takes.
    bound: { steps: 500_000, faults: 0 },
  }
}

function invariantOf<S>(name: string, holds: Predicate<S>): StateProperty {
  return {
    kind: 'always',
    name,
    reads: [id],
    holds: ([snapshot]) => holds(snapshot?.context.state),
  }
}

function machineOf<S extends object, A extends EventObject>(system: ActionSystem<S, A>) {
  const { name, enabled, apply, done = () => true, initial } = system
  const typed = setup({ types: {} as { context: { state: S }; events: A | typeof stuck } })
  const offer = typed.enqueueActions(({ context, enqueue, self }) => {
    const [first, ...alternatives] = enabled(context.state)
    invariant(alternatives.length < maxOptions, `${name} has more than ${maxOptions} actions`)
    if (first !== undefined) enqueue.sendTo(self, { ...first, alternatives })
    else if (!done(context.state)) enqueue.raise(stuck)
  })
  return typed.createMachine({
    id: name,
    context: { state: initial },
    entry: offer,
    initial: 'ready',
    states: {
      ready: {
        tags: 'idle',
        on: {
          [stuck.type]: 'stuck',
          '*': {
            actions: [
              typed.assign({ state: ({ context, event }) => apply(context.state, event as A) }),
              offer,
            ],
          },
        },
      },
      stuck: {},
    },
  })
}
