/** The uniform strategy against exact truth, and the meaning of its seeds for ever. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model.ts'
import { uniform } from '../strategy/uniform.ts'
import { counting } from '../model/register.fixture.ts'
import { Runner } from './run.ts'
import { ranOn } from './ran.fixture.ts'

/** What a client's only message is: READ, VALUE or WRITE with a value; undefined when it is done. */
type Pending = { readonly message: 'READ' | 'VALUE' | 'WRITE'; readonly value: number } | undefined

/**
 * The exact probability that the register does not end at the number of clients, when each pending
 * message is equally likely to be next. It knows the protocol and nothing of the engine.
 */
function failing(clients: readonly Pending[], value: number): number {
  const waiting = clients.filter((c) => c !== undefined)
  if (waiting.length === 0) return value === clients.length ? 0 : 1
  let sum = 0
  for (const [i, pending] of clients.entries()) {
    if (pending === undefined) continue
    const written = pending.message === 'WRITE' ? pending.value : value
    sum += failing(clients.with(i, after(pending, value)), written)
  }
  return sum / waiting.length
}

function after({ message, value }: NonNullable<Pending>, register: number): Pending {
  switch (message) {
    case 'READ':
      return { message: 'VALUE', value: register }
    case 'VALUE':
      return { message: 'WRITE', value: value + 1 }
    case 'WRITE':
      return undefined
  }
}

describe('the uniform strategy', () => {
  it.each([2, 3])('fails %i clients as often as it must', (n) => {
    const exact = failing(Array(n).fill({ message: 'READ', value: 0 }), 0)
    const runner = new Runner(createModel(counting(n)))
    const strategy = uniform()
    const runs = 20_000
    let failures = 0
    for (let seed = 0; seed < runs; seed++) {
      if (runner.run(strategy, String(seed)).kind === 'violated') failures++
    }
    const standardError = Math.sqrt((exact * (1 - exact)) / runs)
    expect(Math.abs(failures / runs - exact)).toBeLessThan(4 * standardError)
  })

  it('gives a seed the run it has always given', () => {
    const model = createModel(counting(3))
    const runner = new Runner(model)
    const run = (seed: string) => ranOn(model, runner, uniform(), seed).deliveries.join('\n')
    const digest = createHash('sha256')
    for (let seed = 0; seed < 50; seed++) digest.update(run(String(seed)))
    expect(run('1')).toMatchInlineSnapshot(`
      "c2>register:READ
      c1>register:READ
      c3>register:READ
      register>c1:VALUE
      register>c2:VALUE
      c1>register:WRITE
      c2>register:WRITE
      register>c3:VALUE
      c3>register:WRITE"
    `)
    expect(digest.digest('hex')).toMatchInlineSnapshot(
      `"ecd299cb5eebafe58d372c6df86694ac57e50c97cfe625f366a22ba108fd272c"`,
    )
  })

  it('does not depend on what the runner has run before', () => {
    const model = createModel(counting(3))
    const [fresh, used] = [new Runner(model), new Runner(model)]
    for (let seed = 0; seed < 50; seed++) used.run(uniform(), String(seed))
    expect(ranOn(model, used, uniform(), '7').deliveries).toEqual(
      ranOn(model, fresh, uniform(), '7').deliveries,
    )
  })
})
