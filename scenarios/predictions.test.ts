/** Passing runs predict what the exhaustive search proves of the same designs, and of their repairs nothing. */
import { fileURLToPath } from 'node:url'
import { designs, loadScenario, predict, run, study } from 'endio'
import { describe, expect, it } from 'vitest'

/** What the passing ones among the runs of `seeds` predict of the first design that has `choices`. */
async function predicted(
  name: string,
  choices: Readonly<Record<string, unknown>>,
  seeds: readonly number[],
): Promise<readonly string[]> {
  const scenario = await loadScenario(fileURLToPath(new URL(name, import.meta.url)))
  const design = designs(scenario).find((d) =>
    Object.entries(choices).every(([key, choice]) => d[key] === choice),
  )
  const subject = study(scenario, design)
  const traces = seeds
    .map((seed) => run(subject, { kind: 'seed', seed: `${seed}` }).trace)
    .filter(({ ending }) => ending.kind === 'passed')
  expect(design !== undefined && traces.length > 0).toBe(true)
  return [...new Set(traces.flatMap((t) => predict(subject.model.system, t)).map((f) => f.key))]
}

const ten = Array.from({ length: 10 }, (_, i) => i + 1)
const drain = 'lock-order i_dio_count -> i_rwsem -> i_dio_count'
const writeback = 'lock-order PG_writeback -> folio lock -> PG_writeback'
const update = (...tasks: readonly string[]): string =>
  `lost-update inode.i_size: ${tasks.join(' / ')}`
const endio = 'kworker:end_io.i_size_write:i_size_write'

describe('a passing run', () => {
  it.each([
    ['completion/h4-endio-takes-inode-lock', { isize_lock: 'i_rwsem' }, drain],
    ['eof-folio/mmap-write-vs-extending-write', { isize_extended: 'at-submit' }, writeback],
    [
      'eof-folio/mmap-write-vs-extending-write',
      { isize_extended: 'at-endio-unlocked', writeback_end: 'after-end_io' },
      writeback,
    ],
  ])('of %s with %o predicts the deadlock', async (name, choices, key) => {
    expect(await predicted(name, choices, [...ten, ...ten.map((i) => i + 10)])).toEqual([key])
  })

  it.each([
    [
      'isize/h1-buffered-write-rewinds-eof',
      5,
      update('buffered_writer:i_size_write:i_size_write', endio),
    ],
    ['isize/h2-completion-rewinds-eof', 9, update(endio, endio)],
  ])('of %s predicts that an update of i_size is lost', async (name, seed, key) => {
    expect(await predicted(name, {}, [seed])).toEqual([key])
  })

  it.each([
    ['completion/h4-endio-takes-inode-lock', { isize_lock: 'xfs', waits_for_dio: true }],
    ['isize/h1-buffered-write-rewinds-eof', { isize_lock: 'common', buffered_lock: 'common' }],
    ['isize/h1-buffered-write-rewinds-eof', { async: false }],
    ['isize/h2-completion-rewinds-eof', { isize_lock: 'i_flags_lock' }],
    ['writeback/h9-stable-bit-cleared-too-early', { stable: 'count', required: false }],
    [
      'eof-folio/mmap-write-vs-extending-write',
      { isize_extended: 'at-prepare', mkwrite: 'wait-check' },
    ],
  ])('of %s with %o predicts nothing', async (name, choices) => {
    expect(await predicted(name, choices, ten)).toEqual([])
  })
})
