/** Two timers of one actor, and a message of the same type: three deliveries that need three names. */
import { createMachine } from 'xstate'
import { expect, it } from 'vitest'
import { Runner } from '../explore/run.ts'
import { recorder, send, toy } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import { execute } from '../trace/execute.ts'
import { replay } from './replay.ts'
import { uniform } from './uniform.ts'

const clock = createMachine({
  id: 'clock',
  tags: 'idle',
  entry: [
    send('log', { type: 'T' }, { delay: 20 }),
    send('log', 'T'),
    send('log', 'U', { delay: 10 }),
  ],
  initial: 'a',
  states: {
    a: { entry: send('clock', 'GO'), on: { GO: 'b' } },
    b: { entry: send('log', { type: 'T' }, { delay: 5 }) },
  },
})

const seeds = Array.from({ length: 40 }, (_, i) => String(i))

it.each(seeds)('are replayed as they were, seed %s', (seed) => {
  const model = createModel(toy({ clock, log: recorder }))
  const runner = new Runner(model)
  runner.run(uniform(), seed)
  const decisions = [...runner.decisions.subarray(0, runner.steps)]
  const steps = execute(model, decisions).steps.map((s) => ({
    deliver: formatDelivery(s.delivery),
  }))
  const again = replay(model, steps)
  runner.run(again, '')
  expect([...runner.decisions.subarray(0, runner.steps)]).toEqual(decisions)
  expect(again.alignment()).toMatchObject({ aligned: steps.length, skipped: [], inserted: [] })
})

it('of an actor that has finished are cancelled, as XState cancels them', () => {
  const brief = createMachine({
    initial: 'a',
    states: {
      a: { entry: send('brief', 'END'), after: { 10: 'a' }, on: { END: 'b' } },
      b: { type: 'final', entry: send('log', 'LATE', { delay: 1 }) },
    },
  })
  const model = createModel(toy({ brief, log: recorder }))
  const runner = new Runner(model)
  for (const seed of seeds) {
    expect(runner.run(uniform(), seed).kind).toBe('passed')
    expect(execute(model, runner.decisions.subarray(0, runner.steps)).ending.kind).toBe('passed')
  }
})
