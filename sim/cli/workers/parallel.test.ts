/**
 * Several workers against one. Threads run what was built, so this test does too. With tables of a
 * few entries the workers stop and grow again and again, which keeps them together from the start,
 * and with looks after every state they give away work all the time.
 */
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { study } from '../../api.ts'
import type { createModel } from '../../model/model.ts'
import type { loadScenario } from '../../scenario/load.ts'
import type { System } from '../../scenario/system.ts'
import type { checkModel } from '../../space/check.ts'
import type { CheckResult } from '../../space/result.ts'
import type { checkInParallel } from './parallel.ts'
import type { ModelSource } from './source.ts'
import { generated } from './generated.fixture.ts'
import { counting, spinning, writers } from './systems.fixture.ts'

interface Built {
  readonly createModel: typeof createModel
  readonly checkModel: typeof checkModel
  readonly checkInParallel: typeof checkInParallel
  readonly loadScenario: typeof loadScenario
  readonly study: typeof study
}

let built: Built

beforeAll(async () => {
  const load = (path: string): Promise<object> =>
    import(new URL(`../../../dist/sim/${path}`, import.meta.url).href)
  const paths = ['model/model.js', 'space/check.js', 'cli/workers/parallel.js', 'api.js']
  const [...modules] = await Promise.all([...paths, 'scenario/load.js'].map(load))
  built = Object.assign({}, ...modules) as Built
})

const makers = { writers, generated, spinning, counting }
const busy = { entries: 64, period: 1 }

type Arguments = readonly (string | number | boolean)[]

function source(name: keyof typeof makers, args: Arguments): ModelSource {
  const file = name === 'generated' ? 'generated.fixture.ts' : 'systems.fixture.ts'
  return { kind: 'module', path: fileURLToPath(new URL(file, import.meta.url)), name, args }
}

function modelOf(name: keyof typeof makers, args: Arguments) {
  // The same call as in the worker, where nobody knows the types either.
  const make = makers[name] as (...given: Arguments) => System
  return built.createModel(make(...args))
}

async function lastOf(work: AsyncIterable<CheckResult>): Promise<CheckResult | undefined> {
  let last: CheckResult | undefined
  for await (const result of work) last = result
  return last
}

/** What must not depend on who searches. */
function facts(result: CheckResult | undefined) {
  const { states, transitions, ends, failures, witnesses, bytes, stopped } = result ?? {}
  const found = failures?.map((f) => ({ id: f.id, states: f.states }))
  return {
    ...{ states, transitions, ends, witnesses, bytes, stopped },
    failures: found?.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

describe('several workers find what one finds', () => {
  it.each([
    ['writers', [3, true], 2],
    ['writers', [4, true], 2],
    ['writers', [3, true], 3],
    ['writers', [4, false], 3],
    ['spinning', [], 2],
    ['counting', ['machine'], 2],
    ['generated', [10], 2],
    ['generated', [17], 3],
    ['generated', [24], 2],
  ] as const)('of %s %j with %i workers', async (name, args, workers) => {
    const model = modelOf(name, args)
    const work = built.checkInParallel(model, source(name, args), workers, {}, busy)
    const [last, one] = [await lastOf(work), built.checkModel(model)]
    expect(facts(last)).toEqual(facts(one))
  })

  it.each([
    'isize/failed-write-moves-size',
    'isize/h2-completion-rewinds-eof',
    'eof-folio/h20-helper-erases-legal-store',
  ])('of %s', async (name) => {
    const folder = fileURLToPath(new URL(`../../../scenarios/${name}`, import.meta.url))
    const scenario = await built.loadScenario(folder)
    const { model, design } = built.study(scenario)
    const from = { kind: 'scenario', path: folder, hash: scenario.hash, design } as const
    const last = await lastOf(built.checkInParallel(model, from, 2))
    expect(facts(last)).toEqual(facts(built.checkModel(model)))
  })
})

it('gives the same bytes whoever did what', async () => {
  const model = modelOf('writers', [3, true])
  const search = async (workers: number, period: number): Promise<string> => {
    const tuning = { entries: 64, period }
    const from = source('writers', [3, true])
    return JSON.stringify(await lastOf(built.checkInParallel(model, from, workers, {}, tuning)))
  }
  expect(await search(3, 1)).toBe(await search(2, 50))
})

it.each([
  ['a bound on steps', [3, true, 20], {}],
  ['a limit of states', [3, true], { maxStates: 1_000 }],
  ['a limit of bytes', [3, true], { maxBytes: 70_000 }],
  ['a limit of states that is just met', [3, true], { maxStates: 5_310 }],
] as const)('is cut off by %s where one worker is', async (_, args, limits) => {
  const model = modelOf('writers', args)
  const from = source('writers', args)
  const last = await lastOf(built.checkInParallel(model, from, 2, limits, busy))
  expect(last).toEqual(built.checkModel(model, limits))
  expect(last?.stopped).toBeDefined()
})

it.each([
  ['impure', 'ImpureMachineError'],
  ['property', 'PropertyError'],
] as const)('gives the error of a worker its name: %s', async (wrong, name) => {
  // The main thread only searches again when the workers came to the end.
  const model = modelOf('counting', [wrong])
  const work = built.checkInParallel(model, source('counting', [wrong]), 2, {}, busy)
  await expect(lastOf(work)).rejects.toMatchObject({ name })
})

it('fails when a worker dies', async () => {
  const model = modelOf('counting', ['exit'])
  const work = built.checkInParallel(model, source('counting', ['exit']), 3, {}, busy)
  const message = expect.stringMatching(/^worker \d of 3 was ended with code 7$/) as string
  await expect(lastOf(work)).rejects.toMatchObject({ name: 'InternalError', message })
})

it('fails when the workers cannot make the model', async () => {
  const model = modelOf('spinning', [])
  const work = built.checkInParallel(model, { ...source('spinning', []), path: 'nowhere.ts' }, 2)
  await expect(lastOf(work)).rejects.toThrow('nowhere')
})

it('ends its workers when nobody listens any more', async () => {
  const model = modelOf('writers', [4, true])
  let heard = 0
  for await (const _ of built.checkInParallel(model, source('writers', [4, true]), 2, {}, busy)) {
    heard++
    break
  }
  expect(heard).toBe(1)
})
