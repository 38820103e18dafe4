/**
 * A synchronous pwrite() with O_DIRECT in btrfs [K btrfs_direct_write]: i_rwsem exclusive, position
 * from generic_write_checks(), then a mapping that moves i_size at once to the end of what is still to
 * be written [K btrfs_get_blocks_direct_write]. The source pages are taken without faulting, because
 * a fault may want the range that this write has locked (commit 51bd9563b678); what is not resident
 * is faulted in afterwards, and the rest is tried again. Until commit 939b656bc8ab the retry took the
 * lock anew and repeated the checks, which for O_APPEND take the position from the i_size that the
 * first try has moved.
 *
 * A page of the source is as long as a block. Left out: the shared lock of a write inside EOF,
 * checksums, ordered extents, and the buffered write that takes over when no try gets on.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { aligned, blocksIn, bytes, present, sizes } from '../geometry.ts'
import { placed } from '../functions/generic_write_checks.ts'
import type { Sector, TaskEvent } from '../message.ts'

const { inode, i_rwsem, block_map, block_device } = wiring

export const btrfsDirectWriteInput = z
  .strictObject({
    ...{ inode, i_rwsem, block_map, block_device },
    block_size: sizes.block_size,
    ...ordering,
    user_pages: z.string().default('user_pages').describe('the source'),
    pos: bytes.default(0).describe('where the write begins; ignored with append'),
    len: bytes.refine((len) => len > 0, { error: 'an empty write does nothing' }),
    append: z.boolean().default(false).describe('O_APPEND: begin at i_size'),
    fill: z.string().default('D').describe('the letter this write fills its blocks with'),
    retry: z
      .enum(['again', 'relock'])
      .default('again')
      .describe(
        'after a fault: with the lock held and the position kept, or (until 939b656bc8ab) all anew',
      ),
  })
  .check(aligned(['pos', 'len']))

type Input = z.output<typeof btrfsDirectWriteInput>

export interface BtrfsDirectWriteContext extends Input {
  /** Where the write began, and where it should end. */
  readonly end: number
  /** iocb->ki_pos, and what is still to be written from there. */
  readonly ki_pos: number
  readonly tried: boolean
  readonly left: number
  /** Blocks of this try whose source pages are resident, or have been faulted in. */
  readonly ready: number
  readonly sectors: readonly Sector[]
  readonly result: number | null
}

type C = BtrfsDirectWriteContext

const page = (c: C): number => (c.len - c.left) / c.block_size + c.ready

/** [K generic_write_checks] The position of this try; `pos` and `end` are those of the first. */
function checked(c: C, i_size: number): Partial<C> {
  const { pos: ki_pos = c.ki_pos } = placed(c, i_size)
  return c.tried ? { ki_pos } : { tried: true, ki_pos, pos: ki_pos, end: ki_pos + c.len }
}

/** What this try writes. */
function transfer(c: C) {
  const end = c.ki_pos + c.ready * c.block_size
  return { pos: c.ki_pos, end, blocks: blocksIn(c.ki_pos, end, c.block_size) }
}

function advanced(c: C): Partial<C> {
  const written = c.ready * c.block_size
  return { ki_pos: c.ki_pos + written, left: c.left - written, ready: 0, sectors: [] }
}

export const btrfs_direct_write = setup({
  types: {} as { context: C; events: TaskEvent; input: Input },
}).createMachine({
  id: 'btrfs_direct_write',
  context: ({ input }) => ({
    ...input,
    end: input.pos + input.len,
    ki_pos: input.pos,
    tried: false,
    left: input.len,
    ready: 0,
    sectors: [],
    result: null,
  }),
  initial: 'program',
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
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'btrfs_dio_iomap_begin',
          actions: assign(({ context, event }) => checked(context, event.i_size)),
        },
      },
    },
    btrfs_dio_iomap_begin: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        (c) => ({ pos: c.ki_pos, end: c.ki_pos + c.left, flags: 'direct' as const }),
      ),
      on: {
        'iomap_begin.ret': {
          target: 'i_size_read',
          actions: assign({ sectors: ({ event }) => event.sectors }),
        },
      },
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context: c, event }) => c.ki_pos + c.left > event.i_size,
            target: 'i_size_write',
          },
          { target: 'bio_iov_iter_get_pages' },
        ],
      },
    },
    i_size_write: {
      entry: call(
        'i_size_write',
        (c) => c.inode,
        (c) => ({ i_size: c.ki_pos + c.left }),
      ),
      on: { 'i_size_write.ret': 'bio_iov_iter_get_pages' },
    },
    bio_iov_iter_get_pages: {
      entry: call(
        'copy_from_user',
        (c) => c.user_pages,
        (c) => ({ page: page(c), pagefault: 'disabled' as const }),
      ),
      on: {
        'copy_from_user.ret': [
          { guard: ({ event }) => !event.copied, target: 'pages_taken' },
          {
            guard: ({ context: c }) => (c.ready + 1) * c.block_size < c.left,
            target: 'bio_iov_iter_get_pages',
            reenter: true,
            actions: assign({ ready: ({ context }) => context.ready + 1 }),
          },
          {
            target: 'pages_taken',
            actions: assign({ ready: ({ context }) => context.ready + 1 }),
          },
        ],
      },
    },
    pages_taken: {
      always: [
        { guard: ({ context }) => context.ready > 0, target: 'blk_write' },
        { target: 'fault', actions: assign({ sectors: [] }) },
      ],
    },
    // The bio and its wait in one: nobody can change what it carries.
    blk_write: {
      entry: call(
        'blk_write',
        (c) => c.block_device,
        (c) => ({
          sectors: present(c.sectors).slice(0, c.ready),
          data: Array.from({ length: c.ready }, () => c.fill),
          fua: false,
        }),
      ),
      on: { 'blk_write.ret': 'btrfs_finish_ordered_io' },
    },
    btrfs_finish_ordered_io: {
      entry: call(
        'iomap_write_unwritten',
        (c) => c.block_map,
        (c) => ({ blocks: transfer(c).blocks, size: transfer(c).end }),
      ),
      on: {
        'iomap_write_unwritten.ret': {
          target: 'fault',
          actions: assign(({ context }) => advanced(context)),
        },
      },
    },
    fault: {
      always: [
        { guard: ({ context }) => context.left === 0, target: 'i_rwsem_unlock' },
        { guard: ({ context }) => context.retry === 'relock', target: 'i_rwsem_unlock_early' },
        { target: 'fault_in_iov_iter_readable' },
      ],
    },
    // Whoever has waited for the lock comes in here.
    i_rwsem_unlock_early: {
      entry: call('up_write', (c) => c.i_rwsem),
      on: { 'up_write.ret': 'fault_in_iov_iter_readable' },
    },
    fault_in_iov_iter_readable: {
      entry: call(
        'fault_in_iov_iter_readable',
        (c) => c.user_pages,
        (c) => ({ page: page(c) }),
      ),
      on: {
        'fault_in_iov_iter_readable.ret': [
          {
            guard: ({ context: c }) => (c.ready + 1) * c.block_size < c.left,
            target: 'fault_in_iov_iter_readable',
            reenter: true,
            actions: assign({ ready: ({ context }) => context.ready + 1 }),
          },
          { target: 'retry', actions: assign({ ready: 0 }) },
        ],
      },
    },
    retry: {
      always: [
        { guard: ({ context }) => context.retry === 'relock', target: 'i_rwsem_lock' },
        { target: 'btrfs_dio_iomap_begin' },
      ],
    },
    i_rwsem_unlock: {
      entry: call('up_write', (c) => c.i_rwsem),
      on: {
        'up_write.ret': {
          target: 'returned',
          actions: assign({ result: ({ context }) => context.len }),
        },
      },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
