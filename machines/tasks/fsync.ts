/**
 * fsync(), once or several times through one descriptor [K xfs_file_fsync, file_write_and_wait_range,
 * file_check_and_advance_wb_err]: write back and wait, then look for writeback errors that this opener
 * has not been told of; other tasks may have met and recorded them. If there is one, that is all. Else
 * force the log, which flushes the disk too (where nothing is to be logged XFS flushes it by
 * blkdev_issue_flush). fdatasync() may leave the log alone if nothing that is needed to find the data
 * has changed; that i_size belongs to what is needed was forgotten in ext4 until commit b71fc079b5d8.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform, signal } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { sizes } from '../geometry.ts'
import { idleWritepages, iomapWritepages } from '../functions/iomap_writepages.ts'
import type { WritepagesContext } from '../functions/iomap_writepages.ts'
import type { TaskEvent } from '../message.ts'
import { design } from '../objects/work.ts'

const { inode, folios, block_map, block_device } = wiring

export const fsyncInput = z.strictObject({
  ...{ inode, folios, block_map, block_device },
  ...sizes,
  ...ordering,
  i_disk_size: design.i_disk_size,
  bio: z.string().default('bio').describe('the bio it writes with'),
  errseq: z
    .enum(['per-open', 'shared-flag'])
    .default('per-open')
    .describe('shared-flag: one bit for all openers, as before commit 088737f44bbf'),
  sync: z
    .enum(['xfs_log_force', 'blkdev_issue_flush', 'none'])
    .default('xfs_log_force')
    .describe(
      'what follows the writeback: the log and with it the disk; the disk alone, as fdatasync does ' +
        'when no mapping has changed; nothing',
    ),
  times: z.number().int().positive().default(1).describe('how often it is called'),
})

type Input = z.output<typeof fsyncInput>

export interface FsyncContext extends WritepagesContext {
  readonly notify: readonly string[]
  readonly after: string | null
  readonly errseq: Input['errseq']
  readonly block_device: string
  readonly sync: Input['sync']
  readonly times: number
  /** file->f_wb_err, sampled at open: before everything. */
  readonly f_wb_err: number
  /** What each call returned: 0 or -EIO. */
  readonly results: readonly number[]
}

const end = (c: Pick<FsyncContext, 'folios' | 'page_size'>): number => c.folios.length * c.page_size

const succeeded = assign<FsyncContext, TaskEvent, undefined, TaskEvent, never>(({ context }) => ({
  results: [...context.results, 0],
}))

export const fsync = setup({
  types: {} as { context: FsyncContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'fsync',
  context: ({ input }) => ({
    ...input,
    ...idleWritepages,
    cursor: 0,
    limit: end(input),
    f_wb_err: 0,
    results: [],
  }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'iomap_writepages' },
      on: { start: 'iomap_writepages' },
    },
    iomap_writepages: {
      ...iomapWritepages<FsyncContext>(),
      onDone: [
        {
          guard: ({ context }) => context.errseq === 'per-open',
          target: 'file_check_and_advance_wb_err',
          actions: assign({ cursor: 0 }),
        },
        { target: 'filemap_check_errors', actions: assign({ cursor: 0 }) },
      ],
    },
    file_check_and_advance_wb_err: {
      entry: call(
        'file_check_and_advance_wb_err',
        (c) => c.inode,
        (c) => ({ since: c.f_wb_err }),
      ),
      on: {
        'file_check_and_advance_wb_err.ret': [
          {
            guard: ({ event }) => event.error === 0,
            target: 'syncing',
            actions: assign({ f_wb_err: ({ event }) => event.since }),
          },
          {
            target: 'synced',
            actions: assign({
              f_wb_err: ({ event }) => event.since,
              results: ({ context, event }) => [...context.results, event.error],
            }),
          },
        ],
      },
    },
    filemap_check_errors: {
      entry: call('filemap_check_errors', (c) => c.inode),
      on: {
        'filemap_check_errors.ret': [
          { guard: ({ event }) => event.error === 0, target: 'syncing' },
          {
            target: 'synced',
            actions: assign({
              results: ({ context, event }) => [...context.results, event.error],
            }),
          },
        ],
      },
    },
    syncing: {
      always: [
        { guard: ({ context }) => context.sync === 'xfs_log_force', target: 'xfs_log_force' },
        {
          guard: ({ context }) => context.sync === 'blkdev_issue_flush',
          target: 'blkdev_issue_flush',
        },
        { target: 'synced', actions: succeeded },
      ],
    },
    xfs_log_force: {
      entry: call('xfs_log_force', (c) => c.block_map),
      on: { 'xfs_log_force.ret': { target: 'synced', actions: succeeded } },
    },
    // Straight to the disk: what is on its way there from the log may come later.
    blkdev_issue_flush: {
      entry: signal(
        (c) => c.block_device,
        (_, self) => ({ type: 'log_force', from: self, preflush: true }),
      ),
      on: { 'xfs_log_force.ret': { target: 'synced', actions: succeeded } },
    },
    synced: {
      always: [
        {
          guard: ({ context }) => context.results.length < context.times,
          target: 'iomap_writepages',
        },
        { target: 'returned' },
      ],
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
