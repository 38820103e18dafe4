/** Each law of storage against a state that is right and one that is wrong. */
import { createActor } from 'xstate'
import type { AnyMachineSnapshot, AnyStateMachine, StateValue } from 'xstate'
import { describe, expect, it } from 'vitest'
import { block_device } from '../objects/block_device.ts'
import { block_map } from '../objects/block_map.ts'
import { direct_writer } from '../tasks/direct_writer.ts'
import { fsync } from '../tasks/fsync.ts'
import { inode } from '../objects/inode.ts'
import { inputs } from '../inputs.ts'
import type { Extent } from '../message.ts'
import { mmap_user } from '../tasks/mmap_user.ts'
import { other_file } from '../tasks/other_file.ts'
import { properties } from '../properties.ts'
import { reader } from '../tasks/reader.ts'
import type { View } from './template.ts'

/** `machine` in `value` with the context of its start, changed by `change`. */
function snapshot(
  machine: AnyStateMachine,
  input: object,
  change: object = {},
  value: StateValue = 'program',
): AnyMachineSnapshot {
  const start = createActor(machine, { input: inputs[machine.id]?.parse(input) }).getSnapshot()
  return machine.resolveState({ value, context: { ...start.context, ...change } })
}

/** What is wrong with `view`, or nothing. */
function fault(name: string, view: View, params: object = {}): string | undefined {
  const property = properties[name]
  if (property === undefined || property.kind === 'monitor') throw new Error(name)
  const given = property.params?.parse(params)
  return property.holds(view, given) ? undefined : property.explain?.(view, given)
}

interface Disk {
  readonly i_disk_size?: number
  readonly extents: readonly Extent[]
  readonly medium: readonly string[]
  readonly power?: 'powered' | 'off'
}

/** A file of two blocks in sectors 0 and 1, after a power cut unless `power` says otherwise. */
function file({ i_disk_size = 2048, extents, medium, power = 'off' }: Disk): View {
  const log = { i_disk_size, extents, sectors: [0, 1] }
  return {
    block_map: snapshot(block_map, { file_end: 2048 }, {}, {}),
    block_device: snapshot(block_device, { file_end: 2048 }, { medium, log }, power),
  }
}

const acked = (input: object = {}): AnyMachineSnapshot =>
  snapshot(direct_writer, { pos: 1024, len: 1024, after: 'x', ...input }, { result: 1024 })
const stored = (when: 'any' | 'past'): AnyMachineSnapshot => {
  const stores = [{ pos: 1024, fill: 'M', when }]
  return snapshot(mmap_user, { stores, after: 'x' }, { stored: stores })
}
const written: readonly Extent[] = ['written', 'written']
const start = { initial: 1024, written: 1024 }

describe('recovered-size-covered', () => {
  const judge = (disk: Disk): string | undefined =>
    fault('recovered-size-covered', { ...file(disk), writers: [acked()] }, start)

  it('wants the block that moved the size, and no former bytes', () => {
    expect(judge({ extents: written, medium: ['old', 'D'] })).toBeUndefined()
    expect(judge({ extents: ['written', 'unwritten'], medium: ['old', 'D'] })).toContain("'zero'")
    expect(judge({ extents: written, medium: ['stale', 'D'] })).toContain("reads 'stale'")
  })

  it('says nothing of a size that has not moved, or while the power is on', () => {
    const hole: Disk = {
      i_disk_size: 1024,
      extents: ['written', 'unwritten'],
      medium: ['old', 'D'],
    }
    expect(judge(hole)).toBeUndefined()
    expect(judge({ extents: written, medium: ['stale', 'D'], power: 'powered' })).toBeUndefined()
  })
})

describe('recovered-gap-zero', () => {
  const judge = (content: string, roles: Record<string, readonly AnyMachineSnapshot[]>) =>
    fault(
      'recovered-gap-zero',
      {
        ...file({ extents: written, medium: ['old', content] }),
        ...{ writers: [], stores: [], truncates: [], ...roles },
      },
      start,
    )

  it('wants zeros where nobody wrote', () => {
    expect(judge('zero', {})).toBeUndefined()
    expect(judge('stale', {})).toContain('block 1024, which nobody wrote')
    expect(judge('M', { stores: [stored('past')] })).toContain("reads 'M'")
    expect(judge('M', { stores: [stored('any')] })).toBeUndefined()
    expect(judge('D', { writers: [acked()] })).toBeUndefined()
  })
})

describe('written-extent-has-data', () => {
  it('wants data under a written extent only', () => {
    const judge = (extents: readonly Extent[]) =>
      fault('written-extent-has-data', file({ extents, medium: ['old', 'stale'] }), start)
    expect(judge(['written', 'unwritten'])).toBeUndefined()
    expect(judge(written)).toContain("block 1024 is marked written and holds 'stale'")
  })
})

describe('recovered-tail-clean', () => {
  it('wants nothing foreign past EOF, and no store past it', () => {
    const judge = (word: string, stores: readonly AnyMachineSnapshot[] = []) => {
      const disk = file({ i_disk_size: 1024, extents: written, medium: ['old', word] })
      return fault('recovered-tail-clean', { ...disk, stores }, start)
    }
    expect(judge('D')).toBeUndefined()
    expect(judge('stale')).toContain("block 1024, past 1024, holds 'stale'")
    expect(judge('M', [stored('past')])).toContain("holds 'M'")
  })
})

describe('synced-survives and fsync-survives', () => {
  const promised = (disk: Disk): View => ({
    ...file(disk),
    ...{ writers: [acked()], synced: [acked()], stores: [], truncates: [] },
  })
  const synced = (result: number): AnyMachineSnapshot =>
    snapshot(fsync, { after: 'x' }, { results: [result] })
  const kept: Disk = { extents: written, medium: ['old', 'D'] }
  const short: Disk = { ...kept, i_disk_size: 1024 }
  const unconverted: Disk = { ...kept, extents: ['written', 'unwritten'] }

  it('want data, mapping and size', () => {
    expect(fault('synced-survives', promised(kept), start)).toBeUndefined()
    expect(fault('synced-survives', promised(short), start)).toContain('lies past EOF (1024)')
    expect(fault('synced-survives', promised(unconverted), start)).toContain("reads 'zero'")
  })

  it('want it after an fsync only if that returned 0', () => {
    const judge = (disk: Disk, result: number) =>
      fault('fsync-survives', { ...promised(disk), fsyncs: [synced(result)] }, start)
    expect(judge(kept, 0)).toBeUndefined()
    expect(judge(short, 0)).toContain('lies past EOF')
    expect(judge(short, -5)).toBeUndefined()
  })
})

describe('fsync-reports-once', () => {
  it('wants each opener told once', () => {
    const judge = (wb_err_seq: number, ...results: readonly (readonly number[])[]) =>
      fault('fsync-reports-once', {
        inode: snapshot(inode, {}, { wb_err_seq }, {}),
        openers: results.map((list) => snapshot(fsync, { after: 'x' }, { results: list })),
      })
    expect(judge(0, [0], [0, 0])).toBeUndefined()
    expect(judge(1, [-5], [-5, 0])).toBeUndefined()
    expect(judge(1, [-5], [0])).toContain('opener 2 was told 0 times of 1 errors')
    expect(judge(1, [-5, -5])).toContain('opener 1 was told 2 times')
  })
})

describe('disk-size-behind', () => {
  it('wants the size on disk not to pass the one in core', () => {
    const judge = (i_disk_size: number | null) =>
      fault('disk-size-behind', {
        inode: snapshot(inode, { i_size: 1024 }, {}, {}),
        block_map: snapshot(block_map, { i_disk_size }, {}, {}),
      })
    expect([judge(null), judge(1024)]).toEqual([undefined, undefined])
    expect(judge(2048)).toContain('i_disk_size is 2048, i_size 1024')
  })
})

describe('block-ownership', () => {
  const judge = (word: string, other: object, seen: readonly string[] = []) =>
    fault('block-ownership', {
      block_device: snapshot(block_device, { file_end: 1024 }, { medium: [word] }, 'powered'),
      other_file: snapshot(other_file, { after: 'x' }, { sector: 0, ...other }),
      readers: [snapshot(reader, { len: 1024, after: 'x' }, { seen })],
    })

  it('wants the word of the owner in its block, and nowhere else', () => {
    expect(judge('foreign', { written: true, seen: 'foreign' })).toBeUndefined()
    expect(judge('stale', { written: false })).toBeUndefined()
    expect(judge('D', { written: true })).toContain("sector 0 of the other file holds 'D'")
    expect(judge('foreign', { seen: 'D' })).toContain("the other file read 'D'")
    expect(judge('foreign', { written: true }, ['foreign'])).toContain('a read of the first file')
  })
})
