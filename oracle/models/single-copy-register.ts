/**
 * Clients that write a register of one server, wait for the answer, and read it.
 *
 * Published: Stateright `single-copy-register`, two clients, one server: 93 states, in which the
 * state of its linearizability tester counts: per operation, how many operations of each other
 * client had ended when it began, and what it returned. Here that history is a monitor, which sees
 * the answers as they reach the clients. An actor per client and server; no channel holds more than
 * one message, so that FIFO and unordered are the same.
 */
import { assign, sendTo, setup } from 'xstate'
import type { MonitorProperty } from '../../sim/scenario/system.ts'
import { systemOf } from '../channels.ts'
import type { Oracle } from '../published.ts'

const server = setup({
  types: {} as {
    context: { value: string }
    events: { type: 'put'; from: string; value: string } | { type: 'get'; from: string }
  },
}).createMachine({
  id: 'server',
  tags: 'idle',
  context: { value: '' },
  on: {
    put: {
      actions: [
        assign({ value: ({ event }) => event.value }),
        sendTo(({ event, system }) => system.get(event.from), { type: 'written' }),
      ],
    },
    get: {
      actions: sendTo(
        ({ event, system }) => system.get(event.from),
        ({ context }) => ({ type: 'value', value: context.value }),
      ),
    },
  },
})

const client = setup({
  types: {} as {
    context: object
    events: { type: 'written' } | { type: 'value'; value: string }
  },
}).createMachine({
  id: 'client',
  initial: 'writing',
  states: {
    writing: {
      entry: sendTo(
        ({ system }) => system.get('server'),
        ({ self }) => ({ type: 'put', from: self.id, value: self.id }),
      ),
      on: { written: 'reading' },
    },
    reading: {
      entry: sendTo(
        ({ system }) => system.get('server'),
        ({ self }) => ({ type: 'get', from: self.id }),
      ),
      on: { value: 'done' },
    },
    done: { type: 'final' },
  },
})

/** An operation that ended: what it returned, and how many of each other client it came after. */
interface Ended {
  readonly returned: string
  readonly after: Readonly<Record<string, number>>
}

interface History {
  readonly ended: Readonly<Record<string, readonly Ended[]>>
  /** What the operation that each client has on its way comes after. */
  readonly pending: Readonly<Record<string, Readonly<Record<string, number>>>>
}

type Seen = {
  readonly type: 'written' | 'value'
  readonly to: string
  readonly event: { readonly type: string; readonly value?: string }
}

function returned({ ended, pending }: History, { type, to, event }: Seen): History {
  const returns = { returned: event.value ?? 'ok', after: pending[to] ?? {} }
  const now = { ...ended, [to]: [...(ended[to] ?? []), returns] }
  const others = Object.entries(now).filter(([id]) => id !== to)
  const counts = Object.fromEntries(others.map(([id, list]) => [id, list.length]))
  const { [to]: _, ...rest } = pending
  return { ended: now, pending: type === 'written' ? { ...rest, [to]: counts } : rest }
}

const history = setup({
  types: {} as { context: History; events: Seen },
}).createMachine({
  id: 'history',
  context: { ended: {}, pending: {} },
  on: {
    '*': { actions: assign(({ context, event }) => returned(context, event)) },
  },
})

const clients = ['client1', 'client2']

const tester: MonitorProperty = {
  kind: 'monitor',
  name: 'history',
  machine: history,
  input: {},
  observes: clients,
}

export const oracles: readonly Oracle[] = [
  {
    system: systemOf(
      'single-copy-register-2',
      { server: [server, {}], client1: [client, {}], client2: [client, {}] },
      [tester],
    ),
    source: 'Stateright examples/single-copy-register',
    states: 93,
    // Not published: a second search.
    transitions: 120,
    ends: 12,
  },
]
