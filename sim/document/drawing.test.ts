/** A drawn chart has a place for everything in its list, and says the right transition of each line. */
import { describe, expect, it } from 'vitest'
import { createMachine } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import { at } from '../assert.ts'
import { everything } from '../graph/chart.fixture.ts'
import type { Chart } from './chart.ts'
import { Charts } from './charts.ts'

async function drawnChart(machine: AnyStateMachine): Promise<Chart> {
  const actors = [{ id: 'a', index: 0, machine, machineName: 'm', input: {} }]
  const { m } = await new Charts({ actors }).drawn()
  if (m === undefined) throw new Error('no chart')
  return m
}

describe('the drawing of a chart', () => {
  it('has one box for each state, inside the drawing', async () => {
    const { states, drawing } = await drawnChart(everything)
    const boxes = drawing?.boxes ?? []
    expect(boxes.flatMap((b) => b.path ?? [])).toEqual(states.map((s) => s.path))
    for (const { x, y, width, height } of boxes) {
      expect([x, y, width, height].every((n) => Number.isInteger(n) && n >= 0)).toBe(true)
      expect(x + width).toBeLessThanOrEqual((drawing?.width ?? 0) + 1)
      expect(y + height).toBeLessThanOrEqual((drawing?.height ?? 0) + 1)
    }
  })

  it('has a line for each target of a transition, and words in the box of one without', async () => {
    const { transitions, drawing } = await drawnChart(everything)
    const numbersOf = (parts: readonly { readonly words: readonly { transition?: number }[] }[]) =>
      parts
        .flatMap((p) => p.words.flatMap((w) => w.transition ?? []))
        .toSorted((one, other) => one - other)
    const lines = transitions.flatMap((t, i) => t.targets.map(() => i))
    const internal = transitions.flatMap((t, i) => (t.targets.length === 0 ? [i] : []))
    expect(numbersOf(drawing?.lines ?? [])).toEqual(lines)
    expect(numbersOf(drawing?.boxes ?? [])).toEqual(internal)
  })

  it('writes at each line the event of its transition', async () => {
    const { transitions, drawing } = await drawnChart(everything)
    const words = [...(drawing?.lines ?? []), ...(drawing?.boxes ?? [])].flatMap((p) => p.words)
    const said = words.flatMap(({ text, transition }) =>
      transition === undefined ? [] : [[at(transitions, transition).event, text]],
    )
    expect(said.toSorted()).toEqual([
      ['FIX', 'FIX'],
      ['ON', 'ON [ready]'],
      ['ON', 'ON else'],
      ['PING', 'PING'],
      ['RESET', 'RESET'],
      ['TICK', 'TICK […]'],
      ['always', '[left = 0]'],
      ['xstate.after.5.everything.on.low', 'after 5'],
      ['xstate.after.by.name.everything.on.low', 'after by.name'],
      ['xstate.done.state.everything.on', 'done'],
    ])
  })

  it('is the same every time', async () => {
    expect(await drawnChart(everything)).toEqual(await drawnChart(everything))
  })

  it('is left out where there are too many states', async () => {
    const states = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`s${i}`, {}]))
    const { drawing, ...chart } = await drawnChart(createMachine({ initial: 's0', states }))
    expect(drawing).toBeUndefined()
    expect(chart.states).toHaveLength(101)
  })
})
