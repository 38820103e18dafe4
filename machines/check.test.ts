import { describe, expect, it } from 'vitest'
import { check } from './check.ts'
import { inputs } from './inputs.ts'

type Written = Readonly<Record<string, { machine: string } & Record<string, unknown>>>

/** A scenario that is right, for tests that break one thing. */
const sound: Written = {
  inode: { machine: 'inode' },
  i_rwsem: { machine: 'rw_semaphore' },
  invalidate_lock: { machine: 'rw_semaphore' },
  folio: { machine: 'folio' },
  block_map: { machine: 'block_map' },
  block_device: { machine: 'block_device' },
  reader: { machine: 'reader', len: 4096 },
}

function complaints(change: Written): readonly string[] {
  const actors = Object.entries({ ...sound, ...change }).map(([id, { machine, ...written }]) => ({
    id,
    machine,
    input: inputs[machine]?.parse(written),
  }))
  return check(actors).map(({ actor, key, message }) => `${actor}.${key ?? ''}: ${message}`)
}

describe('check', () => {
  it('has nothing to say about a sound scenario', () => {
    expect(complaints({})).toEqual([])
  })

  it('names a missing actor and one of the wrong machine', () => {
    expect(complaints({ reader: { machine: 'reader', len: 4096, inode: 'ino' } })).toEqual([
      "reader.inode: there is no actor 'ino'",
    ])
    expect(complaints({ reader: { machine: 'reader', len: 4096, i_rwsem: 'inode' } })).toEqual([
      "reader.i_rwsem: 'inode' is a inode, expected a rw_semaphore",
    ])
  })

  it('finds a task that reaches past its folios', () => {
    expect(complaints({ reader: { machine: 'reader', len: 8192 } })).toEqual([
      'reader.folios: the folios end at 4096, but this task reaches 8192',
    ])
  })

  it('finds sizes that differ', () => {
    expect(complaints({ block_map: { machine: 'block_map', block_size: 4096 } })).toEqual([
      "block_map.block_size: block_size is 4096 here and 1024 in 'folio'",
    ])
  })

  it('finds a task that nobody starts', () => {
    const reader = { machine: 'reader', len: 4096, after: 'flusher' }
    const flusher = { machine: 'flusher' }
    expect(complaints({ reader, flusher, bio: { machine: 'bio' } })).toEqual([
      "reader.after: 'flusher' does not notify 'reader', so it would never start",
    ])
  })

  it('finds a log without a size on disk', () => {
    const logged = { machine: 'block_map', log: true }
    expect(complaints({ block_map: { ...logged, i_disk_size: 0 } })).toEqual([])
    expect(complaints({ block_map: logged })).toEqual([
      'block_map.log: a logged file needs its size on disk at the start',
    ])
  })

  it('finds a bio that two tasks share', () => {
    const flusher = { machine: 'flusher' }
    expect(complaints({ one: flusher, two: flusher, bio: { machine: 'bio' } })).toEqual([
      "two.bio: 'bio' serves one already; give it its own",
    ])
  })

  it('knows a task that waits for a flusher, which its own order starts', () => {
    const fallocate = { machine: 'fallocate', pos: 0, len: 1024, flusher: 'flusher' }
    const flusher = { machine: 'flusher', after: 'fallocate', notify: ['fallocate'] }
    const bio = { machine: 'bio' }
    const told = { ...fallocate, notify_submitted: ['flusher'] }
    expect(complaints({ fallocate: told, flusher, bio })).toEqual([])
    expect(complaints({ fallocate: { ...told, flusher: 'bio' }, flusher, bio })).toEqual([
      "fallocate.flusher: 'bio' is a bio, expected a flusher",
      "flusher.notify: 'fallocate' does not wait for 'flusher'",
    ])
  })
})
