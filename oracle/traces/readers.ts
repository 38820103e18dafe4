/**
 * One writer and n readers of one cell: each reader comes before or after the write, and readers
 * commute: 2^n classes (Nidhugg benchmarks `readers`; Concuerror's comparison of its algorithms).
 */
import { sendTo, setup } from 'xstate'
import { systemOf } from '../channels.ts'
import { cell } from './memory.ts'
import type { TraceOracle } from './trace-oracle.ts'

const writer = setup({}).createMachine({
  id: 'writer',
  type: 'final',
  entry: sendTo(
    ({ system }) => system.get('x'),
    () => ({
      type: 'write',
      value: 1,
    }),
  ),
})

const reader = setup({
  types: {} as { context: object; events: { type: 'value' } },
}).createMachine({
  id: 'reader',
  initial: 'reading',
  states: {
    reading: {
      entry: sendTo(
        ({ system }) => system.get('x'),
        ({ self }) => ({ type: 'read', from: self.id }),
      ),
      on: { value: 'done' },
    },
    done: { type: 'final' },
  },
})

export function readers(n: number): TraceOracle {
  const all = Array.from({ length: n }, (_, i) => [`reader${i + 1}`, [reader, {}] as const])
  return {
    system: systemOf(`readers-${n}`, {
      x: [cell, {}],
      writer: [writer, {}],
      ...Object.fromEntries(all),
    }),
    source: '2^n',
    classes: 2 ** n,
    countable: n <= 6,
  }
}
