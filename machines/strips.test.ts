import { describe, expect, it } from 'vitest'
import { block_device, block_map, folio, inode, writethrough_writer } from './index.ts'
import { strips } from './strips.ts'
import { TestSystem } from './system.fixture.ts'

const members = {
  inode: { machine: inode, kind: 'inode', input: { i_size: 2048 } },
  folio: { machine: folio, kind: 'folio', input: { old: 2048, pte: 'writable' } },
  block_map: { machine: block_map, kind: 'block_map', input: { written: 2048 } },
  block_device: { machine: block_device, kind: 'block_device', input: { written: 2048 } },
} as const

function drawn(system: TestSystem) {
  return strips(
    Object.entries(members).map(([id, { machine, kind }]) => ({
      id,
      machine: kind,
      snapshot: { context: system.context(id, machine) } as never,
    })),
  )
}

describe('the strip of a file', () => {
  it('has memory above disk, and EOF', () => {
    const [strip] = drawn(new TestSystem(members))
    expect(strip?.rows.map((r) => [r.label, r.segments.map((s) => s.text).join(' ')])).toEqual([
      ['memory', 'old old zero zero'],
      ['disk', 'old old hole hole'],
    ])
    expect(strip?.marks).toContainEqual({ at: 2048, label: 'i_size 2k', kind: 'end' })
  })

  it('shows a store through the mapping over a hole', () => {
    const system = new TestSystem(members, ['user'])
    system.call('user', 'folio', 'store', { pos: 2048, fill: 'J' })
    const [memory, disk] = drawn(system)[0]?.rows ?? []
    expect(memory?.segments[2]).toMatchObject({ text: 'J', origin: 'write', flags: ['dirty'] })
    expect(disk?.segments[2]).toMatchObject({ text: 'hole', origin: 'hole' })
  })

  it('tells a former owner of a sector from this file', () => {
    const system = new TestSystem(
      { ...members, block_map: { ...members.block_map, input: { written: 4096 } } },
      [],
    )
    const disk = drawn(system)[0]?.rows[1]
    expect(disk?.segments[3]).toMatchObject({ text: 'stale', origin: 'foreign' })
  })

  it('knows who wrote a word by the fill of the writer', () => {
    const system = new TestSystem(members, ['w'])
    const copy = { pos: 0, end: 1024, fill: 'W', copied: 1024 }
    system.call('w', 'folio', 'folio_lock').call('w', 'folio', 'copy_folio_from_iter_atomic', copy)
    const parts = Object.entries(members).map(([id, { machine, kind }]) => ({
      id,
      machine: kind,
      snapshot: { context: system.context(id, machine) } as never,
    }))
    const writer = {
      id: 'pwrite',
      machine: writethrough_writer.id,
      snapshot: { context: { fill: 'W' } } as never,
    }
    const memory = strips([...parts, writer])[0]?.rows[0]
    expect(memory?.segments[0]).toMatchObject({ text: 'W', by: 'pwrite' })
    expect(memory?.flags).toEqual(['folio at 0: locked by w, dirty, mapped writable'])
  })

  it('is none where no file is modelled', () => {
    expect(strips([])).toEqual([])
  })
})
