/** Re-execution by plain XState: what a trace says, and that it refuses what cannot have happened. */
import { createMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { InternalError } from '../assert.ts'
import { createModel } from '../model/model.ts'
import { counting } from '../model/register.fixture.ts'
import { ran } from '../explore/ran.fixture.ts'
import { ring, script, send, sink, toy } from '../model/toys.fixture.ts'
import { pack } from '../schedule/decision.ts'
import { confirm, execute } from './execute.ts'

describe('a trace', () => {
  it('knows which step sent what it delivers', () => {
    const { trace } = ran(counting(2))
    expect(trace.steps.map((s) => [s.index, s.cause])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 0],
      [5, 4],
      [6, 5],
    ])
  })

  it('keeps the receiver before and after, and what it sent', () => {
    const { trace } = ran(counting(1))
    const [read, value] = trace.steps
    expect(read?.sent).toEqual([{ to: 'c1', event: { type: 'VALUE', value: 0 } }])
    expect([value?.before.value, value?.after.value]).toEqual(['reading', 'done'])
    expect(trace.initial.get('c1')?.value).toBe('reading')
    expect(trace.final.get('register')?.context).toEqual({ value: 1 })
  })

  it('knows the step that set a timer', () => {
    const a = createMachine({
      tags: 'idle',
      on: { GO: { actions: send('sink', 'X', { delay: 5 }) } },
    })
    const { trace } = ran(toy({ s: script('a', 'GO'), a, sink }))
    expect(trace.steps.map((s) => s.cause)).toEqual([0, 1])
    expect(trace.steps[0]?.sent).toEqual([{ to: 'sink', event: { type: 'X' } }])
  })

  it('shows who held what when a step was taken', () => {
    const system = toy({ s: script('ring', 'TICK', 'TICK'), ring })
    const [clock, held] = system.actors
    if (clock === undefined || held === undefined) throw new Error('two actors')
    const holders = ({ value }: { value: unknown }) =>
      value === 'b' ? [{ actor: 's', mode: 'exclusive' }] : []
    const { trace } = ran({ ...system, actors: [clock, { ...held, holders }] })
    expect(trace.steps.map((s) => s.held)).toEqual([
      [],
      [{ actor: 's', mode: 'exclusive', object: 'ring' }],
    ])
  })
})

describe('re-execution refuses', () => {
  const model = createModel(toy({ s: script('ring', 'TICK'), ring }))
  const tick = pack(1, 0, 0)

  it('a delivery from an empty channel', () => {
    expect(() => execute(model, [tick, tick])).toThrow(InternalError)
  })

  it('a timer that is not set', () => {
    expect(() => execute(model, [pack(4, 0, 0)])).toThrow(InternalError)
  })

  it('an alternative that is not offered', () => {
    expect(() => execute(model, [pack(1, 0, 1)])).toThrow(InternalError)
  })

  it('an ending of the tables that XState does not reach', () => {
    const trace = execute(model, [tick])
    const stuck = [{ actor: 'ring', state: 'b' }]
    expect(() => confirm(trace, { kind: 'passed' })).not.toThrow()
    expect(() => confirm(trace, { kind: 'bound' })).toThrow(InternalError)
    expect(() =>
      confirm(trace, { kind: 'violated', violation: { kind: 'deadlock', stuck } }),
    ).toThrow(/ended in "passed", the tables in "deadlock ring"/)
  })
})
