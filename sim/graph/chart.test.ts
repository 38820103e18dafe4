/** A chart says what the definition of its machine says. */
import { createMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { chartOf } from './chart.ts'
import { everything } from './chart.fixture.ts'
import { guardText } from './guard.ts'

const chart = chartOf('m', everything)
const state = (id: string) => chart.states.find((s) => s.id === id)

describe('the chart of a machine', () => {
  it('has every state once, parents first', () => {
    const ids = chart.states.map((s) => s.id)
    expect(ids).toEqual([
      'm',
      'm.off',
      'm.on',
      'm.on.low',
      'm.on.high',
      'm.on.full',
      'm.on.last',
      'm.broken',
      'm.broken.lamp',
      'm.broken.lamp.dark',
      'm.broken.fuse',
    ])
  })

  it('knows kinds, tags and where a compound state is entered', () => {
    expect(state('m.off')).toMatchObject({ kind: 'atomic', tags: ['idle'], initial: true })
    expect(state('m.on.full')?.kind).toBe('final')
    expect(state('m.on.last')?.kind).toBe('history')
    expect(state('m.broken')).toMatchObject({ kind: 'parallel', initial: false })
    expect(chart.states.filter((s) => s.initial).map((s) => s.label)).toEqual([
      'off',
      'low',
      'dark',
    ])
  })

  it('lists what a state takes without leaving it', () => {
    expect(state('m')?.internal).toEqual(['PING'])
  })

  it('has every transition with event and guard', () => {
    expect(chart.edges).toEqual([
      { from: 'm', to: 'm.off', label: 'RESET' },
      { from: 'm.off', to: 'm.on', label: 'ON', guard: 'ready' },
      { from: 'm.off', to: 'm.broken', label: 'ON', guard: 'else' },
      { from: 'm.on', to: 'm.off', label: 'done' },
      { from: 'm.on.low', to: 'm.on.full', label: '', guard: 'left = 0' },
      { from: 'm.on.low', to: 'm.on.high', label: 'after 5' },
      { from: 'm.on.low', to: 'm.on.full', label: 'after by.name' },
      { from: 'm.on.high', to: 'm.on.high', label: 'TICK', guard: '…' },
      { from: 'm.broken', to: 'm.on.last', label: 'FIX' },
    ])
  })
})

it('a history state leads to its default, and says how deep it remembers', () => {
  const { states, edges } = chartOf(
    'm',
    createMachine({
      id: 'm',
      initial: 'off',
      states: {
        off: { on: { ON: 'on.last', SHALLOW: 'on.top' } },
        on: {
          initial: 'a',
          states: {
            a: { initial: 'b', states: { b: {} } },
            last: { type: 'history', history: 'deep', target: 'a.b' },
            top: { type: 'history', target: '#m.off' },
          },
        },
      },
    }),
  )
  expect(states.filter((s) => s.deep === true).map((s) => s.label)).toEqual(['last'])
  expect(edges.slice(2)).toEqual([
    { from: 'm.on.last', to: 'm.on.a.b', label: '' },
    { from: 'm.on.top', to: 'm.off', label: '' },
  ])
})

describe('a guard in words', () => {
  it.each([
    [({ context }: { context: { n: number } }) => context.n > 0, 'n > 0'],
    [{ type: 'named', params: {} }, 'named'],
    [
      () => {
        return true
      },
      '…',
    ],
  ])('%s is %s', (guard, words) => {
    expect(guardText(guard)).toBe(words)
  })

  it('is cut where it is long', () => {
    const guard = ({ context }: { context: { one: string } }) =>
      context.one === 'a rather long text that no label should have'
    expect(guardText(guard)).toMatch(/^one = 'a rather.*…$/)
    expect(guardText(guard).length).toBeLessThanOrEqual(36)
  })
})
