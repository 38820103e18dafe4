/** What `endio export --format promela` writes has in Spin the states and the verdict of our search. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assign, createMachine, sendTo } from 'xstate'
import { describe, expect, it } from 'vitest'
import { extenders } from '../models/extenders.ts'
import { promelaText } from '../../sim/export/promela.ts'
import { rulesOf } from '../../sim/export/rules.ts'
import { createModel } from '../../sim/model/model.ts'
import { bind } from '../../sim/scenario/bind.ts'
import { defaultDesign } from '../../sim/scenario/design.ts'
import { loadScenario } from '../../sim/scenario/load.ts'
import type { System } from '../../sim/scenario/system.ts'
import { checkModel } from '../../sim/space/check.ts'
import { election } from './election.ts'
import { compile, missing } from './spin.ts'

const absent = missing()
const skipped = absent !== undefined && process.env['ENDIO_REQUIRE_SPIN'] !== '1'
if (skipped) console.warn(`SKIPPED: no twin is run, ${absent} not found (apt-get install spin gcc)`)

/** Faults, alternatives, a channel that holds several messages, and a monitor that is violated. */
function lossy(faults: number, limit: number): System {
  const source = createMachine({
    initial: 'on',
    states: {
      on: {
        entry: [1, 2, 3].map((n) =>
          sendTo(({ system }) => system.get('sink'), {
            ...{ type: 'data', n, faults: [{ type: 'lost' }] },
            ...(n === 2 && { alternatives: [{ type: 'data', n: 5 }] }),
          }),
        ),
        tags: 'idle',
      },
    },
  })
  const sink = createMachine({
    context: { sum: 0 },
    tags: 'idle',
    on: {
      lost: {},
      data: { actions: assign({ sum: ({ context, event }) => context.sum + event['n'] }) },
    },
  })
  const watch = createMachine({
    context: { seen: 0 },
    initial: 'fine',
    states: {
      fine: {
        on: {
          data: [
            { guard: ({ context }) => context.seen + 1 > limit, target: 'wrong' },
            { actions: assign({ seen: ({ context }) => context.seen + 1 }) },
          ],
        },
      },
      wrong: { tags: 'violation' },
    },
  })
  return {
    name: `lossy-${faults}-${limit}`,
    actors: [
      { id: 'source', machine: source, input: {} },
      { id: 'sink', machine: sink, input: {} },
    ],
    properties: [
      { kind: 'monitor', name: 'few', machine: watch, input: {}, observes: ['sink'] },
      {
        kind: 'always',
        name: 'small',
        reads: ['sink'],
        holds: ([s]) => s?.context.sum < 9,
      },
    ],
    bound: { steps: 100, faults },
  }
}

/** @returns what Spin and our search say: states, transitions, whether anything fails. */
function both(system: System): readonly (readonly [number, number, boolean])[] {
  const model = createModel(system)
  const { states, transitions, failures, stopped } = checkModel(model, { mode: 'bfs' })
  expect(stopped).toBeUndefined()
  const folder = mkdtempSync(join(tmpdir(), 'endio-twin-'))
  try {
    const file = join(folder, 'twin.pml')
    writeFileSync(file, promelaText(rulesOf(createModel(system), states)))
    const pan = compile(file, [])
    try {
      const spin = pan.judge('-m1000000')
      return [
        [states, transitions, failures.length > 0],
        [spin.states, spin.transitions, spin.errors > 0],
      ]
    } finally {
      pan.remove()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function scenario(path: string): Promise<System> {
  const loaded = await loadScenario(`scenarios/${path}`)
  return bind(loaded, defaultDesign(loaded))
}

describe.skipIf(skipped)('Spin agrees on the twin of', () => {
  it.each([extenders(2, true), extenders(3, false), election(3)])('$name', (system) => {
    const [ours, spins] = both(system)
    expect(spins).toEqual(ours)
  })

  it.each([lossy(0, 3), lossy(2, 3), lossy(1, 2)])('$name', (system) => {
    const [ours, spins] = both(system)
    expect(spins).toEqual(ours)
  })

  it.each([
    'completion/r24-lost-wakeup',
    'writeback/r31-reclaim-waits-for-unsubmitted-writeback',
    'durability/r37-commit-before-data',
  ])('the scenario %s', async (path) => {
    const [ours, spins] = both(await scenario(path))
    expect(spins).toEqual(ours)
  })
})
