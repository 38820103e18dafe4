/**
 * The simple resource allocator (Merz, "The specification language TLA+", 2008): a client that
 * holds nothing asks for a set of resources; free ones are given in any portions, and returned in
 * any portions.
 *
 * Published: TLA+ Examples `allocator/SimpleAllocator`, 3 clients, 2 resources. One actor: giving
 * depends on what every client holds.
 */
import { at } from '../../sim/assert.ts'
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

/** Sets of resources are bit masks. */
interface State {
  readonly asked: readonly number[]
  readonly held: readonly number[]
}

interface Action {
  readonly type: 'request' | 'allocate' | 'return'
  readonly client: number
  readonly set: number
}

const clients = [0, 1, 2]
const sets = [0b01, 0b10, 0b11]

function enabled({ asked, held }: State): readonly Action[] {
  const free = 0b11 & ~held.reduce((all, h) => all | h, 0)
  return clients.flatMap((client) => {
    const [wants, has] = [at(asked, client), at(held, client)]
    const can = (type: Action['type'], from: number): readonly Action[] =>
      sets.filter((set) => (set & ~from) === 0).map((set) => ({ type, client, set }))
    return [
      ...(wants === 0 && has === 0 ? can('request', 0b11) : []),
      ...can('allocate', free & wants),
      ...can('return', has),
    ]
  })
}

function apply({ asked, held }: State, { type, client, set }: Action): State {
  const [wants, has] = [at(asked, client), at(held, client)]
  switch (type) {
    case 'request':
      return { asked: asked.with(client, set), held }
    case 'allocate':
      return { asked: asked.with(client, wants & ~set), held: held.with(client, has | set) }
    case 'return':
      return { asked, held: held.with(client, has & ~set) }
  }
}

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'allocator-3-2',
      initial: { asked: clients.map(() => 0), held: clients.map(() => 0) },
      enabled,
      apply,
      always: {
        'a resource has one holder': ({ held }) =>
          held.every((h, i) => held.every((other, j) => i === j || (h & other) === 0)),
      },
    }),
    source: 'TLA+ Examples allocator/SimpleAllocator',
    ...tlc({ distinct: 400, generated: 1_633, depth: 6 }),
  },
]
