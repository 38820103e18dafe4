/**
 * pread() with O_DIRECT [K xfs_file_dio_read, __iomap_dio_rw]: IOLOCK shared, sample i_size, begin,
 * map, read. A block that is not written reads as zeros without I/O; the result is cut at the
 * sample of i_size. That sample comes before the mapping: i_size that is sampled after it can cover
 * a block whose extent was looked at before it was converted.
 *
 * Left out: the flush of the page cache before it (scenarios have nothing dirty in the range), and
 * the locks of filesystems other than XFS.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { aligned, bytes, sizes } from '../geometry.ts'
import type { Extent, Operations, Sector, TaskEvent } from '../message.ts'

const { inode, i_rwsem, block_map, block_device } = wiring

export const directReaderInput = z
  .strictObject({
    ...{ inode, i_rwsem, block_map, block_device },
    block_size: sizes.block_size,
    ...ordering,
    pos: bytes.default(0).describe('where the read begins'),
    len: bytes.refine((len) => len > 0, { error: 'an empty read sees nothing' }),
    iolock: z.boolean().default(true).describe('holds i_rwsem shared, as XFS does'),
    dio_begin: z
      .enum(['after-i_size', 'before-i_size'])
      .default('after-i_size')
      .describe(
        'when i_dio_count is raised; before-i_size: whoever waits for it has published a size',
      ),
    i_size_sample: z
      .enum(['before-map', 'after-map'])
      .default('before-map')
      .describe('when the size that cuts the read is sampled; iomap_dio does it first'),
  })
  .check(aligned(['pos', 'len']))

type Input = z.output<typeof directReaderInput>

export interface DirectReaderContext extends Omit<Input, 'len'> {
  readonly end: number
  readonly i_size: number
  readonly extents: readonly Extent[]
  /** As mapped, although the blocks may be freed before they are read. */
  readonly sectors: readonly Sector[]
  /** What each block from `pos` on held; it ends where the reader saw EOF. */
  readonly seen: readonly string[]
}

const range = ({
  pos,
  end,
}: DirectReaderContext): { readonly pos: number; readonly end: number } => ({ pos, end })

/** [K iomap_dio_hole_iter; iomap_dio_complete cuts the read at dio->i_size] */
function read(c: DirectReaderContext, disk: readonly string[]): readonly string[] {
  const blocks = Math.ceil(Math.max(0, Math.min(c.end, c.i_size) - c.pos) / c.block_size)
  return disk.slice(0, blocks).map((word, i) => (c.extents[i] === 'written' ? word : 'zero'))
}

function mapped({
  extents,
  sectors,
}: Operations['iomap_begin']['ret']): Pick<DirectReaderContext, 'extents' | 'sectors'> {
  return { extents, sectors }
}

export const direct_reader = setup({
  types: {} as { context: DirectReaderContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'direct_reader',
  context: ({ input: { len, ...input } }) => ({
    ...input,
    end: input.pos + len,
    i_size: 0,
    extents: [],
    sectors: [],
    seen: [],
  }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'locking' },
      on: { start: 'locking' },
    },
    locking: {
      always: [
        { guard: ({ context }) => context.iolock, target: 'iolock_shared' },
        { target: 'beginning' },
      ],
    },
    iolock_shared: {
      entry: call('down_read', (c) => c.i_rwsem),
      on: { 'down_read.ret': 'beginning' },
    },
    beginning: {
      always: [
        {
          guard: ({ context }) => context.dio_begin === 'before-i_size',
          target: 'inode_dio_begin',
        },
        { target: 'i_size_read' },
      ],
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context: c, event }) =>
              event.i_size <= c.pos && c.dio_begin === 'before-i_size',
            target: 'inode_dio_end',
          },
          { guard: ({ context, event }) => event.i_size <= context.pos, target: 'unlocking' },
          {
            guard: ({ context }) => context.dio_begin === 'before-i_size',
            target: 'iomap_begin',
            actions: assign({ i_size: ({ event }) => event.i_size }),
          },
          {
            target: 'inode_dio_begin',
            actions: assign({ i_size: ({ event }) => event.i_size }),
          },
        ],
      },
    },
    inode_dio_begin: {
      entry: call('inode_dio_begin', (c) => c.inode),
      on: {
        'inode_dio_begin.ret': [
          { guard: ({ context }) => context.dio_begin === 'before-i_size', target: 'i_size_read' },
          { target: 'iomap_begin' },
        ],
      },
    },
    iomap_begin: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        (c) => ({ ...range(c), flags: 'report' as const }),
      ),
      on: {
        'iomap_begin.ret': [
          {
            guard: ({ context }) => context.i_size_sample === 'after-map',
            target: 'i_size_read_late',
            actions: assign(({ event }) => mapped(event)),
          },
          { target: 'blk_read', actions: assign(({ event }) => mapped(event)) },
        ],
      },
    },
    i_size_read_late: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'blk_read',
          actions: assign({ i_size: ({ event }) => event.i_size }),
        },
      },
    },
    blk_read: {
      entry: call(
        'blk_read',
        (c) => c.block_device,
        ({ sectors }) => ({ sectors }),
      ),
      on: {
        'blk_read.ret': {
          target: 'inode_dio_end',
          actions: assign(({ context, event }) => ({
            seen: read(context, event.data),
            extents: [],
            sectors: [],
            i_size: 0,
          })),
        },
      },
    },
    inode_dio_end: {
      entry: call('inode_dio_end', (c) => c.inode),
      on: { 'inode_dio_end.ret': 'unlocking' },
    },
    unlocking: {
      always: [
        { guard: ({ context }) => context.iolock, target: 'iolock_unlock' },
        { target: 'returned' },
      ],
    },
    iolock_unlock: {
      entry: call('up_read', (c) => c.i_rwsem),
      on: { 'up_read.ret': 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
