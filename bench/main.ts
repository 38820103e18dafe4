/** Prints how fast the engine is, beside plain XState driven by hand through the same runs. */
import { invariant } from '../sim/assert.ts'
import { Runner } from '../sim/explore/run.ts'
import { createModel } from '../sim/model/model.ts'
import { uniform } from '../sim/strategy/uniform.ts'
import { byActors } from './actors.ts'
import { extenders } from '../oracle/models/extenders.ts'
import type { Outcome } from './mailboxes.ts'
import { byTransition } from './transition.ts'

type Run = (seed: string) => Outcome

/** Samples per figure; odd, so that the median is one of them. */
const samples = 5
/** Seeds per sample: enough for a tenth of a second or more. */
const seeds = { engine: 100_000, transition: 400, actors: 100 }

interface Rate {
  readonly steps: number
  readonly runs: number
  readonly share: number
}

function measure(run: Run, count: number): Rate {
  let steps = 0
  let failures = 0
  const start = performance.now()
  for (let seed = 1; seed <= count; seed++) {
    const outcome = run(String(seed))
    steps += outcome.steps
    if (outcome.failed) failures++
  }
  const seconds = (performance.now() - start) / 1_000
  return { steps: steps / seconds, runs: count / seconds, share: failures / count }
}

/** The same seeds must give runs of the same length and the same verdict. */
function assertSame(engine: Run, plain: Run, count: number): void {
  for (let seed = 1; seed <= count; seed++) {
    const [ours, theirs] = [engine(String(seed)), plain(String(seed))]
    const same = ours.steps === theirs.steps && ours.failed === theirs.failed
    invariant(same, `seed ${seed}: ${JSON.stringify([ours, theirs])}`)
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
}

function row(n: number, racy: boolean): string {
  const system = extenders(n, racy)
  const model = createModel(system)
  const runner = new Runner(model)
  const strategy = uniform()
  const engine: Run = (seed) => {
    const failed = runner.run(strategy, seed).kind === 'violated'
    return { steps: runner.steps, failed }
  }
  const [transition, actors] = [byTransition(system), byActors(system)]
  assertSame(engine, transition, seeds.transition)
  assertSame(engine, actors, seeds.actors)
  const rates = Array.from({ length: samples }, () => ({
    engine: measure(engine, seeds.engine),
    transition: measure(transition, seeds.transition),
    actors: measure(actors, seeds.actors),
  }))
  const over = (peer: 'transition' | 'actors'): number =>
    median(rates.map((r) => r.engine.steps / r[peer].steps))
  return [
    `N=${n} ${racy ? 'racy  ' : 'atomic'}`,
    `${(median(rates.map((r) => r.engine.steps)) / 1e6).toFixed(2)} M`,
    `${(median(rates.map((r) => r.engine.runs)) / 1e6).toFixed(2)} M`,
    model.xstate.calls(),
    `${((rates[0]?.engine.share ?? NaN) * 100).toFixed(2)} %`,
    `${over('transition').toFixed(0)} x`,
    `${over('actors').toFixed(0)} x`,
  ]
    .map((cell) => String(cell).padStart(12))
    .join('')
}

const heads = ['', 'steps/s', 'runs/s', 'XState calls', 'failing', 'transition', 'actors']
console.log(heads.map((head) => head.padStart(12)).join(''))
for (const racy of [true, false]) {
  for (const n of [2, 3, 4]) console.log(row(n, racy))
}
console.log(`
A step is one message delivered; a run is one seed of the uniform strategy, from start to rest.
"transition" and "actors": steps/s over plain XState by hand, with the same seeds, order and verdicts
(checked), by machine.transition with a reused scope, and by real actors, one system per run.`)
