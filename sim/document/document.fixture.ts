/** Documents made up for tests: an empty one, and runs of any length with whatever words. */
import type { Document } from './document.ts'
import type { RunRecord, StepRecord } from './run.ts'

export const emptyDocument: Document = {
  schema: 'endio.report/1',
  endio: '0.1.0',
  scenario: { name: 'empty', hash: '0', title: 'nothing', file: 'scenario.yaml', text: '' },
  headline: {
    outcome: 'open',
    verdict: 'not decided',
    finding: 'nothing',
    closes: [],
  },
  leads: 'run',
  runs: [],
  tables: [],
  charts: {},
  facts: [],
  downloads: [],
  mail: '',
}

export interface Shape {
  readonly steps: number
  readonly actors: number
  /** A word that occurs wherever a value or a name does. */
  readonly word?: string
}

/** A run in which each task in turn stores its number in one object. */
export function syntheticRun({ steps, actors, word = 'cell' }: Shape): RunRecord {
  const tasks = actors - 1
  const records = Array.from({ length: steps }, (_, i): StepRecord => {
    const from = 1 + (i % tasks)
    return {
      from,
      to: 0,
      name: `t${from}>${word}:write#${i}`,
      call: `write(${word}, ${i})`,
      kind: 'request',
      cause: i,
      changes: [{ path: ['n'], to: i + 1 }],
    }
  })
  return {
    name: 'failing run',
    how: word,
    design: word,
    ending: { kind: 'violated', sentence: word, property: word, law: word, actors: [0] },
    actors: Array.from({ length: actors }, (_, i) => ({
      id: i === 0 ? word : `t${i}`,
      machine: word,
      lane: i > 0,
    })),
    start: Array.from({ length: actors }, () => ({ state: word, context: { n: 0, [word]: word } })),
    steps: records,
    essential: steps > 3 ? [1, 2, 3] : [],
    marks: [{ kind: 'violation', step: steps, words: word }],
    holds: { values: [[]], at: Array.from({ length: steps + 1 }, () => 0) },
    strips: { values: [[]], at: Array.from({ length: steps + 1 }, () => 0) },
    needs: [word],
    replay: word,
  }
}

export function syntheticDocument(shape: Shape): Document {
  const { word = 'cell' } = shape
  return {
    ...emptyDocument,
    scenario: { name: word, hash: '0', title: word, file: word, text: word },
    headline: { outcome: 'violated', verdict: word, finding: word, law: word, closes: [] },
    runs: [syntheticRun(shape)],
    tables: [
      {
        title: word,
        note: word,
        columns: [word],
        rows: [[{ text: word, tone: 'bad', run: 0, detail: word }]],
      },
    ],
    charts: {
      [word]: {
        machine: word,
        states: [{ path: '', kind: 'atomic', initial: false, tags: [word] }],
        transitions: [{ from: '', event: word, targets: [word], guarded: true }],
      },
    },
    facts: [{ label: word, text: word }],
    mail: word,
  }
}
