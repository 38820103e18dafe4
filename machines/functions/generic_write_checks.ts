/**
 * Where a write begins: with O_APPEND at i_size, which generic_write_checks() reads once, under
 * whatever lock the caller holds [K]. AIO moves i_size in its completion, so a lock that AIO drops
 * when it has submitted does not keep two appends apart; a wait for direct I/O under it does.
 */
import { assign, setup } from 'xstate'
import { call } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'

export interface GenericWriteChecksContext {
  readonly inode: string
  readonly append: boolean
  /** inode_dio_wait() before i_size is read. */
  readonly append_drain: boolean
  readonly len: number
  readonly pos: number
  readonly end: number
}

/** The position of the write, once i_size has been looked at. */
export function placed(
  { append, len }: Pick<GenericWriteChecksContext, 'append' | 'len'>,
  i_size: number,
): Partial<Pick<GenericWriteChecksContext, 'pos' | 'end'>> {
  return append ? { pos: i_size, end: i_size + len } : {}
}

const config = setup({
  types: {} as { context: GenericWriteChecksContext; events: TaskEvent },
}).createStateConfig({
  initial: 'entered',
  states: {
    entered: {
      always: [
        { guard: ({ context }) => context.append_drain, target: 'inode_dio_wait' },
        { target: 'drained' },
      ],
    },
    inode_dio_wait: {
      entry: call('inode_dio_wait', (c) => c.inode),
      on: { 'inode_dio_wait.ret': 'drained' },
    },
    drained: {
      always: [
        { guard: ({ context }) => context.append, target: 'i_size_read' },
        { target: 'checked' },
      ],
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'checked',
          actions: assign(({ context, event }) => placed(context, event.i_size)),
        },
      },
    },
    checked: { type: 'final' },
  },
})

/** Ends with `pos` and `end` fixed. */
export function genericWriteChecks<C extends GenericWriteChecksContext>(): TaskState<C> {
  return inlined<GenericWriteChecksContext, C>(config)
}
