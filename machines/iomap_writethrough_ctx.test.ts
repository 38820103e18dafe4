import { describe, expect, it } from 'vitest'
import { iomap_writethrough_ctx } from './iomap_writethrough_ctx.ts'
import { TestSystem } from './system.fixture.ts'
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
  inline: false,
  design: z.strictObject(design).parse({}),
}

const bio = {
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

const ended = (error: number): { readonly type: string } & Record<string, unknown> => ({
  type: 'bi_end_io',
  bio: 'bio',
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
})
