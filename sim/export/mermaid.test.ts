/** A checker of the part of Mermaid's grammar that is used; Mermaid itself is 150 MB. */
import { describe, expect, it } from 'vitest'
import { mermaidSequence } from './mermaid.ts'
import { failing, hostile, odd } from './runs.fixture.ts'

/** Text without a character that begins something else; entity codes are allowed. */
const text = '(?:[^#;<>"%:{}\\[\\]|\\\\`\\n]|#\\d+;)+'
const forms = [
  /^sequenceDiagram$/,
  new RegExp(`^ {2}participant a\\d+ as ${text}$`),
  new RegExp(`^ {2}a\\d+-?->>a\\d+: ${text}$`),
  new RegExp(`^ {2}Note over a\\d+: ${text}$`),
]

describe.each([
  ['a race', failing()],
  ['awkward text', odd()],
  ['hostile text', hostile()],
])('%s', (_, trace) => {
  const lines = mermaidSequence(trace).trimEnd().split('\n')

  it('has only lines of the grammar', () => {
    expect(lines.filter((l) => !forms.some((f) => f.test(l)))).toEqual([])
  })

  it('has an arrow for each step', () => {
    expect(lines.filter((l) => l.includes('->>'))).toHaveLength(trace.steps.length)
  })
})

describe('the diagram', () => {
  it('draws answers dashed and says what is violated', () => {
    const drawn = mermaidSequence(failing())
    expect(drawn).toMatch(/a1->>a0: \d+ read\(/)
    expect(drawn).toMatch(/a0-->>a1: \d+ value\(n=0\)/)
    expect(drawn).toMatch(/Note over a\d: .+\n$/)
  })
})
