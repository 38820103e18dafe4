/** Which steps of a failing run are drawn before it is reduced. */
import { expect, it } from 'vitest'
import type { Violation } from '../model/violation.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import { conflictOf } from './conflict.ts'
import { traceOf } from './counterexample.ts'
import { lostUpdate } from './lost-update.fixture.ts'
import { contestedSteps } from './relevant.ts'

const model = lostUpdate(2)
const trace = traceOf(model, [{ kind: 'order', first: 't1>cell:read', second: 't0>cell:write' }])

function drawn(...actors: readonly string[]): readonly string[] {
  const violation: Violation = { kind: 'property', name: 'p', law: 'p', detail: '', actors }
  const steps = contestedSteps(trace, violation, conflictOf(model))
  return steps.map((s) => formatDelivery(s.delivery))
}

it('are the contested requests to what the failure is about', () => {
  expect(drawn('cell')).toEqual(['t0>cell:read', 't1>cell:read', 't1>cell:write', 't0>cell:write'])
})

it('are the same where the failure is about the tasks, not the answers that come to them', () => {
  expect(drawn('t0', 't1')).toEqual(drawn('cell'))
})
