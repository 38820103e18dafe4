import { describe, expect, it } from 'vitest'
import { iomap_writethrough_ctx } from './iomap_writethrough_ctx.ts'
import { TestSystem } from '../system.fixture.ts'
import { design } from './work.ts'
import { z } from 'zod'

const work = {
  iocb: 'writer',
  pos: 0,
  written: 2048,
  error: 0,
  unwritten: [],
  folios: [],
  stable: true,
  dio: true,
  invalidate: [],
  invalidate_failed: ['folio', 'next'],
  inline: false,
  design: z.strictObject(design).parse({}),
}

const bio = {
  pos: 0,
  end: 1024,
  bio: 'bio',
  segments: [{ folio: 'folio', blocks: [0] }],
  data: [],
  unwritten: [1024, 0],
  end_writeback: false,
}

/** A context with one bio in flight. */
function submitted(): TestSystem {
  const member = { machine: iomap_writethrough_ctx, kind: 'iomap_writethrough_ctx' }
  const system = new TestSystem({ ctx: member }, ['writer', 'bio', 'kworker'])
  return system.call('writer', 'ctx', 'ctx_submit_bio', bio)
}

const ended = (
  error: number,
  bio = 'bio',
): { readonly type: string } & Record<string, unknown> => ({
  type: 'bi_end_io',
  bio,
  error,
})

describe('iomap_writethrough_ctx', () => {
  it('queues the completion when the last bio ends after an asynchronous submitter has left', () => {
    const system = submitted().call('writer', 'ctx', 'ctx_put', { wait: false, work })
    expect(system.events('writer').at(-1)).toMatchObject({ queued: true })
    expect(system.got('kworker')).toEqual([])
    system.send('ctx', ended(0))
    expect(system.events('kworker')).toMatchObject([
      { type: 'queue_work', work: { unwritten: [0, 1024], folios: ['folio'], inline: false } },
    ])
  })

  it('hands the completion back to a submitter that drops the last reference', () => {
    const system = submitted().send('ctx', ended(0))
    system.call('writer', 'ctx', 'ctx_put', { wait: false, work })
    expect(system.events('writer').at(-1)).toMatchObject({ queued: false, work: { inline: true } })
  })

  it('wakes a submitter that waits, and keeps the first error', () => {
    const system = submitted().call('writer', 'ctx', 'ctx_submit_bio', bio)
    system.call('writer', 'ctx', 'ctx_put', { wait: true, work })
    system.send('ctx', ended(-5)).send('ctx', ended(-28))
    expect(system.events('writer').at(-1)).toMatchObject({ queued: false, work: { error: -5 } })
  })

  // Two bios of a block each; the one that fails decides what the write comes to.
  it.each([
    ['none', 'bio', { written: 2048, error: -5, invalidate: [] }],
    ['none', 'next', { written: 2048, error: -5, invalidate: [] }],
    ['prefix', 'bio', { written: 2048, error: -5, invalidate: [] }],
    ['prefix', 'next', { written: 1024, error: 0, invalidate: ['next'], unwritten: [0] }],
    ['bytes', 'bio', { written: 1024, error: 0, invalidate: ['folio'], unwritten: [0] }],
    ['bytes', 'next', { written: 1024, error: 0, invalidate: ['next'], unwritten: [0] }],
  ])('with partial %s and an error of %s', (partial, failed, outcome) => {
    const kind = 'iomap_writethrough_ctx'
    const member = { machine: iomap_writethrough_ctx, kind, input: { partial } }
    const system = new TestSystem({ ctx: member }, ['writer', 'bio', 'next', 'kworker'])
    const segments = [{ folio: 'next', blocks: [1024] }]
    const next = { ...bio, pos: 1024, end: 2048, bio: 'next', segments }
    system.call('writer', 'ctx', 'ctx_submit_bio', bio)
    system.call('writer', 'ctx', 'ctx_submit_bio', next)
    system.call('writer', 'ctx', 'ctx_put', { wait: false, work })
    for (const name of ['bio', 'next']) system.send('ctx', ended(name === failed ? -5 : 0, name))
    expect(system.events('kworker')).toMatchObject([{ type: 'queue_work', work: outcome }])
  })
})
