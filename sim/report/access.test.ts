/** A call with its answer, where the answer offers alternatives. */
import { createMachine, enqueueActions, initialTransition } from 'xstate'
import { expect, it } from 'vitest'
import { createModel } from '../model/model.ts'
import { pack } from '../schedule/decision.ts'
import { toy } from '../model/toys.fixture.ts'
import { execute } from '../trace/execute.ts'
import type { Step } from '../trace/trace.ts'
import { changes, formatAccess } from './access.ts'
import { deviationWords } from './deviation.ts'
import { occurrence } from './no-return.ts'

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
    const request = { type: 'read', from: 'task', want: 3 }
    enqueue.sendTo(system.get('disk'), request)
  }),
  on: { '*': {} },
})
const model = createModel(toy({ task, disk }, [], { faults: 1 }))
const [toDisk, toTask] = [1, 2]

function calls(...alternatives: readonly number[]): readonly string[] {
  return steps(...alternatives).map(formatAccess)
}

function steps(...alternatives: readonly number[]): readonly Step[] {
  const decisions = [pack(toDisk, 0, 0), ...alternatives.map((a) => pack(toTask, 0, a))]
  return execute(model, decisions).steps
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

it('tells the answer where it comes', () => {
  expect([1, 2].map((n) => occurrence(steps(2), n))).toEqual([
    'task read(disk, 3)',
    'task read(disk, 3) = error returns',
  ])
})

it('names the alternative beside its number', () => {
  const words = [1, 2, 3].map((alternative) =>
    deviationWords({ kind: 'take', deliver: 'disk>task:data', alternative }, steps(alternative)),
  )
  expect(words).toEqual([
    'disk>task:data takes 1 (data 1)',
    'disk>task:data takes 2 (fault error)',
    'disk>task:data takes 3 (fault late -5)',
  ])
})

it('shows that a field became empty, or was', () => {
  const [first, second] = ['', 'second'].map(
    (owner) => initialTransition(createMachine({ context: { owner } }))[0],
  )
  const [step] = steps()
  if (step === undefined || first === undefined || second === undefined) throw new Error('a step')
  expect(changes({ ...step, before: first, after: second })).toEqual(["owner '' -> second"])
  expect(changes({ ...step, before: second, after: first })).toEqual(["owner second -> ''"])
})
