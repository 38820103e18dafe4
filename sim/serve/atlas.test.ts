import { describe, expect, it } from 'vitest'
import { extenders } from '../../oracle/models/extenders.ts'
import { at } from '../assert.ts'
import { lostUpdate } from '../counterexample/lost-update.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { TooLargeError } from '../space/graph.ts'
import { Atlas } from './atlas.ts'
import { byName } from './moves.ts'
import { arriveAt, positionAt } from './position.ts'
import type { Arrival } from './position.ts'
import { isDecisive, offersOf, prospectAt } from './words.ts'

function atlasOf(model: Model, maxStates = 100_000): Atlas {
  const work = Atlas.explore(model, maxStates)
  for (;;) {
    const next = work.next()
    if (next.done === true) return next.value
  }
}

/** How the runs from a position end, by trying them all. */
function endings(model: Model, arrival: Arrival): ReadonlySet<string> {
  if (arrival.choices.length === 0) return new Set([arrival.forecast.ending.kind])
  return new Set(
    arrival.choices.flatMap(({ deliver, take }) => [
      ...endings(model, arriveAt(model, byName([...arrival.taken, { deliver, take }]))),
    ]),
  )
}

describe('an atlas', () => {
  const model = lostUpdate(2)
  const atlas = atlasOf(model)

  it('says of every position of every run what trying all runs from it says', () => {
    let positions = 0
    const visit = (arrival: Arrival): void => {
      positions++
      const { passes, failures } = atlas.outlook(atlas.stateAfter(arrival.decisions))
      const all = endings(model, arrival)
      expect(passes).toBe(all.has('passed'))
      expect(failures.length > 0).toBe(all.has('violated'))
      for (const { deliver, take } of arrival.choices) {
        visit(arriveAt(model, byName([...arrival.taken, { deliver, take }])))
      }
    }
    visit(arriveAt(model, []))
    expect(positions).toBe(251)
  })

  it('tells offers apart by where they lead', () => {
    const open = positionAt(model, byName([{ deliver: 't0>cell:read', take: 0 }]))
    expect(prospectAt(open, atlas)).toMatchObject({ passes: true, failures: ['all-count'] })
    const offers = offersOf(model, open, atlas)
    expect(offers.map(({ deliver, prospect }) => [deliver, prospect])).toMatchObject([
      ['cell>t0:value', { passes: true, failures: ['all-count'] }],
      ['t1>cell:read', { passes: false, failures: ['all-count'] }],
    ])
    expect(isDecisive(model, open, atlas)).toBe(true)
    expect(offers.map((o) => o.call)).toEqual(['value(t0, 0)', 'read(cell) = 0'])
  })

  it('knows where a step leads before it is taken', () => {
    const start = arriveAt(model, [])
    for (const { decision } of start.choices) {
      const [one, other] = [atlas.after(0, decision), atlas.stateAfter(Int32Array.of(decision))]
      expect(one).toBe(other)
    }
  })

  it('finds no future without a failure in a model that has none', () => {
    const safe = lostUpdate(1)
    expect(atlasOf(safe).outlook(0)).toEqual({ passes: true, failures: [] })
  })

  it('refuses a design that is too large, and then only the forecast is told', () => {
    const large = createModel(extenders(3, true))
    expect(() => atlasOf(large, 100)).toThrow(TooLargeError)
    const start = positionAt(large, [])
    const [offer] = offersOf(large, start, { why: 'too many' })
    expect(offer?.prospect).toEqual({ kind: 'unexplored', why: 'too many' })
    expect(at(start.choices, 0).usual).toBe(true)
    expect(offer?.forecast.end).not.toBe('')
  })
})
