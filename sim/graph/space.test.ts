/** The space and the flow of the smallest race, against what is known of it. */
import { assign, createMachine, sendTo } from 'xstate'
import { describe, expect, it } from 'vitest'
import { lostUpdate } from '../counterexample/lost-update.fixture.ts'
import { createModel } from '../model/model.ts'
import { toy } from '../model/toys.fixture.ts'
import { checkModel } from '../space/check.ts'
import { flowGraph } from './flow.ts'
import { spaceGraph, TooLargeToDrawError } from './space.ts'

const racing = (): ReturnType<typeof lostUpdate> => lostUpdate(2)
/** What no run can reach is violated by all. */
const hopeless = (): ReturnType<typeof lostUpdate> => lostUpdate(2, 3)

describe('a state space', () => {
  const found = checkModel(createModel(racing().system), { mode: 'bfs' })
  const graph = spaceGraph(racing())
  const states = graph.nodes.filter((n) => /^\d+$/.test(n.id))

  it('has the states and the steps of the search', () => {
    expect(states).toHaveLength(found.states)
    expect(graph.edges).toHaveLength(found.transitions)
  })

  it('ends in as many states as the search says', () => {
    expect(states.filter((n) => n.role === 'passed')).toHaveLength(found.ends)
    expect(states.filter((n) => n.role === 'violated')).toHaveLength(found.failures[0]?.states ?? 0)
  })

  it('can fail at first, and must once both have read the same', () => {
    expect(states.find((n) => n.id === '0')?.role).toBe('can-fail')
    const lost = states.filter((n) => n.title === 'cell: {}\nt0: writing\nt1: writing')
    expect(lost.length).toBeGreaterThan(0)
    expect(lost.some((n) => n.role === 'must-fail')).toBe(true)
  })

  it('draws a shortest run to the violation thick, from the first state on', () => {
    const path = graph.edges.filter((e) => e.role === 'path')
    expect(path).toHaveLength(found.failures[0]?.decisions.length ?? 0)
    expect(path.every((e) => e.lines.length === 1)).toBe(true)
    const ends = new Set(path.map((e) => e.to))
    expect(path.every((e) => e.from === '0' || ends.has(e.from))).toBe(true)
  })

  it('is red all over where nothing can pass', () => {
    const roles = new Set(
      spaceGraph(hopeless())
        .nodes.filter((n) => /^\d+$/.test(n.id))
        .map((n) => n.role),
    )
    expect([...roles].toSorted()).toEqual(['must-fail', 'violated'])
  })

  it('is refused when it is too large', () => {
    expect(() => spaceGraph(racing(), found.states - 1)).toThrow(TooLargeToDrawError)
    expect(() => spaceGraph(racing(), found.states)).not.toThrow()
  })
})

describe('the flow of a design', () => {
  it('has what is asked, without the answers', () => {
    const model = racing()
    checkModel(model)
    expect(flowGraph(model).edges.map(({ from, to, lines }) => [from, to, ...lines])).toEqual([
      ['t0', 'cell', 'read', 'write'],
      ['t1', 'cell', 'read', 'write'],
    ])
  })
})

it('is drawn of a run that is longer than the stack of calls', () => {
  const last = 12_000
  const counter = createMachine({
    ...{ tags: 'idle', context: { n: 0 } },
    entry: sendTo(({ self }) => self, { type: 'GO' }),
    on: {
      GO: [
        {
          guard: ({ context }) => context.n < last,
          actions: [
            assign({ n: ({ context }) => context.n + 1 }),
            sendTo(({ self }) => self, { type: 'GO' }),
          ],
        },
        {},
      ],
    },
  })
  const model = createModel(toy({ counter }, [], { steps: 2 * last }))
  expect(spaceGraph(model, 2 * last).edges).toHaveLength(last + 1)
})
