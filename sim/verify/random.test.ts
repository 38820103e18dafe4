/** Generated systems: what holds is certified and verified, and no change to the file goes unseen. */
import fc from 'fast-check'
import { assign, createMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { at } from '../assert.ts'
import { NotCertifiableError } from '../certificate/write.ts'
import { systems } from '../model/random.fixture.ts'
import { claim } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Property, System } from '../scenario/system.ts'
import { checkModel } from '../space/check.ts'
import { certificateOf, verdictOf, verifyLines } from './certify.fixture.ts'

const counter = createMachine({
  context: { n: 0 },
  on: { '*': { actions: assign({ n: ({ context }) => (context['n'] + 1) % 3 }) } },
})

const properties: readonly Property[] = [
  claim('always', 'small', ['a', 'b'], ([a, b]) => a?.context.n + b?.context.n < 5),
  claim('sometimes', 'starts', ['c'], ([c]) => c?.context.n === 0),
  claim('eventually', 'meets', ['a', 'c'], ([a, c]) => a?.value === 's0' || c?.value === 's1'),
  { kind: 'monitor', name: 'counter', machine: counter, input: {}, observes: ['a', 'b'] },
]

const mostStates = 200

/** The certificate, or undefined where the search says that nothing can be certified. */
function certified(system: System): readonly string[] | undefined {
  const found = checkModel(createModel(system), { mode: 'bfs', maxStates: mostStates })
  if (found.stopped !== undefined) return undefined
  const lines = attempt(system)
  expect(lines === undefined).toBe(found.failures.length > 0)
  if (lines === undefined) return undefined
  const { states, transitions, rests } = verifyLines(system, lines)
  const { ends } = found
  expect([states, transitions, rests]).toEqual([found.states, found.transitions, ends])
  return lines
}

function attempt(system: System): readonly string[] | undefined {
  try {
    return certificateOf(system)
  } catch (error) {
    if (error instanceof NotCertifiableError) return undefined
    throw error
  }
}

/** How one line of a file is spoilt. */
type Change =
  | { readonly kind: 'drop' | 'twice' }
  | { readonly kind: 'swap'; readonly other: number }
  | { readonly kind: 'character'; readonly place: number; readonly by: string }
  | { readonly kind: 'number'; readonly place: number; readonly by: number }

const place = fc.nat(1_000_000)
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constantFrom('drop' as const, 'twice' as const) }),
  fc.record({ kind: fc.constant('swap' as const), other: place }),
  fc.record({
    kind: fc.constant('character' as const),
    place,
    by: fc.constantFrom('', '0', '1', ',', '[', ']', '"', ' ', 's', '}'),
  }),
  fc.record({ kind: fc.constant('number' as const), place, by: fc.constantFrom(-1, 1, 7) }),
)

function changed(lines: readonly string[], index: number, how: Change): readonly string[] {
  const line = at(lines, index)
  switch (how.kind) {
    case 'drop':
      return lines.toSpliced(index, 1)
    case 'twice':
      return lines.toSpliced(index, 0, line)
    case 'swap': {
      const other = how.other % lines.length
      return lines.with(index, at(lines, other)).with(other, line)
    }
    case 'character': {
      const where = how.place % line.length
      return lines.with(index, line.slice(0, where) + how.by + line.slice(where + 1))
    }
    case 'number': {
      const numbers = [...line.matchAll(/\d+/g)]
      const picked = numbers[how.place % Math.max(1, numbers.length)]
      if (picked === undefined) return lines
      const after = line.slice(picked.index + picked[0].length)
      return lines.with(index, line.slice(0, picked.index) + (Number(picked[0]) + how.by) + after)
    }
  }
}

/** What tells how something arises, and where from: it may be told in several true ways. */
const ways = new Set([
  'of',
  'on',
  'send',
  'set',
  'start',
  'sender',
  'witness',
  'endio',
  'scenario',
  'design',
])

/** What a file claims, line by line, each kind in its order. */
function claims(lines: readonly string[]): readonly string[] {
  const plain = lines.map((line) =>
    JSON.stringify(JSON.parse(line, (key, value: unknown) => (ways.has(key) ? undefined : value))),
  )
  const kind = (line: string): string => /^\[|\{"\w+"/.exec(line)?.[0] ?? ''
  return plain.toSorted((a, b) => (kind(a) < kind(b) ? -1 : kind(a) > kind(b) ? 1 : 0))
}

describe('a certificate of a random system', () => {
  it('is verified when the system holds, and not after a change that means anything', () => {
    let certificates = 0
    let refused = 0
    let same = 0
    fc.assert(
      fc.property(
        systems,
        fc.array(fc.tuple(place, change), { minLength: 12, maxLength: 12 }),
        (plain, changes) => {
          const system = { ...plain, properties }
          const lines = certified(system)
          if (lines === undefined) return
          certificates++
          for (const [index, how] of changes) {
            const tampered = changed(lines, index % lines.length, how)
            const holds = verdictOf(system, tampered) === 'holds'
            expect(holds || tampered.join() !== lines.join()).toBe(true)
            expect(claims(holds ? tampered : lines)).toEqual(claims(lines))
            if (holds) same++
            else refused++
          }
        },
      ),
      { seed: 3, numRuns: 200 },
    )
    expect(certificates).toBeGreaterThan(10)
    expect(refused).toBeGreaterThan(100)
    // Such as a local state that arises by another transition too.
    expect(same).toBeGreaterThan(0)
  })
})
