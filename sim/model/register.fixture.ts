/** The smallest race: clients that add one to a register by a read and a write. */
import { assign, sendTo, setup } from 'xstate'
import type { AnyActorRef } from 'xstate'
import type { System } from '../scenario/system.ts'
import { claim, toy } from './toys.fixture.ts'

const register = setup({
  types: {} as {
    context: { value: number }
    events: { type: 'READ'; from: AnyActorRef } | { type: 'WRITE'; value: number }
  },
}).createMachine({
  id: 'register',
  tags: 'idle',
  context: { value: 0 },
  on: {
    READ: {
      actions: sendTo(
        ({ event }) => event.from,
        ({ context }) => ({ type: 'VALUE', value: context.value }),
      ),
    },
    WRITE: { actions: assign({ value: ({ event }) => event.value }) },
  },
})

const client = setup({ types: {} as { events: { type: 'VALUE'; value: number } } }).createMachine({
  id: 'client',
  initial: 'reading',
  states: {
    reading: {
      entry: sendTo(
        ({ system }) => system.get('register'),
        ({ self }) => ({ type: 'READ', from: self }),
      ),
      on: {
        VALUE: {
          target: 'done',
          actions: sendTo(
            ({ system }) => system.get('register'),
            ({ event }) => ({ type: 'WRITE', value: event.value + 1 }),
          ),
        },
      },
    },
    done: { type: 'final' },
  },
})

/** `n` clients of one register, which must end at `n`. */
export function counting(n: number): System {
  const clients = Array.from({ length: n }, (_, i) => [`c${i + 1}`, client] as const)
  return toy({ register, ...Object.fromEntries(clients) }, [
    claim('at-rest', 'counted', ['register'], ([snapshot]) => snapshot?.context.value === n),
  ])
}
