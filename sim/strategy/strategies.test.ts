/** The default schedule, departures from it, and replay after the model has changed. */
import { createMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model.ts'
import { counting } from '../model/register.fixture.ts'
import { Runner } from '../explore/run.ts'
import { ranOn, snapshotOf } from '../explore/ran.fixture.ts'
import { recorder, script, send, toy } from '../model/toys.fixture.ts'
import type { Deviation } from '../schedule/schedule.ts'
import { parseDeviations } from '../schedule/schedule.ts'
import { constrained } from './constrained.ts'
import { replay } from './replay.ts'
import { sequential } from './sequential.ts'
import type { Strategy } from './strategy.ts'

const model = createModel(counting(2))
const run = (strategy: Strategy, on = model) => ranOn(on, new Runner(on), strategy, '')

/** One client after the other. */
const inTurn = [
  'c1>register:READ',
  'register>c1:VALUE',
  'c1>register:WRITE',
  'c2>register:READ',
  'register>c2:VALUE',
  'c2>register:WRITE',
]

/** Both clients read before one writes. */
const race = [
  'c1>register:READ',
  'c2>register:READ',
  'register>c2:VALUE',
  'c2>register:WRITE',
  'register>c1:VALUE',
  'c1>register:WRITE',
]

function deviations(...texts: readonly string[]): readonly Deviation[] {
  return texts.map((text) => {
    const [parsed] = parseDeviations([text])
    if (parsed === undefined) throw new Error(text)
    return parsed
  })
}

describe('the default schedule', () => {
  it('lets one task run on with all that it sets off', () => {
    expect(run(sequential).deliveries).toEqual(inTurn)
  })

  it('delivers the first of what one step sends, and timers last, in the order of actors', () => {
    const late = (type: string) =>
      createMachine({
        tags: 'idle',
        entry: [send('r', type, { delay: 1 }), send('r', `${type}1`), send('r', `${type}2`)],
      })
    const system = toy({ r: recorder, a: late('a'), b: late('b') })
    const result = run(sequential, createModel(system))
    expect(snapshotOf(result, 'r').context.got).toEqual(['a1', 'a2', 'b1', 'b2', 'a', 'b'])
  })
})

describe('a deviation', () => {
  it('without any is the default schedule', () => {
    expect(run(constrained(model, [])).deliveries).toEqual(inTurn)
  })

  it('of order turns the default schedule into a race', () => {
    const strategy = constrained(model, deviations('c2>register:WRITE before register>c1:VALUE'))
    const result = run(strategy)
    expect(result.deliveries).toEqual(race)
    expect(result.ending.kind).toBe('violated')
    expect(strategy.void()).toEqual([])
  })

  it('that cannot be obeyed is void, and the run goes on', () => {
    const impossible = deviations('register>c1:VALUE before c1>register:READ')
    const strategy = constrained(model, impossible)
    expect(run(strategy).ending.kind).toBe('passed')
    expect(strategy.void()).toEqual(impossible)
  })

  it('takes an alternative where it is offered, and only there', () => {
    const offer = { type: 'OK', alternatives: [{ type: 'SHORT' }] }
    const disk = createModel(toy({ disk: script('r', offer, offer), r: recorder }))
    const taken = (text: string) =>
      snapshotOf(run(constrained(disk, deviations(text)), disk), 'r').context.got
    expect(taken('disk>r:OK#2 takes 1')).toEqual(['OK', 'SHORT'])
    expect(taken('disk>r:OK takes 2')).toEqual(['OK', 'OK'])
  })
})

describe('replay', () => {
  const steps = (names: readonly string[]) => names.map((deliver) => ({ deliver }))

  it('follows the record', () => {
    const strategy = replay(model, steps(race))
    expect(run(strategy).deliveries).toEqual(race)
    expect(strategy.alignment()).toEqual({ aligned: 6, skipped: [], inserted: [], extended: [] })
  })

  it('skips what can no longer happen', () => {
    const strategy = replay(model, steps(['c9>register:READ', ...race]))
    expect(run(strategy).deliveries).toEqual(race)
    expect(strategy.alignment()).toMatchObject({ aligned: 6, skipped: ['c9>register:READ'] })
  })

  it('inserts what the record does not know', () => {
    const three = createModel(counting(3))
    const strategy = replay(three, steps(['c9>register:READ', ...race]))
    const result = run(strategy, three)
    expect(result.deliveries.filter((d) => !d.includes('c3'))).toEqual(race)
    expect(strategy.alignment().aligned).toBe(6)
    expect([...strategy.alignment().inserted, ...strategy.alignment().extended]).toEqual([
      'c3>register:READ',
      'register>c3:VALUE',
      'c3>register:WRITE',
    ])
  })

  it('goes on by default where the record ends', () => {
    const strategy = replay(model, steps(race.slice(0, 2)))
    expect(run(strategy).ending.kind).toBe('violated')
    expect(strategy.alignment()).toMatchObject({ aligned: 2, skipped: [] })
    expect(strategy.alignment().extended).toHaveLength(4)
  })

  it('takes the default where the recorded alternative is gone', () => {
    const disk = createModel(toy({ disk: script('r', 'OK'), r: recorder }))
    const strategy = replay(disk, [{ deliver: 'disk>r:OK', take: 3 }])
    expect(snapshotOf(run(strategy, disk), 'r').context.got).toEqual(['OK'])
  })
})
