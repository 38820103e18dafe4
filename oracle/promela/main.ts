/**
 * Compares states, transitions and states at rest with Spin's, model by model. Exits 1 when a number
 * differs. Without Spin it says so and exits 0, unless `--require-spin` or ENDIO_REQUIRE_SPIN=1.
 */
import { createModel } from '../../sim/model/model.ts'
import { checkModel } from '../../sim/space/check.ts'
import { compile, missing } from './spin.ts'
import { twins } from './twins.ts'
import type { Twin } from './twins.ts'

interface Counts {
  readonly states: number
  readonly transitions: number
  readonly rests: number
}

function ours({ system }: Twin): Counts {
  const result = checkModel(createModel(system), { mode: 'bfs' })
  const { states, transitions, ends, failures, stopped } = result
  if (stopped !== undefined) throw new Error(`${system.name}: stopped by ${stopped}`)
  return { states, transitions, rests: failures.reduce((sum, f) => sum + f.states, ends) }
}

function spins({ file, defines }: Twin): Counts {
  const pan = compile(file, defines)
  try {
    const { states, transitions, errors } = pan.run('-m1000000')
    return { states, transitions, rests: errors }
  } finally {
    pan.remove()
  }
}

function compare(twin: Twin): boolean {
  const [a, b] = [ours(twin), spins(twin)]
  const [one, two] = [a, b].map(
    ({ states, transitions, rests }) => `${states} | ${transitions} | ${rests}`,
  )
  const same = one === two
  console.log(`| ${twin.system.name} | ${one} | ${same ? 'the same' : `DIFFERS: ${two}`} |`)
  return same
}

function main(): number {
  const absent = missing()
  if (absent !== undefined) {
    const required =
      process.argv.includes('--require-spin') || process.env['ENDIO_REQUIRE_SPIN'] === '1'
    console.error(`SKIPPED: ${absent} not found (apt-get install spin gcc)`)
    return required ? 1 : 0
  }
  console.log('| model | states | transitions | at rest | Spin |\n| --- | --- | --- | --- | --- |')
  return twins.map(compare).every(Boolean) ? 0 : 1
}

process.exitCode = main()
