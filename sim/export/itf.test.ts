/** The form that ADR 015 of Apalache gives, written here as a schema. */
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { itfText } from './itf.ts'
import { failing, hostile, odd } from './runs.fixture.ts'

/** No bare number or null: a value is a text, a truth value, a bigint, a list or a record. */
const value: z.ZodType = z.lazy(() =>
  z.union([
    z.string(),
    z.boolean(),
    z.strictObject({ '#bigint': z.string().regex(/^-?\d+$/) }),
    z.strictObject({ '#unserializable': z.string() }),
    z.array(value),
    z.record(z.string().regex(/^[^#]/), value),
  ]),
)
const state = z
  .looseObject({ '#meta': z.object({ index: z.int() }) })
  .transform(({ '#meta': meta, ...vars }) => ({ index: meta.index, vars }))
const form = z.strictObject({
  '#meta': z.looseObject({ format: z.literal('ITF') }),
  params: z.array(z.string()),
  vars: z.array(z.string().regex(/^[a-zA-Z_]\w*$/)),
  states: z.array(state),
})

describe.each([
  ['a race', failing()],
  ['awkward values', odd()],
  ['hostile text', hostile()],
])('%s', (_, trace) => {
  const { vars, states } = form.parse(JSON.parse(itfText(trace, 'test')))

  it('has a state before the first step and one after each', () => {
    expect(states.map((s) => s.index)).toEqual([0, ...trace.steps.map((s) => s.index)])
  })

  it('gives each state a value of each variable, and only such values as the format has', () => {
    for (const { vars: values } of states) {
      expect(Object.keys(values).toSorted()).toEqual(vars.toSorted())
      for (const v of Object.values(values)) expect(value.safeParse(v).success).toBe(true)
    }
  })
})

describe('names', () => {
  it("that are the format's own get another", () => {
    const { vars, states } = form.parse(JSON.parse(itfText(hostile(), 'test')))
    expect(vars).toEqual(['last', 'talker', 'last_2'])
    expect(states[0]?.vars['talker']).toMatchObject({
      context: { _a: { '#bigint': '2' }, __a: { '#bigint': '1' } },
    })
    expect(states[0]?.vars['talker']).toMatchObject({
      context: { large: { '#bigint': '1000000000000000000000' } },
    })
  })
})

describe('a run that fails', () => {
  it('ends in the state that is wrong', () => {
    const { states } = form.parse(JSON.parse(itfText(failing(), 'test')))
    expect(states.at(-1)?.vars['cell']).toMatchObject({ context: { n: { '#bigint': '1' } } })
  })
})
