import { describe, expect, it } from 'vitest'
import { counting } from '../../model/register.fixture.ts'
import { PartSum } from '../../explore/part.ts'
import type { SweepPart } from '../../explore/part.ts'
import { sweepSeeds } from '../../explore/sweep.ts'
import { createModel } from '../../model/model.ts'
import { uniform } from '../../strategy/uniform.ts'
import { formatHeader, formatRecord, headerDifference, LogError, parseLog } from './log.ts'
import type { LogHeader } from './log.ts'

const header: LogHeader = {
  schema: 'endio.log/1',
  endio: '0.1.0',
  scenario: 's',
  path: 'scenarios/s',
  hash: '0123456789ab',
  strategy: 'uniform',
  designs: [{ lock: true }],
  seeds: { first: 1, last: 100 },
  share: { first: 1, last: 50 },
  classes: true,
}

function part(first: number, last: number, classes = true): SweepPart {
  const model = createModel(counting(3))
  const {
    seeds: _,
    strategy: __,
    ...rest
  } = sweepSeeds(model, uniform(), { first, last }, { classes })
  return rest
}

const parts = [part(1, 20), part(31, 50)]
const text = formatHeader(header) + parts.map((p) => formatRecord({ design: 0, part: p })).join('')

describe('a run log', () => {
  it('is read back as it was written', () => {
    expect(parseLog(text)).toEqual({ header, records: parts.map((p) => ({ design: 0, part: p })) })
    const plain = part(1, 20, false)
    const bare = { ...header, classes: false }
    expect(parseLog(formatHeader(bare) + formatRecord({ design: 0, part: plain }))).toEqual({
      header: bare,
      records: [{ design: 0, part: plain }],
    })
  })

  it('cut off anywhere is the log of the records that were written whole', () => {
    const ends = [...text.matchAll(/\n/g)].map((m) => m.index)
    for (let length = 0; length <= text.length; length += 7) {
      const whole = ends.filter((end) => end < length).length
      const log = parseLog(text.slice(0, length))
      expect(log?.records.length).toBe(whole === 0 ? undefined : whole - 1)
    }
  })

  it('may leave out classes below the level that the sum has reached', () => {
    const sum = (records: readonly string[]): SweepPart => {
      const all = new PartSum(16)
      for (const r of parseLog(formatHeader(header) + records.join(''))?.records ?? [])
        all.add(r.part)
      return all.value()
    }
    const [a, b] = parts.map((p) => ({ design: 0, part: p }))
    if (a === undefined || b === undefined) throw new Error('two parts')
    const first = new PartSum(16)
    first.add(a.part)
    first.add(b.part)
    expect(first.level).toBeGreaterThan(0)
    const pruned = formatRecord(b, first.level)
    expect(pruned.length).toBeLessThan(formatRecord(b).length)
    expect(sum([formatRecord(a), pruned])).toEqual(sum([formatRecord(a), formatRecord(b)]))
  })

  it.each([
    ['a header of another schema', text.replace('endio.log/1', 'endio.log/9'), 'line 1: schema'],
    ['a line that is no JSON', text.replace('\n{"design"', '\nx{"design"'), 'line 2: not JSON'],
    [
      'a number that was changed',
      text.replace('"runs":20', '"runs":21'),
      'line 2: the record does not fit',
    ],
    [
      'a design that the header does not have',
      text.replace('"design":0', '"design":1'),
      'line 2: the record',
    ],
    [
      'seeds of another shard',
      text.replace('"last":50},"classes"', '"last":40},"classes"'),
      'line 3: the record',
    ],
    ['an unknown key', text.replace('"design":0', '"design":0,"x":1'), 'line 2: Unrecognized key'],
  ])('is refused for %s', (_, bad, message) => {
    expect(bad).not.toBe(text)
    expect(() => parseLog(bad)).toThrow(LogError)
    expect(() => parseLog(bad)).toThrow(message)
  })

  it.each(['endio', 'scenario', 'hash', 'strategy', 'designs', 'seeds', 'classes'] as const)(
    'is of another sweep when its %s differs',
    (key) => {
      const changed: Record<string, unknown> = {
        designs: [{ lock: false }],
        seeds: { first: 1, last: 9 },
        classes: false,
      }
      expect(headerDifference(header, { ...header, [key]: changed[key] ?? 'other' })).toContain(key)
      expect(headerDifference(header, { ...header, share: header.seeds })).toBeUndefined()
    },
  )
})
