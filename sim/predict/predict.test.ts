/** Planted faults that a passing run must show, and their correct twins, which it must not. */
import { describe, expect, it } from 'vitest'
import { predictionJson } from '../report/prediction-json.ts'
import { predictionLines } from '../report/prediction.ts'
import { predicted, system } from './program.fixture.ts'

const both = (first: string, second: string, how = 'write'): readonly string[] => [
  `${first}:down_${how}`,
  `${second}:down_${how}`,
  `${second}:up_${how}`,
  `${first}:up_${how}`,
]

describe('lock order', () => {
  it('reports ABBA, with who took what where', () => {
    const toy = system({ x: both('A', 'B'), y: both('B', 'A') })
    const { findings, keys } = predicted(toy)
    expect(keys).toEqual(['lock-order A -> B -> A'])
    const text = predictionLines(
      findings.map((finding) => ({ finding })),
      toy,
    )
    expect(text).toContain('WARNING: possible circular locking dependency')
    expect(text).toContain('-> #0 B: x at step 3, running: down_write(B, 1)')
    expect(text).toContain('     holding A since step 1')
    expect(findings.map(predictionJson)[0]).toMatchObject({
      kind: 'lock-order',
      dependencies: [
        { held: { class: 'A' }, wanted: { class: 'B' }, attempt: { actor: 'x', step: 3 } },
        { held: { class: 'B' }, wanted: { class: 'A' }, attempt: { actor: 'y' } },
      ],
    })
  })

  it('reports a cycle that needs three classes', () => {
    const { keys } = predicted(system({ x: both('A', 'B'), y: both('B', 'C'), z: both('C', 'A') }))
    expect(keys).toEqual(['lock-order A -> B -> C -> A'])
  })

  it('is silent where all take the locks in one order', () => {
    const { keys } = predicted(system({ x: both('A', 'B'), y: both('A', 'B'), z: both('B', 'C') }))
    expect(keys).toEqual([])
  })

  it('is silent on readers alone, and not where a writer waits between them', () => {
    const readers = { x: both('A', 'B', 'read'), y: both('B', 'A', 'read') }
    expect(predicted(system(readers)).keys).toEqual([])
    const one = { ...readers, w: ['A:down_write', 'A:up_write'] }
    expect(predicted(system(one)).keys).toEqual([])
    const two = { ...one, v: ['B:down_write', 'B:up_write'] }
    expect(predicted(system(two)).keys).toEqual(['lock-order A -> B -> A'])
  })

  it('is silent under a gate lock, by one task alone, and where one comes after the other', () => {
    const gate = (ops: readonly string[]): readonly string[] => [
      'C:down_write',
      ...ops,
      'C:up_write',
    ]
    const gated = { x: gate(both('A', 'B')), y: gate(both('B', 'A')) }
    expect(predicted(system(gated)).keys).toEqual([])
    expect(predicted(system({ x: [...both('A', 'B'), ...both('B', 'A')] })).keys).toEqual([])
    const after = { x: [...both('A', 'B'), 'tell:y'], y: ['await', ...both('B', 'A')] }
    expect(predicted(system(after)).keys).toEqual([])
  })

  it('takes an event for held until it ends, by whoever does it', () => {
    const io = ['inode:inode_dio_begin', 'tell:endio']
    const drain = ['A:down_write', 'inode:inode_dio_wait', 'A:up_write']
    const endio = ['await', 'A:down_write', 'A:up_write', 'inode:inode_dio_end']
    expect(predicted(system({ io, endio, drain })).keys).toEqual([
      'lock-order A -> i_dio_count -> A',
    ])
    const afterwards = ['await', 'inode:inode_dio_end', 'A:down_write', 'A:up_write']
    expect(predicted(system({ io, endio: afterwards, drain })).keys).toEqual([])
  })
})

describe('contexts', () => {
  const nested = (outer: string): readonly string[] => both(outer, 'A')

  it('reports what may sleep under a spinlock, whether it had to or not', () => {
    const toy = system({ x: nested('spin') }, { locks: ['spin', 'A'] })
    const { findings, keys } = predicted(toy)
    expect(keys).toEqual(['sleep x:running:down_write in spin'])
    const text = predictionLines(
      findings.map((finding) => ({ finding })),
      toy,
    )
    expect(text).toContain('BUG: sleeping function called from invalid context')
  })

  it('is silent on a spinlock under a semaphore, and under another spinlock', () => {
    expect(predicted(system({ x: both('A', 'spin') }, { locks: ['spin', 'A'] })).keys).toEqual([])
    const spins = { locks: ['spin', 'spin2'] }
    expect(predicted(system({ x: both('spin', 'spin2') }, spins)).keys).toEqual([])
  })

  it('reports an interrupt that takes a semaphore, or a lock taken with interrupts on', () => {
    const once = (lock: string): readonly string[] => [`${lock}:down_write`, `${lock}:up_write`]
    const contexts = { irq: 'hardirq' }
    const sleeping = system({ irq: once('A') }, { locks: ['A'], contexts })
    expect(predicted(sleeping).keys).toEqual(['sleep irq:running:down_write in hardirq'])
    const spinning = system({ irq: once('spin'), x: once('spin') }, { locks: ['spin'], contexts })
    expect(predicted(spinning).keys).toEqual([
      'wrong-context spin: irq:running:down_write / x:running:down_write',
    ])
    expect(predicted(system({ irq: once('spin') }, { locks: ['spin'], contexts })).keys).toEqual([])
  })
})

describe('races', () => {
  const update = ['inode:i_size_read', 'inode:i_size_write']
  const under = (lock: string, ops: readonly string[]): readonly string[] => [
    `${lock}:down_write`,
    ...ops,
    `${lock}:up_write`,
  ]
  const key = (a: string, b: string): string =>
    `lost-update inode.i_size: ${a}:running:i_size_write / ${b}:running:i_size_write`

  it('reports two updates that nothing orders, once', () => {
    const toy = system({ x: update, y: update })
    const { findings, keys } = predicted(toy)
    expect(keys).toEqual([key('x', 'y')])
    const text = predictionLines(
      findings.map((finding) => ({ finding })),
      toy,
    )
    expect(text).toContain('write (marked) of inode.i_size by x at step 3, running:')
    expect(text).toContain('Nothing orders the two: no lock, no event, no message.')
  })

  it('is silent where a lock orders them, and not where each has its own', () => {
    expect(predicted(system({ x: under('A', update), y: under('A', update) })).keys).toEqual([])
    expect(predicted(system({ x: under('A', update), y: under('B', update) })).keys).toEqual([
      key('x', 'y'),
    ])
  })

  it('is silent where a message or an event orders them', () => {
    const told = { x: [...update, 'tell:y'], y: ['await', ...update] }
    expect(predicted(system(told)).keys).toEqual([])
    const io = ['inode:inode_dio_begin', ...update, 'inode:inode_dio_end']
    expect(predicted(system({ x: io, y: ['inode:inode_dio_wait', ...update] })).keys).toEqual([])
  })

  it('takes no order from the answers of an object that both ask', () => {
    const x = [...update, 'inode:inode_dio_begin', 'inode:inode_dio_end']
    const y = ['inode:inode_dio_begin', 'inode:inode_dio_end', ...update]
    expect(predicted(system({ x, y })).keys).toEqual([key('x', 'y')])
  })

  it('leaves marked readers alone, and an early look before the sample that counts', () => {
    expect(predicted(system({ x: update, y: ['inode:i_size_read'] })).keys).toEqual([])
    const looks = ['inode:i_size_read', ...under('A', update)]
    expect(predicted(system({ x: looks, y: under('A', update) })).keys).toEqual([])
  })
})
