/** Whatever is changed in a certificate is found, and the line is named. */
import { createMachine } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { at } from '../assert.ts'
import type { End, StateLine } from '../certificate/format.ts'
import { toy } from '../model/toys.fixture.ts'
import { certificateOf, verdictOf } from './certify.fixture.ts'
import type { System } from '../scenario/system.ts'
import { rich } from './rich.fixture.ts'
import { stateOf } from './read-line.ts'

const lines = certificateOf(rich)
const isState = (line: string): boolean => line.startsWith('[')
const stateLines = lines.flatMap((line, i) => (isState(line) ? [i] : []))
const last = lines.length - 1

/** Where state `number` stands. */
const lineOf = (number: number): number => at(stateLines, number)
const replaced = (index: number, text: string): readonly string[] => lines.with(index, text)
const swapped = (a: number, b: number): readonly string[] =>
  lines.with(a, at(lines, b)).with(b, at(lines, a))

function withState(number: number, change: (state: StateLine) => unknown): readonly string[] {
  const index = lineOf(number)
  return replaced(index, JSON.stringify(change(stateOf(at(lines, index)))))
}

function withEnd(change: (end: End) => object): readonly string[] {
  const { end } = JSON.parse(at(lines, last)) as { end: End }
  return replaced(last, JSON.stringify({ end: { ...end, ...change(end) } }))
}

function withLine(key: string, change: (line: Record<string, unknown>) => object) {
  const index = lines.findLastIndex((line) => line.startsWith(`{"${key}"`))
  const line = JSON.parse(at(lines, index)) as Record<string, unknown>
  return replaced(index, JSON.stringify({ ...line, ...change(line) }))
}

/** The properties with `fields` in the one called `name`. */
const claiming = (name: string, fields: object) =>
  withEnd(({ properties }) => ({
    properties: properties.map((p) => (p.name === name ? { ...p, ...fields } : p)),
  }))

/** The first state with timers, and the first with faults left after a fault was possible. */
const withTimers = stateLines.findIndex((i) => stateOf(at(lines, i))[2].length > 0)
const resting = stateLines.findIndex((i) => stateOf(at(lines, i))[5].length === 0)

describe('the certificate that is tampered with', () => {
  it('holds before', () => {
    expect(verdictOf(rich, lines)).toBe('holds')
  })

  it.each([
    ['a state dropped', lines.toSpliced(lineOf(7), 1), /states: the certificate says 35, it is 34/],
    [
      'a state dropped and the count put right',
      withEnd(() => ({ states: 34 })).toSpliced(lineOf(7), 1),
      /ranks|state \d+/,
    ],
    ['a state twice', lines.toSpliced(lineOf(7), 0, at(lines, lineOf(7))), /states: /],
    ['two states swapped', swapped(lineOf(7), lineOf(8)), /does not lead to state/],
    ['another first state', swapped(lineOf(0), lineOf(1)), /not the first state/],
    [
      'a successor changed',
      withState(3, (s) => s.with(5, [...s[5].slice(0, -1), 0])),
      /does not lead to state 0/,
    ],
    [
      'a successor that is no state',
      withState(3, (s) => s.with(5, [...s[5].slice(0, -1), 99])),
      /there is no state 99/,
    ],
    [
      'a successor left out',
      withState(3, (s) => s.with(5, s[5].slice(1))),
      /steps are possible, and \d are listed/,
    ],
    ['a successor added', withState(3, (s) => s.with(5, [...s[5], 0])), /steps are possible/],
    [
      'successors in another order',
      withState(1, (s) => s.with(5, s[5].toReversed())),
      /does not lead|named first/,
    ],
    [
      'the steps of a state removed, as if it rested',
      withState(2, (s) => s.with(5, [])),
      /0 are listed/,
    ],
    ['another local state', withState(5, (s) => s.with(0, s[0].with(0, 99))), /is in local state/],
    ['a message lost', withState(2, (s) => s.with(1, [])), /wait$/],
    ['a timer lost', withState(withTimers, (s) => s.with(2, [])), /timers|first state/],
    ['faults given back', withState(resting, (s) => s.with(3, 1 - s[3])), /faults are left/],
    [
      'an eventually that has not held',
      withState(resting, (s) => s.with(4, 0)),
      /eventually has held/,
    ],
    [
      'a local state altered',
      withLine('local', ({ is }) => ({ is: `${String(is)} ` })),
      /says XState/,
    ],
    [
      'a local state of another actor',
      withLine('local', () => ({ actor: 1 })),
      /is one of another actor/,
    ],
    [
      'a local state that arises by nothing',
      withLine('local', () => ({ of: 99 })),
      /no local state 99 so far/,
    ],
    [
      'a local state by a message that is not there',
      withLine('local', () => ({ on: [99, 0] })),
      /no alternative 0 of message 99/,
    ],
    ['a message altered', withLine('message', () => ({ is: '{"type":"OK"}' })), /says XState/],
    [
      'a message that is not sent',
      withLine('message', () => ({ send: 9 })),
      /sends no such message/,
    ],
    [
      'a message to another actor',
      withLine('message', ({ to }) => ({ to: 1 - Number(to) })),
      /the message goes to/,
    ],
    [
      'a timer with another delay',
      withLine('timer', ({ delay }) => ({ delay: Number(delay) + 1 })),
      /a timer is left out/,
    ],
    [
      'a timer with another id',
      withLine('timer', () => ({ id: 'x' })),
      /a timer is left out|timers/,
    ],
    [
      'a rank changed',
      withLine('ranks', ({ of }) => ({ of: (of as number[]).with(0, 6) })),
      /its rank is 7, not 6/,
    ],
    [
      'a rank dropped',
      withLine('ranks', ({ of }) => ({ of: (of as number[]).slice(1) })),
      /ranks: /,
    ],
    [
      'a local state dropped',
      lines.toSpliced(
        lines.findLastIndex((l) => l.startsWith('{"local"')),
        1,
      ),
      /./,
    ],
    [
      'the bound',
      replaced(0, at(lines, 0).replace('"faults":1', '"faults":2')),
      /^1: faults of the bound/,
    ],
    ['the actors', replaced(0, at(lines, 0).replace('"device"', '"disk"')), /^1: actors/],
    [
      'the monitors',
      replaced(0, at(lines, 0).replace('"one-error"', '"no-error"')),
      /^1: monitors/,
    ],
    ['the number of states', withEnd(({ states }) => ({ states: states + 1 })), /^55: states: /],
    [
      'the number of steps',
      withEnd(({ transitions }) => ({ transitions: transitions - 1 })),
      /steps: /,
    ],
    ['the number of rests', withEnd(({ rests }) => ({ rests: rests - 1 })), /states at rest: /],
    [
      'the number of local states',
      withEnd(({ locals }) => ({ locals: locals + 1 })),
      /local states: /,
    ],
    [
      'a property left out',
      withEnd(({ properties }) => ({ properties: properties.slice(1) })),
      /properties: /,
    ],
    ['a property of another kind', claiming('two-tries', { kind: 'at-rest' }), /properties: /],
    [
      'a property not covered',
      claiming('two-tries', { covered: false, because: 'late' }),
      /must be covered/,
    ],
    ['another witness', claiming('retried', { witness: 0 }), /retried \(sometimes\) does not hold/],
    ['no witness', claiming('retried', { witness: undefined }), /no state that witnesses it/],
    [
      'a witness that is no state',
      claiming('retried', { witness: 99 }),
      /no state that witnesses it/,
    ],
    ['the end cut off', lines.slice(0, -1), /the end is missing/],
    ['a line after the end', [...lines, at(lines, last)], /^56: a line after the end/],
  ])('%s', (_, tampered, expected) => {
    expect(verdictOf(rich, tampered)).toMatch(expected)
  })

  it.each([
    ['not JSON', replaced(lineOf(4), `${at(lines, lineOf(4)).slice(0, 5)}x`), /^\d+:6: not JSON/],
    ['a line cut short', replaced(3, at(lines, 3).slice(0, 9)), /^4:10: not JSON/],
    ['something after the value', replaced(3, `${at(lines, 3)} 1`), /^4:\d+: not JSON/],
    ['an empty line', replaced(3, ''), /^4:1: not JSON/],
    [
      'another schema',
      replaced(0, at(lines, 0).replace('certificate/1', 'certificate/2')),
      /^1:1: schema/,
    ],
    ['an unknown key', withLine('local', () => ({ note: 1 })), /^\d+:1: Unrecognized key/],
    ['a state of five parts', withState(3, (s) => s.slice(1)), /not a state/],
    ['a state with text in it', withState(3, (s) => s.with(3, '0' as never)), /not a state/],
    ['a negative number', withState(3, (s) => s.with(5, [-1])), /not a state/],
    [
      'spaces in a state',
      replaced(lineOf(3), at(lines, lineOf(3)).replace(',', ', ')),
      /^\d+:5: a state/,
    ],
    [
      'a number written otherwise',
      replaced(lineOf(3), at(lines, lineOf(3)).replace(']', '.0]')),
      /a state is written/,
    ],
    ['a value of no kind', replaced(3, '7'), /^4:1: a line of no kind/],
  ])('%s is malformed', (_, tampered, expected) => {
    expect(verdictOf(rich, tampered)).toMatch(expected)
  })
})

describe('a certificate of another system', () => {
  it('is refused where there are other actors', () => {
    expect(verdictOf(toy({}, rich.properties), lines)).toMatch(/^1: actors: /)
  })

  it.each(['always', 'at-rest', 'sometimes', 'eventually'] as const)(
    'is refused where the property that is %s is false',
    (kind) => {
      const properties = rich.properties.map((p) =>
        p.kind === kind ? { ...p, holds: () => false } : p,
      )
      const name = properties.find((p) => p.kind === kind)?.name
      expect(kind).toBe(properties.find((p) => p.name === name)?.kind)
      const found =
        kind === 'eventually' ? 'eventually has held' : `${name} (${kind}) does not hold`
      expect(verdictOf({ ...rich, properties }, lines)).toContain(found)
    },
  )

  it('is refused where a property throws', () => {
    const properties = rich.properties.map((p) =>
      p.kind === 'always' ? { ...p, holds: () => JSON.parse('') as boolean } : p,
    )
    expect(verdictOf({ ...rich, properties }, lines)).toMatch(/two-tries cannot be evaluated/)
  })

  // The machines differ in their tags alone, which are no part of a local state.
  it.each([
    ['where an actor that rests is not idle', [], 'deadlock: actor a'],
    ['where a monitor is violated', ['idle', 'violation'], 'the monitor m is in a state tagged'],
  ])('is refused %s', (_, tags, found) => {
    const resting = createMachine({ tags: 'idle' })
    const other = createMachine({ tags })
    const system = (machine: AnyStateMachine): System =>
      toy({ a: machine }, [{ kind: 'monitor', name: 'm', machine, input: {}, observes: ['a'] }])
    expect(verdictOf(system(other), certificateOf(system(resting)))).toContain(found)
  })
})
