/**
 * pwrite() with O_DIRECT, or its AIO form, as in XFS of Linux 6.12 [K xfs_file_dio_write_aligned,
 * iomap_dio_rw]: IOLOCK shared; if the write begins past EOF, exclusive instead, drain, zero up to
 * it and demote; inode_dio_begin; submit; AIO unlocks and returns -EIOCBQUEUED, sync waits under
 * the lock. The size moves in the completion. The position of an O_APPEND write is fixed from
 * i_size before any of this [K generic_write_checks; L].
 *
 * Other ways to take the lock are inputs: exclusively, with or without a drain, to the end of the I/O
 * or demoted once the position is fixed; or, as ext4 does, shared first, then exclusively to the end
 * of the I/O if the write extends the file [K ext4_dio_write_checks, ext4_dio_write_iter]. A write of part of a block (block_size is a sector then)
 * zeroes the rest of it if it is new, in the bio that carries the data
 * [K xfs_file_dio_write_unaligned, iomap_dio_bio_iter; the kernel uses a bio of its own].
 *
 * Left out: the flush and invalidation of the cache before the I/O (scenarios begin with the range
 * not cached), and more than one bio.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { fileWriteChecks, writeChecks } from '../functions/file_write_checks.ts'
import type { WriteChecksContext } from '../functions/file_write_checks.ts'
import { ordering, submission, wakeups, wiring } from '../fragment.ts'
import { aligned, blocksIn, bytes, foliosIn, present, sizes } from '../geometry.ts'
import { genericWriteChecks, placed } from '../functions/generic_write_checks.ts'
import type { GenericWriteChecksContext } from '../functions/generic_write_checks.ts'
import type { Extent, Operations, Range, Sector, TaskEvent } from '../message.ts'
import { design, designOf } from '../objects/work.ts'
import type { Design, Work, WriteSync } from '../objects/work.ts'

const { inode, i_rwsem, invalidate_lock, folios, block_map, kworker } = wiring

export const directWriterInput = z
  .strictObject({
    ...{ inode, i_rwsem, invalidate_lock, folios, block_map, kworker },
    ...sizes,
    ...ordering,
    ...submission,
    ...writeChecks,
    ...design,
    ctx: z.string().default('dio').describe('the iomap_dio of this write'),
    bio: z.string().default('bio').describe('its bio'),
    pos: bytes.default(0).describe('where the write begins; ignored with append'),
    len: bytes.refine((len) => len > 0, { error: 'an empty write does nothing' }),
    append: z.boolean().default(false).describe('O_APPEND: begin at i_size'),
    fill: z.string().default('D').describe('the letter this write fills its blocks with'),
    aio: z.boolean().default(true).describe('submitted by io_submit or io_uring'),
    dsync: z
      .enum(['none', 'fua', 'log-force', 'fua-always', 'after-event'])
      .default('none')
      .describe(
        'O_DSYNC. fua: REQ_FUA for a pure overwrite, else a log force before the event, as iomap ' +
          'does; fua-always: FUA whatever the write is; after-event: acknowledged before the force',
      ),
    dio_count: z.boolean().default(true).describe('hold i_dio_count until the completion'),
    iolock: z
      .enum(['shared', 'exclusive', 'drain'])
      .default('shared')
      .describe(
        'how the IOLOCK is first taken; drain: exclusively, and then wait for direct I/O, as XFS ' +
          'does for writes that are not aligned to blocks',
      ),
    force_wait: z
      .boolean()
      .default(false)
      .describe('IOMAP_DIO_FORCE_WAIT: wait for the I/O under the lock as it was taken'),
    extending_aio: z
      .enum(['async', 'sync'])
      .default('async')
      .describe(
        'sync: a write that ends past EOF takes the IOLOCK exclusively and waits, as in ext4',
      ),
    i_valid: z
      .enum(['endio', 'submit'])
      .default('endio')
      .describe(
        'submit: the range counts as written once its bio is on its way, as the valid size of ntfs3 ' +
          'does when the write has been queued [K ntfs_direct_IO]',
      ),
    sectors_per_block: z
      .number()
      .int()
      .positive()
      .default(1)
      .describe('block_size is a sector, and so many of them are a block of the filesystem'),
  })
  .check(aligned(['pos', 'len']))

type Input = z.output<typeof directWriterInput>

export interface DirectWriterContext extends WriteChecksContext, GenericWriteChecksContext {
  readonly i_rwsem: string
  readonly kworker: string
  readonly ctx: string
  readonly bio: string
  readonly notify: readonly string[]
  readonly notify_submitted: readonly string[]
  readonly after: string | null
  readonly fill: string
  readonly sectors: readonly Sector[]
  readonly aio: boolean
  readonly dio_count: boolean
  readonly iolock: 'shared' | 'exclusive' | 'drain'
  readonly force_wait: boolean
  readonly extending_aio: 'async' | 'sync'
  /** extending_aio sync: this write ended past EOF. */
  readonly extends: boolean
  readonly i_valid: 'endio' | 'submit'
  readonly sectors_per_block: number
  readonly design: Design
  readonly dsync: Input['dsync']
  /** dsync fua: i_size covers the write. */
  readonly inside_eof: boolean
  /** The bio is REQ_FUA and nothing else is needed for O_DSYNC. */
  readonly fua: boolean
  readonly work: Work | null
  readonly result: number | null
}

function initial(input: Input): DirectWriterContext {
  return {
    ...input,
    end: input.pos + input.len,
    append_drain: input.iolock === 'drain',
    design: designOf(input),
    cursor: 0,
    limit: 0,
    i_size: 0,
    extents: [],
    sectors: [],
    extends: false,
    inside_eof: false,
    fua: false,
    work: null,
    result: null,
  }
}

/** The filesystem blocks that the write lies in. */
function rounded(c: DirectWriterContext): Range {
  const size = c.block_size * c.sectors_per_block
  return { pos: Math.floor(c.pos / size) * size, end: Math.ceil(c.end / size) * size }
}

/** What is transferred: a new block is zeroed around the write [K iomap_dio_zero]. */
function transfer(c: DirectWriterContext): Operations['ctx_submit_bio']['args'] {
  const whole = rounded(c)
  const { pos, end } = c.extents.includes('unwritten') ? whole : c
  const blocks = blocksIn(pos, end, c.block_size)
  const first = blocksIn(whole.pos, pos, c.block_size).length
  return {
    pos: c.pos,
    end: c.end,
    bio: c.bio,
    segments: [
      { folio: '', blocks, sectors: present(c.sectors).slice(first, first + blocks.length) },
    ],
    data: blocks.map((at) => (at < c.pos || at >= c.end ? 'zero' : c.fill)),
    unwritten: blocks.filter((_, i) => c.extents[i] === 'unwritten'),
    end_writeback: false,
    fua: c.fua,
  }
}

function exclusiveToTheEnd(c: DirectWriterContext): boolean {
  return c.extends || (c.iolock !== 'shared' && c.force_wait)
}

function waits(c: DirectWriterContext): boolean {
  return c.extends || !c.aio || c.force_wait
}

/** extending_aio sync: the shared IOLOCK will not do, as the write ends past EOF. */
function forcedToWait(
  { extending_aio, append, end }: DirectWriterContext,
  i_size: number,
): boolean {
  return extending_aio === 'sync' && (append || end > i_size)
}

/** [K iomap_dio_bio_iter: FUA only over mapped blocks inside EOF with no dirty metadata] */
function isFua(c: DirectWriterContext, extents: readonly Extent[]): boolean {
  if (c.dsync === 'fua-always') return true
  return c.dsync === 'fua' && c.inside_eof && extents.every((extent) => extent === 'written')
}

function synced({ dsync, fua }: DirectWriterContext): WriteSync {
  switch (dsync) {
    case 'none':
    case 'fua-always':
      return 'none'
    case 'after-event':
      return 'after-event'
    case 'fua':
    case 'log-force':
      return fua ? 'none' : 'before-event'
  }
}

function workOf(c: DirectWriterContext, self: string): Work {
  return {
    iocb: self,
    pos: c.pos,
    written: c.end - c.pos,
    error: 0,
    unwritten: [],
    folios: [],
    stable: false,
    dio: c.dio_count,
    invalidate: foliosIn(c.folios, c.pos, c.end, c),
    invalidate_failed: [],
    inline: false,
    sync: synced(c),
    design: c.design,
  }
}

/** dsync fua: whether the write lies inside EOF, once i_size has been looked at. */
function overwrites({ append, dsync, end }: DirectWriterContext, i_size: number): boolean {
  return dsync === 'fua' && !append && end <= i_size
}

export const direct_writer = setup({
  types: {} as { context: DirectWriterContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'direct_writer',
  context: ({ input }) => initial(input),
  initial: 'program',
  on: { ki_complete: { actions: assign({ result: ({ event }) => event.ret }) } },
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'locking' },
      on: { start: 'locking' },
    },
    locking: {
      always: [
        { guard: ({ context }) => context.iolock === 'shared', target: 'iolock_shared' },
        { target: 'iolock_first_exclusive' },
      ],
    },
    iolock_first_exclusive: {
      entry: call('down_write', (c) => c.i_rwsem),
      on: { 'down_write.ret': 'generic_write_checks' },
    },
    generic_write_checks: {
      ...genericWriteChecks<DirectWriterContext>(),
      onDone: 'xfs_file_write_checks',
    },
    iolock_shared: {
      entry: call('down_read', (c) => c.i_rwsem),
      on: { 'down_read.ret': 'i_size_read' },
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context, event }) => forcedToWait(context, event.i_size),
            target: 'iolock_unlock_shared',
            actions: assign({ extends: true }),
          },
          {
            guard: ({ context: c, event }) => !c.append && c.pos > event.i_size,
            target: 'iolock_unlock_shared',
          },
          {
            target: 'dio_begin',
            actions: assign(({ context, event }) => ({
              ...placed(context, event.i_size),
              inside_eof: overwrites(context, event.i_size),
            })),
          },
        ],
      },
    },
    iolock_unlock_shared: {
      entry: call('up_read', (c) => c.i_rwsem),
      on: { 'up_read.ret': 'iolock_exclusive' },
    },
    iolock_exclusive: {
      entry: call('down_write', (c) => c.i_rwsem),
      on: { 'down_write.ret': 'generic_write_checks' },
    },
    xfs_file_write_checks: {
      ...fileWriteChecks<DirectWriterContext>(),
      onDone: [
        { guard: ({ context }) => exclusiveToTheEnd(context), target: 'dio_begin' },
        { target: 'iolock_demote' },
      ],
    },
    iolock_demote: {
      entry: call('downgrade_write', (c) => c.i_rwsem),
      on: { 'downgrade_write.ret': 'dio_begin' },
    },
    dio_begin: {
      always: [
        { guard: ({ context }) => context.dio_count, target: 'inode_dio_begin' },
        { target: 'iomap_begin' },
      ],
    },
    inode_dio_begin: {
      entry: call('inode_dio_begin', (c) => c.inode),
      on: { 'inode_dio_begin.ret': 'iomap_begin' },
    },
    iomap_begin: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        (c) => ({ ...rounded(c), flags: 'direct' as const }),
      ),
      on: {
        'iomap_begin.ret': {
          target: 'submit_bio',
          actions: assign({
            extents: ({ event }) => event.extents,
            fua: ({ context, event }) => isFua(context, event.extents),
            sectors: ({ event }) => event.sectors,
          }),
        },
      },
    },
    submit_bio: {
      entry: call('ctx_submit_bio', (c) => c.ctx, transfer),
      on: {
        'ctx_submit_bio.ret': [
          {
            guard: ({ context: c }) => c.aio && c.i_valid === 'submit',
            target: 'raise_i_valid',
            actions: assign({ extents: [], sectors: [] }),
          },
          { target: 'ctx_put', actions: assign({ extents: [], sectors: [] }) },
        ],
      },
    },
    // Extents stand for i_valid: what lies past it reads as zeros, like an unwritten block.
    raise_i_valid: {
      entry: call(
        'iomap_write_unwritten',
        (c) => c.block_map,
        (c) => ({ blocks: blocksIn(c.pos, c.end, c.block_size), size: 0 }),
      ),
      on: { 'iomap_write_unwritten.ret': 'ctx_put' },
    },
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
          { guard: ({ event }) => event.queued, target: 'unlocking' },
          { target: 'iomap_dio_complete', actions: assign({ work: ({ event }) => event.work }) },
        ],
      },
    },
    iomap_dio_complete: {
      entry: call(
        'complete',
        (c) => c.kworker,
        (c) => ({ work: c.work ?? workOf(c, '') }),
      ),
      on: {
        'complete.ret': {
          target: 'unlocking',
          actions: assign({ result: ({ event }) => event.ret, work: null }),
        },
      },
    },
    unlocking: {
      always: [
        { guard: ({ context }) => exclusiveToTheEnd(context), target: 'iolock_unlock_exclusive' },
        { target: 'iolock_unlock' },
      ],
    },
    iolock_unlock_exclusive: {
      entry: call('up_write', (c) => c.i_rwsem),
      on: { 'up_write.ret': 'io_getevents' },
    },
    iolock_unlock: {
      entry: call('up_read', (c) => c.i_rwsem),
      on: { 'up_read.ret': 'io_getevents' },
    },
    io_getevents: {
      entry: assign({ i_size: 0 }),
      always: { guard: ({ context }) => context.result !== null, target: 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
