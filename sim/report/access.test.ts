/** A call with its answer, where the answer offers alternatives. */
import { createMachine, enqueueActions } from 'xstate'
import { expect, it } from 'vitest'
import { createModel } from '../model/model.ts'
import { pack } from '../schedule/decision.ts'
import { toy } from '../explore/toys.fixture.ts'
import { execute } from '../trace/execute.ts'
import { formatAccess } from './access.ts'

const disk = createMachine({
  tags: 'idle',
  on: {
    read: {
      actions: enqueueActions(({ enqueue, system }) => {
        const answer = {
          type: 'data',
          n: 3,
          alternatives: [{ type: 'data', n: 1 }],
          faults: [{ type: 'error' }, { type: 'late', errno: -5 }],
        }
        enqueue.sendTo(system.get('task'), answer)
      }),
    },
  },
})
const task = createMachine({
  tags: 'idle',
  entry: enqueueActions(({ enqueue, system }) => {
    enqueue.sendTo(system.get('disk'), { type: 'read', from: 'task', want: 3 })
  }),
  on: { '*': {} },
})
const model = createModel(toy({ task, disk }, [], { faults: 1 }))
const [toDisk, toTask] = [1, 2]

function calls(...alternatives: readonly number[]): readonly string[] {
  const decisions = [pack(toDisk, 0, 0), ...alternatives.map((a) => pack(toTask, 0, a))]
  return execute(model, decisions).steps.map(formatAccess)
}

it('shows the answer that was delivered', () => {
  expect(calls(0)).toEqual(['read(disk, 3) = 3', 'data(task, 3)'])
  expect(calls(1)).toEqual(['read(disk, 3) = 1', 'data(task, 1)'])
  expect(calls(2)).toEqual(['read(disk, 3) = error', 'error(task)'])
  expect(calls(3)).toEqual(['read(disk, 3) = late(-5)', 'late(task, -5)'])
})

it('shows no answer before one is delivered', () => {
  expect(calls()).toEqual(['read(disk, 3)'])
})
