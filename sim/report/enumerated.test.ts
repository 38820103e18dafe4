import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model.ts'
import { counting } from '../model/register.fixture.ts'
import { strategyFor } from '../explore/strategies.ts'
import { sweepSeeds } from '../explore/sweep.ts'
import { enumeratedSentences } from './enumerated.ts'

const model = createModel(counting(2))

/** Of at most two delays at five positions there are 21 schedules. */
function said(first: number, last: number, strategy = 'delay-bounded:2:5'): readonly string[] {
  return enumeratedSentences(sweepSeeds(model, strategyFor(model, strategy), { first, last }))
}

const claim = 'every schedule with at most 2 delays'

describe('how much of a bounded set was run', () => {
  it('is complete, with the runs that were repeated', () => {
    expect(said(1, 21)).toEqual([`Complete, 21 schedules: ${claim}.`])
    expect(said(1, 30)).toEqual([
      `Complete, 21 schedules in 30 runs, 9 of them repeated: ${claim}.`,
    ])
  })

  it('is a part, and seeds beyond the last do not count', () => {
    expect(said(1, 20)).toEqual([`20 of 21 were run: seeds 1..21 go through ${claim}.`])
    expect(said(2, 30)).toEqual([
      `20 of 21 were run: seeds 1..21 go through ${claim}.`,
      'From seed 22 on they begin anew.',
    ])
  })

  it('is never called complete, nor every schedule, where the strategy doubts it', () => {
    const [howMany, anew, doubt, ...rest] = said(1, 30, 'delay-bounded:2:2')
    expect([howMany, anew, rest]).toEqual([
      '6 of 6 were run.',
      'From seed 7 on they begin anew.',
      [],
    ])
    expect(doubt).toBe(
      `Not complete: seeds 1..6 are not ${claim}: a run has more than 2 positions for a delay (seed 1).`,
    )
  })
})
