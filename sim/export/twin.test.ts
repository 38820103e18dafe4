/** What can be told of the twins without their tools; oracle/promela runs Spin. TLC is not at hand. */
import { describe, expect, it } from 'vitest'
import { lostUpdate } from '../counterexample/lost-update.fixture.ts'
import { counting } from '../model/register.fixture.ts'
import { claim, script, send, toy } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { checkModel } from '../space/check.ts'
import { createMachine } from 'xstate'
import { hostileTexts } from './runs.fixture.ts'
import { NoTwinError } from './explored.ts'
import { promelaText } from './promela.ts'
import { rulesOf } from './rules.ts'
import type { Deciding, Rules } from './rules.ts'
import { tlaText } from './tla.ts'

interface Reached {
  readonly local: readonly number[]
  readonly chan: readonly (readonly number[])[]
  readonly reached: readonly boolean[]
}

/** Explores the rules by themselves, the way a reader of the twin would: distinct states, and wrong. */
function explore(rules: Rules): { readonly states: number; readonly wrong: number } {
  const met = ({ slots, combinations }: Deciding, local: readonly number[]): boolean =>
    combinations.some((c) => c.every((n, i) => n === local[slots[i] ?? -1]))
  const reach = (local: readonly number[], before: readonly boolean[]): readonly boolean[] =>
    rules.eventually.map((e, i) => before[i] === true || met(e, local))
  const local = rules.slots.map((s) => s.initial)
  const first = { local, chan: rules.channels.map((c) => c.initial), reached: reach(local, []) }
  const seen = new Set([JSON.stringify(first)])
  const open: Reached[] = [first]
  let wrong = 0
  for (let now = open.pop(); now !== undefined; now = open.pop()) {
    const { local, chan, reached } = now
    const rests = chan.every((c) => c.length === 0)
    const atRest = rests && (reached.includes(false) || rules.atRest.some((d) => met(d, local)))
    if (atRest || rules.always.some((d) => met(d, local))) {
      wrong++
      continue
    }
    for (const { channel, message, slot, rows } of rules.rules) {
      if (chan[channel]?.[0] !== message) continue
      const row = rows.find((r) => r.state === local[slot])
      if (row?.next === undefined) throw new Error('no row for a reachable state')
      const left = chan.map((c, i) => (i === channel ? c.slice(1) : c))
      const sent = row.sends.reduce(
        (all, [to, m]) => all.map((c, i) => (i === to ? [...c, m] : c)),
        left,
      )
      const then = local.with(slot, row.next)
      const next = { local: then, chan: sent, reached: reach(then, reached) }
      const key = JSON.stringify(next)
      if (!seen.has(key)) open.push(next)
      seen.add(key)
    }
  }
  return { states: seen.size, wrong }
}

/** A register that shall be 1 some time: with two clients not every order does it last. */
function hoping(value: number): Model {
  const { actors, properties, ...rest } = counting(2)
  const some = claim('eventually', 'some', ['register'], ([s]) => s?.context.value === value)
  return createModel({ ...rest, actors, properties: [...properties, some] })
}

describe('the rules of a design', () => {
  it.each([lostUpdate(2), lostUpdate(3), createModel(counting(2)), hoping(1), hoping(2)])(
    'lead to the states of the search: $system.name',
    (model) => {
      const rules = rulesOf(model, 100_000)
      const { states, failures } = checkModel(model)
      const wrong = failures.reduce((sum, f) => sum + f.states, 0)
      expect([rules.states, explore(rules)]).toEqual([states, { states, wrong }])
    },
  )

  it('are refused for what a twin has not, and say why', () => {
    const late = createMachine({
      tags: 'idle',
      on: { GO: { actions: send('late', 'X', { delay: 5 }) }, X: {} },
    })
    const timed = createModel(toy({ s: script('late', 'GO'), late }))
    expect(() => rulesOf(timed, 100)).toThrow(/timers/)
    expect(() => rulesOf(lostUpdate(3), 10)).toThrow(NoTwinError)
  })
})

describe('a TLA+ module', () => {
  it('has a letter in its name', () => {
    expect(tlaText({ ...rules, name: '42' })).toMatch(/^---- MODULE m__42 ----\n/)
  })

  const rules = rulesOf(lostUpdate(2), 1_000)
  const text = tlaText(rules)

  it('begins and ends as one, under an identifier', () => {
    expect(text).toMatch(/^---- MODULE lost_update ----\n[\s\S]*\n====\n$/)
  })

  it('defines all that it uses, once', () => {
    const defined = [...text.matchAll(/^(\w+)(?:\([^)]*\))? ==/gm)].map((m) => m[1])
    expect(new Set(defined).size).toBe(defined.length)
    const used = text.match(/\b(?:Rule|Rows|Broken_)\w*/g) ?? []
    for (const name of used) expect(defined).toContain(name)
    expect(defined).toEqual(
      expect.arrayContaining(['Init', 'Next', 'Safe', 'Spec', 'AtRest', 'Reached']),
    )
  })

  it('closes every bracket', () => {
    const code = text.replaceAll(/\(\*[\s\S]*?\*\)|\\\*.*/g, '')
    for (const [open, shut] of [
      ['<<', '>>'],
      ['[', ']'],
      ['{', '}'],
      ['(', ')'],
    ] as const) {
      expect([open, code.split(open).length]).toEqual([open, code.split(shut).length])
    }
  })

  it('has every row', () => {
    const rows = rules.rules.reduce((sum, r) => sum + r.rows.length, 0)
    expect(text.match(/\[state \|->/g)).toHaveLength(rows)
  })
})

describe('a Promela model', () => {
  it('says what it is and how it is run', () => {
    const text = promelaText(rulesOf(lostUpdate(2), 1_000))
    expect(text).toMatch(/^\/\*\n \* lost-update: written by endio export, \d+ states\./)
    expect(text).toContain('spin -a FILE')
  })

  it('has numbers of a type that holds them', () => {
    const { faults, slots, channels, ...rest } = rulesOf(lostUpdate(2), 1_000)
    const states = Array.from({ length: 40_000 }, (_, i) => `s${i}`)
    const many = slots.map((s, i) => (i === 0 ? { ...s, states } : s))
    const text = promelaText({ ...rest, channels, slots: many, faults: faults + 300 })
    expect(text).toContain('\nshort faults = 300;')
    expect(text).toMatch(/^int s0 = 0;/m)
    expect(text).toMatch(/^short s1 = 0;/m)
  })

  it('has no text that ends a comment, opens one, or turns the order of reading', () => {
    const texts = Object.fromEntries(hostileTexts.map((type) => [type, {}]))
    const ear = createMachine({ tags: 'idle', on: texts })
    const mouth = script('ear', ...hostileTexts)
    const text = promelaText(rulesOf(createModel(toy({ mouth, ear })), 1_000))
    for (const line of text.split('\n')) {
      expect(line.split('/*').length + line.split('*/').length).toBeLessThanOrEqual(4)
    }
    expect(text).not.toMatch(/\p{Bidi_Control}/u)
    expect(text).not.toContain('??/')
  })
})
