import { describe, expect, it } from 'vitest'
import { i_size_reader } from '../tasks/i_size_reader.ts'
import { i_size_seqcount } from './i_size_seqcount.ts'
import { i_size_writer } from '../tasks/i_size_writer.ts'
import { rw_semaphore } from './rw_semaphore.ts'
import { TestSystem } from '../system.fixture.ts'

const GiB = 2 ** 30

const alone = (seqcount: boolean): TestSystem =>
  new TestSystem({
    i_size_seqcount: {
      machine: i_size_seqcount,
      kind: 'i_size_seqcount',
      input: { i_size: 4 * GiB - 4096 },
    },
    i_lock: { machine: rw_semaphore, kind: 'rw_semaphore' },
    reader: {
      machine: i_size_reader,
      kind: 'i_size_reader',
      input: { seqcount, after: 'writer' },
    },
    writer: {
      machine: i_size_writer,
      kind: 'i_size_writer',
      input: { seqcount, pos: 4 * GiB, len: 4096, notify: ['reader'] },
    },
  })

describe('i_size on 32-bit', () => {
  it.each([true, false])('one writer, then one reader, count %s', (seqcount) => {
    const system = alone(seqcount)
    expect(system.context('i_size_seqcount')).toEqual({
      sequence: seqcount ? 2 : 0,
      lo: 4096,
      hi: 1,
    })
    expect(system.context('reader', i_size_reader).i_size).toBe(4 * GiB + 4096)
  })
})
