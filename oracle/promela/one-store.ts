/**
 * The reference model over shared variables instead of messages: one store offers every action that
 * is enabled, so a state of the store is a state of the whole. It shows the engine at its worst,
 * since no local state occurs twice and XState is asked at every transition.
 */
import { assign, sendTo, setup } from 'xstate'
import type { System } from '../../sim/scenario/system.ts'

interface Action {
  readonly type: 'lock' | 'submit' | 'unlock' | 'device' | 'read' | 'write' | 'signal' | 'finish'
  /** The writer, from 0; its write ends at page `writer + 1`. */
  readonly writer: number
}

type Store = {
  readonly racy: boolean
  /** Progress of each task, of each bio, and what its end_io has read. */
  readonly task: readonly number[]
  readonly bio: readonly number[]
  readonly seen: readonly number[]
  readonly i_size: number
}

function enabled({ racy, task, bio }: Store): readonly Action[] {
  const free = !task.some((w) => w === 1 || w === 2)
  return task.flatMap((w, writer): readonly Action[] => {
    const b = bio[writer] ?? 0
    const types: readonly (readonly [boolean, Action['type']])[] = [
      [w === 0 && free, 'lock'],
      [w === 1, 'submit'],
      [w === 2, 'unlock'],
      [b === 1, 'device'],
      [b === 2 && racy, 'read'],
      [b === 3 || (b === 2 && !racy), 'write'],
      [b === 4, 'signal'],
      [w === 3 && b === 5, 'finish'],
    ]
    return types.flatMap(([may, type]) => (may ? [{ type, writer }] : []))
  })
}

function perform(
  { task, bio, seen, racy, i_size }: Store,
  { type, writer }: Action,
): Partial<Store> {
  const end = writer + 1
  switch (type) {
    case 'lock':
      return { task: task.with(writer, 1) }
    case 'submit':
      return { task: task.with(writer, 2), bio: bio.with(writer, 1) }
    case 'unlock':
      return { task: task.with(writer, 3) }
    case 'device':
      return { bio: bio.with(writer, 2) }
    case 'read':
      return { bio: bio.with(writer, 3), seen: seen.with(writer, i_size) }
    case 'write': {
      const known = racy ? (seen[writer] ?? 0) : i_size
      return {
        bio: bio.with(writer, 4),
        seen: seen.with(writer, 0),
        i_size: end > known ? end : i_size,
      }
    }
    case 'signal':
      return { bio: bio.with(writer, 5) }
    case 'finish':
      return { task: task.with(writer, 4) }
  }
}

const store = setup({
  types: {} as {
    context: Store
    input: { readonly writers: number; readonly racy: boolean }
    events: Action
  },
  actions: {
    perform: assign(({ context, event }) => perform(context, event)),
    offer: sendTo(
      ({ self, system }) => system.get(self.id),
      ({ context }) => {
        const [first, ...alternatives] = enabled(context)
        return { ...first, type: first?.type ?? 'finish', alternatives }
      },
    ),
  },
  guards: { more: ({ context }) => enabled(context).length > 0 },
}).createMachine({
  id: 'store',
  tags: 'idle',
  context: ({ input: { writers, racy } }) => {
    const zeros = Array.from({ length: writers }, () => 0)
    return { racy, task: zeros, bio: zeros, seen: zeros, i_size: 0 }
  },
  initial: 'running',
  states: {
    running: {
      entry: 'offer',
      on: { '*': { target: 'decided', actions: 'perform' } },
    },
    decided: { always: [{ guard: 'more', target: 'running' }, { target: 'end' }] },
    end: {},
  },
})

/** `n` writers of one file. */
export function oneStore(n: number, racy: boolean): System {
  return {
    name: `one-store-${n}-${racy ? 'racy' : 'atomic'}`,
    actors: [{ id: 'store', machine: store, input: { writers: n, racy } }],
    properties: [
      {
        kind: 'at-rest',
        name: 'i_size',
        reads: ['store'],
        holds: ([snapshot]) => snapshot?.context.i_size === n,
      },
    ],
    bound: { steps: 8 * n, faults: 0 },
  }
}
