/**
 * Systems that worker threads make for themselves: functions of plain arguments. Each thread compiles
 * what this file imports, so that is little.
 */
import { isMainThread } from 'node:worker_threads'
import { assign, createMachine, sendTo } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import { extenders } from '../../../oracle/models/extenders.ts'
import type { StateProperty, System } from '../../scenario/system.ts'

/** `n` writers of one file whose runs are cut off after `steps`. */
export function writers(n: number, racy: boolean, steps = 400): System {
  const system = extenders(n, racy)
  const seen = { kind: 'sometimes' as const, name: 'first', reads: ['inode'] }
  return {
    ...system,
    properties: [...system.properties, { ...seen, holds: ([s]) => s?.context.i_size === 1 }],
    bound: { ...system.bound, steps },
  }
}

function toy(machines: Readonly<Record<string, AnyStateMachine>>, property: StateProperty): System {
  return {
    name: 'toy',
    actors: Object.entries(machines).map(([id, machine]) => ({ id, machine, input: {} })),
    properties: [property],
    bound: { steps: 200, faults: 0 },
  }
}

/** Never comes to rest and never reaches what it should. */
export function spinning(): System {
  const spinner = createMachine({
    tags: 'idle',
    entry: sendTo(({ system }) => system.get('a'), { type: 'GO' }),
    on: { GO: { actions: sendTo(({ system }) => system.get('a'), { type: 'GO' }) } },
  })
  const reads = ['a']
  return toy({ a: spinner }, { kind: 'eventually', name: 'never', reads, holds: () => false })
}

/** Three counters, each of which does something wrong on its way to 12. */
export function counting(wrong: 'machine' | 'impure' | 'property' | 'exit'): System {
  let calls = 0
  const check = (n: number): boolean => {
    if (n === 9 && wrong === 'machine') throw new Error('nine')
    return true
  }
  const counter = (id: string) =>
    createMachine({
      context: { n: 0, calls: 0 },
      tags: 'idle',
      entry: sendTo(({ system }) => system.get(id), { type: 'GO' }),
      on: {
        GO: {
          guard: ({ context }) => context.n < 12 && check(context.n),
          actions: [
            assign({
              n: ({ context }) => context.n + 1,
              calls: ({ context }) => (context.n === 9 && wrong === 'impure' ? ++calls : 0),
            }),
            sendTo(({ system }) => system.get(id), { type: 'GO' }),
          ],
        },
        '*': {},
      },
    })
  const fine: StateProperty = {
    kind: 'always',
    name: 'fine',
    reads: ['a', 'b', 'c'],
    holds: (snapshots) => {
      const sum = snapshots.reduce((total, s) => total + Number(s.context.n), 0)
      if (sum === 20 && wrong === 'property') throw new Error('twenty')
      // In a thread this ends the thread, not the process.
      if (sum === 20 && wrong === 'exit' && !isMainThread) process.exit(7)
      return true
    },
  }
  return toy({ a: counter('a'), b: counter('b'), c: counter('c') }, fine)
}
