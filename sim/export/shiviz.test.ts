/** ShiViz's own rules: the expression matches, clocks begin at 1 and count, and tell what caused what. */
import { describe, expect, it } from 'vitest'
import { at } from '../assert.ts'
import type { Trace } from '../trace/trace.ts'
import { failing, hostile, odd } from './runs.fixture.ts'
import { shivizPattern, shivizText } from './shiviz.ts'

interface Entry {
  readonly host: string
  readonly clock: Readonly<Record<string, number>>
  readonly event: string
}

function parse(log: string): readonly Entry[] {
  const [pattern = '', delimiter, ...rest] = log.split('\n')
  expect([pattern, delimiter]).toEqual([shivizPattern, ''])
  const body = rest.join('\n')
  const found = [...body.matchAll(new RegExp(pattern, 'g'))]
  expect(found.map((m) => m[0]).join('\n')).toBe(body.trimEnd())
  return found.map(({ groups }) => ({
    host: groups?.['host'] ?? '',
    clock: JSON.parse(groups?.['clock'] ?? '') as Entry['clock'],
    event: groups?.['event'] ?? '',
  }))
}

describe.each([
  ['a race', failing()],
  ['awkward text', odd()],
  ['hostile text', hostile()],
])('%s', (_, trace: Trace) => {
  const entries = parse(shivizText(trace))
  const actors = trace.final.size

  it('has an event for each start and each step', () => {
    expect(entries).toHaveLength(actors + trace.steps.length)
  })

  it('has a clock of each host that counts its events from 1', () => {
    const counts = new Map<string, number>()
    for (const { host, clock } of entries) {
      const now = (counts.get(host) ?? 0) + 1
      counts.set(host, now)
      expect(clock[host]).toBe(now)
      for (const [other, time] of Object.entries(clock)) {
        expect(time).toBeLessThanOrEqual(counts.get(other) ?? 0)
      }
    }
  })

  it('knows at each step what the step knew that sent it', () => {
    for (const { index, cause } of trace.steps) {
      if (cause === 0) continue
      const [sent, got] = [cause, index].map((i) => at(entries, actors + i - 1).clock)
      for (const [host, time] of Object.entries(sent ?? {})) {
        expect(got?.[host]).toBeGreaterThanOrEqual(time)
      }
    }
  })
})
