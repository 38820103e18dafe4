/** Runs to export: a race that fails, and one with all that a format may stumble over. */
import { assign, createMachine, sendTo, setup } from 'xstate'
import { lostUpdate } from '../counterexample/lost-update.fixture.ts'
import { ran } from '../explore/ran.fixture.ts'
import { recorder, toy } from '../model/toys.fixture.ts'
import { uniform } from '../strategy/uniform.ts'
import type { Trace } from '../trace/trace.ts'

/** Two tasks add one to a cell and lose one. */
export function failing(): Trace {
  const { system } = lostUpdate(2)
  for (let seed = 1; seed < 100; seed++) {
    const { trace } = ran(system, uniform(), String(seed))
    if (trace.ending.kind === 'violated') return trace
  }
  throw new Error('no seed loses an update')
}

/** Text that is syntax somewhere. */
export const awkward = 'a "b" #c; <d>\n%s end'

const talker = setup({
  types: {} as { context: { n: number; deep: object }; events: { type: 'back'; n: number } },
}).createMachine({
  context: { n: 0, deep: { list: [1, null], text: awkward } },
  initial: 'outer',
  states: {
    outer: {
      initial: 'inner',
      entry: sendTo(
        ({ system }) => system.get('hearer.0'),
        ({ self }) => ({
          ...{ type: 'say.it', from: self.id, to: 'him', n: 4096, note: awkward },
          ...{ list: [1, { x: 2 }], whom: self, nothing: null, yes: true },
        }),
      ),
      on: { back: { target: '.after', actions: assign({ n: ({ event }) => event.n }) } },
      states: { inner: {}, after: { after: { 10: '#end' } } },
    },
    end: { id: 'end', type: 'final' },
  },
})

const hearer = createMachine({
  tags: 'idle',
  type: 'parallel',
  states: { left: { initial: 'a', states: { a: {} } }, right: {} },
  on: {
    'say.it': {
      actions: sendTo(
        ({ system }) => system.get('a talker'),
        () => ({ type: 'back', n: -1.5 }),
      ),
    },
  },
})

export function odd(): Trace {
  return ran(toy({ 'a talker': talker, 'hearer.0': hearer })).trace
}

/** Types and values that end a line, a comment or a string somewhere, or turn the order of reading. */
export const hostileTexts: readonly string[] = [
  ...['*/ end', '/* open', 'a"b\\', "it's ??/", '%s %n', '<script>', '(* \\* *)', '====', '`id`'],
  ...['line\nnext', 'u\u{2028}next', '\u{202E}left\u{2066}', '\u{1F600}'.repeat(80)],
  ...['__proto__', 'constructor', 'end', 'clock {"a":1}', 'x'.repeat(600)],
]

/** Fields with names that the formats have themselves. */
const fields = new Map<string, unknown>([
  ...['common_pid', 'to', 'state', '#bigint', '__proto__', 'constructor', ''].map(
    (name) => [name, 'y'] as const,
  ),
  ['large', 1e21],
  ...Array.from({ length: 40 }, (_, i) => [`text${i}`, 'é'.repeat(300)] as const),
])

/** Sends each of the texts, as a type and as a value, to an actor called `last`. */
export function hostile(): Trace {
  const events = hostileTexts.map((type) => ({ ...Object.fromEntries(fields), type, v: type }))
  const context: Record<string, unknown> = { large: 1e21, '#a': 1, _a: 2 }
  const talker = createMachine({
    ...{ tags: 'idle', context, initial: 'outer' },
    states: { outer: { initial: 'inner', states: { inner: {} } } },
    entry: events.map((event) => sendTo(({ system }) => system.get('last'), event)),
  })
  return ran(toy({ talker, last: recorder })).trace
}
