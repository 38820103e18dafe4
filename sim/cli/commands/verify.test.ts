/** `endio verify` as a user meets it. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { study } from '../../api.ts'
import { at } from '../../assert.ts'
import { writeCertificate } from '../../certificate/write.ts'
import { parseDesign } from '../../scenario/design.ts'
import { loadScenario } from '../../scenario/load.ts'
import { endlessFiles, woken } from '../endless.fixture.ts'
import { endio, folder } from '../endio.fixture.ts'
import { version } from '../version.ts'

const path = fileURLToPath(
  new URL('../../../scenarios/writeback/h12-short-copy-waits-for-itself', import.meta.url),
)
const scenario = await loadScenario(path)

function certificate(...words: readonly string[]): readonly string[] {
  const parsed = parseDesign(scenario, words)
  if (!('design' in parsed)) throw new Error(JSON.stringify(parsed.problems))
  const { design } = parsed
  const { name, hash } = scenario
  const lines: string[] = []
  const provenance = { endio: version, scenario: { path, name, hash }, design }
  writeCertificate(study(scenario, design).model, provenance, (line) => lines.push(line))
  return lines
}

const lines = certificate('submit=before-wait', 'max_bvecs=1', 'short_copies=1')

/** Verifies what `text` holds. */
function verify(text: string, ...options: readonly string[]) {
  const cwd = folder({ 'proof.ndjson': text })
  return endio(['verify', 'proof.ndjson', ...options], cwd)
}

const file = (changed: readonly string[] = lines): string => `${changed.join('\n')}\n`

describe('endio verify', () => {
  it('says what holds and exits 0', () => {
    const { code, out, err } = verify(file())
    expect(err).toBe('')
    expect(out).toMatch(/^certificate holds: 745 states, 1432 steps, \d+ states at rest\n/)
    expect(out).toContain(`Scenario:  ${scenario.name} ${scenario.hash}\n`)
    expect(out).toContain('Design:    submit=before-wait max_bvecs=1 short_copies=1\n')
    expect(out).toContain('  deadlock, unhandled, machine-error: none\n')
    expect(code).toBe(0)
  })

  it('says first how many properties it does not cover', () => {
    const cwd = folder(endlessFiles('waiter', woken))
    expect(endio(['check', '.', '--certificate', 'proof.ndjson'], cwd).code).toBe(0)
    const { code, out } = endio(['verify', 'proof.ndjson'], cwd)
    expect(out).toMatch(/^certificate holds, except that 1 property is not covered: 2 states, /)
    expect(out).toContain('  woken: NOT COVERED: ')
    expect(code).toBe(0)
  })

  it('says it as JSON', () => {
    const { code, out } = verify(file(), '--json')
    expect(JSON.parse(out)).toMatchObject({
      ...{ schema: 'endio.verify/1', holds: true, states: 745, transitions: 1432 },
      ...{ scenario: scenario.name, hash: scenario.hash },
    })
    expect(code).toBe(0)
  })

  it('reads a file without a last line end', () => {
    expect(verify(lines.join('\n')).code).toBe(0)
  })

  it('names the line that it refuses and exits 1', () => {
    const spoilt = lines.toSpliced(lines.length - 2, 1)
    const { code, out } = verify(file(spoilt))
    expect(out).toBe(
      `proof.ndjson:${spoilt.length}: REFUSED: states: the certificate says 745, it is 744\n`,
    )
    expect(code).toBe(1)
    const json = verify(file(spoilt), '--json')
    expect(JSON.parse(json.out)).toMatchObject({ holds: false, line: spoilt.length })
    expect(json.code).toBe(1)
  })

  it('refuses the certificate of another design', () => {
    const other = at(certificate('submit=before-wait', 'max_bvecs=256', 'short_copies=1'), 0)
    const { code, out } = verify(file(lines.with(0, other)))
    expect(out).toMatch(/^proof\.ndjson:\d+: REFUSED: .*says XState/)
    expect(code).toBe(1)
  })

  it('finds the scenario elsewhere when it is told', () => {
    const moved = lines.with(0, at(lines, 0).replace(JSON.stringify(path), '"moved"'))
    expect(verify(file(moved)).code).toBe(2)
    expect(verify(file(moved), '--scenario', path).code).toBe(0)
  })

  it.each([
    [
      'not JSON',
      lines.with(4, at(lines, 4).slice(0, 20)),
      /^proof\.ndjson:5:21: error\[malformed-cer/,
    ],
    [
      'another format',
      ['{"schema":"endio.trace/1"}'],
      /^proof\.ndjson:1:1: error\[malformed-cer.*schema/,
    ],
    ['an empty file', [], /^proof\.ndjson:1:1: error\[malformed-cer/],
    [
      'a scenario that has changed',
      lines.with(0, at(lines, 0).replace(scenario.hash, '0123456789ab')),
      /^error: the certificate is of h12\S+ 0123456789ab, and .* is h12\S+ \w{12} now; run endio check/,
    ],
    [
      'a design that does not exist',
      lines.with(0, at(lines, 0).replace('before-wait', 'sometimes')),
      /error\[unknown-choice\]/,
    ],
  ])('exits 2 for %s', (_, spoilt, message) => {
    const { code, out, err } = verify(file(spoilt))
    expect(err).toMatch(message)
    expect(out).toBe('')
    expect(code).toBe(2)
  })

  it('exits 2 for a file that is not there', () => {
    const { code, err } = endio(['verify', join(path, 'none.ndjson')])
    expect(err).toMatch(/^error: cannot read the certificate '.*'; endio check --certificate FILE/)
    expect(code).toBe(2)
    expect(endio(['verify', path]).code).toBe(2)
  })
})
