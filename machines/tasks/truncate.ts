/**
 * ftruncate() in XFS of Linux 6.12 [K xfs_vn_setattr]: i_rwsem and invalidate_lock over
 * xfs_setattr_size.ts.
 */
import { setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { aligned, bytes, sizes } from '../geometry.ts'
import type { TaskEvent } from '../message.ts'
import { design } from '../objects/work.ts'
import { idleSetattrSize, setattrSize, xfsSetattrSize } from '../functions/xfs_setattr_size.ts'
import type { SetattrSizeContext } from '../functions/xfs_setattr_size.ts'

const { inode, i_rwsem, invalidate_lock, size_lock, folios, block_map } = wiring
const { isize_extended_mkclean, isize_extended_zero } = design

export const truncateInput = z
  .strictObject({
    ...{ inode, i_rwsem, invalidate_lock, size_lock, folios, block_map },
    ...{ isize_extended_mkclean, isize_extended_zero },
    ...sizes,
    ...ordering,
    ...setattrSize,
    size: bytes.describe('the new size'),
  })
  .check(aligned(['size']))

type Input = z.output<typeof truncateInput>

export interface TruncateContext extends SetattrSizeContext {
  readonly i_rwsem: string
  readonly invalidate_lock: string
  readonly notify: readonly string[]
  readonly after: string | null
}

export const truncate = setup({
  types: {} as { context: TruncateContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'truncate',
  context: ({ input }) => ({ ...input, ...idleSetattrSize, bio: input.flush_bio ?? '' }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'i_rwsem_lock' },
      on: { start: 'i_rwsem_lock' },
    },
    i_rwsem_lock: {
      entry: call('down_write', (c) => c.i_rwsem),
      on: { 'down_write.ret': 'invalidate_lock' },
    },
    invalidate_lock: {
      entry: call('down_write', (c) => c.invalidate_lock),
      on: { 'down_write.ret': 'xfs_setattr_size' },
    },
    xfs_setattr_size: { ...xfsSetattrSize<TruncateContext>(), onDone: 'invalidate_unlock' },
    invalidate_unlock: {
      entry: call('up_write', (c) => c.invalidate_lock),
      on: { 'up_write.ret': 'i_rwsem_unlock' },
    },
    i_rwsem_unlock: {
      entry: call('up_write', (c) => c.i_rwsem),
      on: { 'up_write.ret': 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
