import type { AnyStateMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { sleeps } from './contexts.ts'
import * as kernel from './index.ts'
import { locks } from './locks.ts'

const { block_device, block_map, folio, inode, rw_semaphore } = kernel
const machines = new Map<string, AnyStateMachine>(
  Object.entries({ block_device, block_map, folio, inode, rw_semaphore }),
)

function operationsOf(lock: ReturnType<typeof locks.folio>[number]): readonly string[] {
  switch (lock.kind) {
    case 'lock':
      return Object.keys(lock.acquire)
    case 'event':
      return [...lock.begin, ...lock.end, ...lock.wait]
    case 'flag':
      return [...lock.release, ...lock.acquire]
    case 'atomic':
      return []
  }
}

describe('what objects declare', () => {
  it.each([
    ['rw_semaphore', locks.rw_semaphore({ id: 'ilock', input: {} }).flatMap(operationsOf)],
    ['folio', locks.folio().flatMap(operationsOf)],
    ['inode', locks.inode().flatMap(operationsOf)],
    ...Object.entries(sleeps),
  ])('names operations that %s has', (machine, operations) => {
    expect(operations.length).toBeGreaterThan(0)
    expect(machines.get(machine)?.events).toEqual(expect.arrayContaining([...operations]))
  })

  it.each([
    ['i_rwsem', undefined, undefined],
    ['i_flags_lock', undefined, 'irqs-on'],
    ['i_flags_lock', 'rwsem', undefined],
    ['lock', 'spinlock', 'irqs-on'],
  ] as const)('%s of kind %s spins: %s', (id, kind, spins) => {
    const [lock] = locks.rw_semaphore({ id, input: { kind } })
    expect(lock).toMatchObject({ kind: 'lock', class: id })
    expect(lock?.kind === 'lock' ? lock.spins : 'no lock').toBe(spins)
  })
})
