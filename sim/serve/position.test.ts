import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lostUpdate } from '../counterexample/lost-update.fixture.ts'
import { systems } from '../model/random.fixture.ts'
import { Runner } from '../explore/run.ts'
import { createModel } from '../model/model.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import { uniform } from '../strategy/uniform.ts'
import { execute } from '../trace/execute.ts'
import { byName, compact, formatMoves, parseMoves } from './moves.ts'
import type { Move } from './moves.ts'
import { arriveAt, forecastOf, positionAt, stepOf } from './position.ts'

const deliver = (name: string, take = 0): Move => ({ kind: 'deliver', deliver: name, take })
const usual = (steps: number): Move => ({ kind: 'default', steps })

describe('a position', () => {
  it('is written so that it can be read back', () => {
    const move = fc.oneof(
      fc.integer({ min: 1, max: 999 }).map(usual),
      fc
        .tuple(fc.constantFrom('a>b:X', 'a~1>a:T#12', 'a.0>b:read!1'), fc.nat(31))
        .map(([name, take]) => deliver(name, take)),
    )
    fc.assert(
      fc.property(fc.array(move), (moves) => {
        expect(parseMoves(formatMoves(moves))).toEqual(moves)
      }),
    )
  })

  it.each(['a>b', '!1', '3 !1', 'a>b:X !1 !2', 'a>b:X !', '1.5', '__proto__'])(
    'refuses "%s"',
    (bad) => expect(parseMoves(bad)).toBeUndefined(),
  )

  it('offers at the start what each task sends first, and the default first', () => {
    const { choices, taken } = arriveAt(lostUpdate(2), [])
    expect(taken).toEqual([])
    expect(choices.map((c) => [c.deliver, c.usual])).toEqual([
      ['t0>cell:read', true],
      ['t1>cell:read', false],
    ])
  })

  it('follows names and default steps, and forecasts the default end', () => {
    const model = lostUpdate(2)
    const { taken, trace, forecast } = positionAt(model, [deliver('t1>cell:read'), usual(2)])
    expect(taken.map((t) => t.deliver)).toEqual(['t1>cell:read', 'cell>t1:value', 't1>cell:write'])
    expect(trace.steps).toHaveLength(3)
    expect(forecast).toMatchObject({ ending: { kind: 'passed' }, steps: 8 })
  })

  it('forecasts what each choice leads to', () => {
    const model = lostUpdate(2)
    const position = positionAt(model, [deliver('t0>cell:read'), deliver('t1>cell:read')])
    const ends = position.choices.map((c) => forecastOf(model, position, c).ending.kind)
    expect(ends).toEqual(['violated', 'violated'])
  })

  it('takes no time over default moves of no steps', () => {
    expect(parseMoves('0 '.repeat(20_000))).toEqual([])
    expect(arriveAt(lostUpdate(2), [usual(2), usual(1), deliver('t0>cell:write')]).taken).toEqual(
      arriveAt(lostUpdate(2), [usual(3), deliver('t0>cell:write')]).taken,
    )
  })

  it('stops where a delivery cannot be made, and says which', () => {
    const { taken, stopped, choices } = arriveAt(lostUpdate(2), [
      deliver('t0>cell:read'),
      deliver('t0>cell:write'),
      usual(3),
    ])
    expect(taken).toHaveLength(1)
    expect(stopped).toBe('t0>cell:write')
    expect(choices).toHaveLength(2)
  })

  it('stops before an alternative that is not offered, and after the end of the run', () => {
    const model = lostUpdate(1)
    expect(arriveAt(model, [deliver('t0>cell:read', 1)])).toMatchObject({
      taken: [],
      stopped: 't0>cell:read',
    })
    const beyond = arriveAt(model, [usual(100), deliver('t0>cell:read#2')])
    expect(beyond.choices).toEqual([])
    expect(beyond.stopped).toBe('t0>cell:read#2')
  })

  it('is the run that any strategy took, by name, in short, and step by step', () => {
    fc.assert(
      fc.property(systems, fc.nat(999), (system, seed) => {
        const model = createModel(system)
        const runner = new Runner(model)
        const ending = runner.run(uniform(), String(seed))
        const decisions = runner.decisions.slice(0, runner.steps)
        const trace = execute(model, decisions)
        const steps = trace.steps.map(({ delivery, alternative }) => ({
          deliver: formatDelivery(delivery),
          take: alternative?.taken ?? 0,
        }))
        const whole = positionAt(model, byName(steps))
        expect(whole.stopped).toBeUndefined()
        expect([...whole.decisions]).toEqual([...decisions])
        expect(whole.trace.ending.kind).toBe(ending.kind)
        expect([...arriveAt(model, compact(whole.taken)).decisions]).toEqual([...decisions])
        const half = positionAt(model, byName(steps.slice(0, Math.floor(steps.length / 2))))
        const next = trace.steps[half.taken.length]
        const chosen = half.choices.find((c) => c.decision === decisions[half.taken.length])
        expect(chosen === undefined).toBe(next === undefined)
        if (chosen === undefined || next === undefined) return
        const step = stepOf(model, half, chosen)
        expect(step.delivery).toEqual(next.delivery)
        expect(step.event).toEqual(next.event)
        expect(step.after.value).toEqual(next.after.value)
        expect(step.after.context).toEqual(next.after.context)
      }),
      { numRuns: 60 },
    )
  })
})
