/**
 * pwritev2(RWF_WRITETHROUGH) of the series "buffered writethrough", RFC v2 with v1's choices as
 * switches: lock i_rwsem, check and zero up to the write, copy and submit, then either wait and
 * complete under the lock (sync) or return -EIOCBQUEUED, unlock, and reap the event later (AIO)
 * [S; P RFC v1; M cover of v2: "sync waits, AIO returns after submission"]. The user program is
 * part of the task: it is done when it knows the result.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { fileWriteChecks, writeChecks } from '../functions/file_write_checks.ts'
import type { WriteChecksContext } from '../functions/file_write_checks.ts'
import { ordering, submission, wakeups, wiring } from '../fragment.ts'
import { aligned, bytes, foliosIn, sizes } from '../geometry.ts'
import { genericWriteChecks } from '../functions/generic_write_checks.ts'
import type { GenericWriteChecksContext } from '../functions/generic_write_checks.ts'
import { iomapWritethroughIter } from '../functions/iomap_writethrough_iter.ts'
import type { WritethroughContext } from '../functions/iomap_writethrough_state.ts'
import type { TaskEvent } from '../message.ts'
import { design, designOf } from '../objects/work.ts'
import type { Work, WriteSync } from '../objects/work.ts'

const { inode, i_rwsem, invalidate_lock, folios, block_map, kworker } = wiring

export const writethroughWriterInput = z
  .strictObject({
    ...{ inode, i_rwsem, invalidate_lock, folios, block_map, kworker },
    ...sizes,
    ...ordering,
    ...submission,
    ...writeChecks,
    ...design,
    ctx: z.string().default('ctx').describe('the iomap_writethrough_ctx of this write'),
    bios: z.array(z.string()).min(1).default(['bio']).describe('bios, in the order of submission'),
    pos: bytes.describe('where the write begins'),
    len: bytes.refine((len) => len > 0, { error: 'an empty write does nothing' }),
    append: z.boolean().default(false).describe('O_APPEND: begin at i_size, whatever pos says'),
    append_drain: z
      .boolean()
      .default(false)
      .describe('an append waits for direct I/O before it reads i_size'),
    fill: z.string().default('W').describe('the letter this write fills its blocks with'),
    aio: z.boolean().default(true).describe('submitted by io_submit or io_uring'),
    extending_aio: z
      .enum(['async', 'sync'])
      .default('async')
      .describe('sync: an AIO that extends the file waits, as in ext4 and FUSE'),
    dio_count: z
      .boolean()
      .default(true)
      .describe('the write holds i_dio_count until its completion, so that drains wait for it'),
    submit: z
      .enum(['accumulate', 'before-wait'])
      .default('accumulate')
      .describe('before-wait: queued bvecs are submitted before anything is waited for'),
    stale_break: z
      .enum(['submit', 'map-again'])
      .default('submit')
      .describe(
        'when the mapping is found stale with bvecs queued: they are submitted to its sectors, as ' +
          'posted, or mapped again before',
      ),
    max_bvecs: z.number().int().positive().default(256).describe('1 is v1: one bio per folio'),
    dsync: z
      .enum(['none', 'log-force', 'after-event'])
      .default('none')
      .describe('log-force: O_DSYNC; after-event: the same, acknowledged before it is durable'),
    short_copies: z
      .number()
      .int()
      .nonnegative()
      .default(0)
      .describe('how many copies may be short because the source page has gone'),
  })
  .check(aligned(['pos', 'len']))

type Input = z.output<typeof writethroughWriterInput>

export interface WritethroughWriterContext
  extends GenericWriteChecksContext, WriteChecksContext, WritethroughContext {
  readonly i_rwsem: string
  readonly kworker: string
  readonly notify: readonly string[]
  readonly notify_submitted: readonly string[]
  readonly after: string | null
  readonly aio: boolean
  readonly extending_aio: 'async' | 'sync'
  readonly dio_count: boolean
  readonly dsync: Input['dsync']
  readonly work: Work | null
  /** What the program got: bytes written or a negative errno. */
  readonly result: number | null
}

function initial(input: Input): WritethroughWriterContext {
  return {
    ...input,
    end: input.pos + input.len,
    design: designOf(input),
    cursor: 0,
    limit: 0,
    i_size: 0,
    extents: [],
    at: input.pos,
    written: 0,
    retry: 0,
    map_end: 0,
    map_unwritten: false,
    cookie: 0,
    map_sectors: [],
    segments: [],
    queued_unwritten: [],
    submitted: 0,
    failed: false,
    work: null,
    result: null,
  }
}

function synced({ dsync }: WritethroughWriterContext): WriteSync {
  switch (dsync) {
    case 'none':
    case 'after-event':
      return dsync
    case 'log-force':
      return 'before-event'
  }
}

/** The completion as far as the submitter knows it; the context adds the rest. */
function workOf(c: WritethroughWriterContext, self: string): Work {
  return {
    iocb: self,
    pos: c.pos,
    written: c.at - c.pos,
    error: 0,
    unwritten: [],
    folios: [],
    stable: true,
    dio: c.dio_count,
    invalidate: [],
    invalidate_failed:
      c.design.error_path === 'end-invalidate' ? foliosIn(c.folios, c.pos, c.at, c) : [],
    inline: false,
    sync: synced(c),
    design: c.design,
  }
}

/** [K ext4: IOMAP_DIO_FORCE_WAIT; commits bcba24cc (FUSE), c8fe9b17d055 (ceph) for others] */
function waits(c: WritethroughWriterContext): boolean {
  return !c.aio || (c.extending_aio === 'sync' && c.end > c.i_size)
}

export const writethrough_writer = setup({
  types: {} as { context: WritethroughWriterContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'writethrough_writer',
  context: ({ input }) => initial(input),
  initial: 'program',
  // The event may come while the submitter still unlocks.
  on: { ki_complete: { actions: assign({ result: ({ event }) => event.ret }) } },
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'i_rwsem_lock' },
      on: { start: 'i_rwsem_lock' },
    },
    i_rwsem_lock: {
      entry: call('down_write', (c) => c.i_rwsem),
      on: { 'down_write.ret': 'generic_write_checks' },
    },
    generic_write_checks: {
      ...genericWriteChecks<WritethroughWriterContext>(),
      onDone: {
        target: 'xfs_file_write_checks',
        actions: assign({ at: ({ context }) => context.pos }),
      },
    },
    xfs_file_write_checks: {
      ...fileWriteChecks<WritethroughWriterContext>(),
      onDone: [
        { guard: ({ context }) => context.dio_count, target: 'inode_dio_begin' },
        { target: 'mapping_set_stable_writes' },
      ],
    },
    inode_dio_begin: {
      entry: call('inode_dio_begin', (c) => c.inode),
      on: { 'inode_dio_begin.ret': 'mapping_set_stable_writes' },
    },
    mapping_set_stable_writes: {
      entry: call('mapping_set_stable_writes', (c) => c.inode),
      on: { 'mapping_set_stable_writes.ret': 'iomap_writethrough_iter' },
    },
    iomap_writethrough_iter: {
      ...iomapWritethroughIter<WritethroughWriterContext>(),
      onDone: 'ctx_put',
    },
    // Drops the submitter's reference; a sync write sleeps here until the last bio ends.
    ctx_put: {
      entry: [
        perform((c) => wakeups(c.notify_submitted)),
        call(
          'ctx_put',
          (c) => c.ctx,
          (c, self) => ({ wait: waits(c), work: workOf(c, self) }),
        ),
      ],
      on: {
        'ctx_put.ret': [
          { guard: ({ event }) => event.queued, target: 'i_rwsem_unlock' },
          {
            target: 'iomap_writethrough_complete',
            actions: assign({ work: ({ event }) => event.work }),
          },
        ],
      },
    },
    iomap_writethrough_complete: {
      entry: call(
        'complete',
        (c) => c.kworker,
        (c) => ({ work: c.work ?? workOf(c, '') }),
      ),
      on: {
        'complete.ret': {
          target: 'i_rwsem_unlock',
          actions: assign({ result: ({ event }) => event.ret, work: null }),
        },
      },
    },
    i_rwsem_unlock: {
      entry: call('up_write', (c) => c.i_rwsem),
      on: { 'up_write.ret': 'io_getevents' },
    },
    io_getevents: {
      entry: assign({ at: 0, written: 0, submitted: 0, i_size: 0 }),
      always: { guard: ({ context }) => context.result !== null, target: 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
