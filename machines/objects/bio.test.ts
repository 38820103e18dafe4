import { describe, expect, it } from 'vitest'
import { bio } from './bio.ts'
import { block_device } from './block_device.ts'
import { folio } from './folio.ts'
import { TestSystem } from '../system.fixture.ts'

const members = {
  block_device: { machine: block_device, kind: 'block_device', input: { file_end: 4096 } },
  folio: { machine: folio, kind: 'folio', input: { old: 4096 } },
  bio: { machine: bio, kind: 'bio', input: { checksum: true } },
}

describe('bio', () => {
  it('carries cached blocks to the medium and tells its owner', () => {
    const system = new TestSystem(members, ['owner'])
    const segments = [{ folio: 'folio', blocks: [0, 1024], sectors: [0, 2] }]
    system.call('owner', 'bio', 'submit_bio', {
      segments,
      data: [],
      end_writeback: false,
      fua: false,
    })
    expect(system.events('owner')).toEqual([{ type: 'bi_end_io', bio: 'bio', error: 0 }])
    expect(system.context('block_device', block_device).medium.slice(0, 3)).toEqual([
      'old',
      'stale',
      'old',
    ])
  })

  it('reports -EIO in place of a write, and the medium keeps what it had', () => {
    const system = new TestSystem(members, ['owner'])
    system.call('owner', 'block_device', 'blk_error')
    expect(system.events('owner')).toEqual([{ type: 'blk_write.ret', error: -5 }])
    expect(system.context('block_device', block_device).medium[0]).toBe('stale')
  })
})
