/**
 * Parts of tasks that several tasks contain, as the kernel's functions are called from several
 * paths: a fragment is the configuration of one compound state that ends in its own final state.
 * It reads and assigns only the fields of its own context type, which every task that contains it
 * must have.
 */
import type {
  EventObject,
  MachineContext,
  MetaObject,
  NonReducibleUnknown,
  StateNodeConfig,
} from 'xstate'
import { z } from 'zod'
import type { Post } from './call.ts'
import type { TaskEvent } from './message.ts'

/** The configuration of a state of a task with context `C`. */
export type TaskState<C extends MachineContext> = StateNodeConfig<
  C,
  TaskEvent,
  never,
  never,
  never,
  never,
  string,
  NonReducibleUnknown,
  EventObject,
  MetaObject,
  MetaObject
>

/** A fragment's compound state as a state of a task that has all of the fragment's fields. */
export function inlined<Base extends MachineContext, C extends Base>(
  state: TaskState<Base>,
): TaskState<C> {
  // XState's context type is invariant, because an action is shown the whole snapshot through
  // `self`. Fragments never use it, and assign only fields of Base.
  return state as unknown as TaskState<C>
}

const ids = (what: string, id: string) => z.string().default(id).describe(what)

/** Inputs that name the objects a task works on; a task takes those it uses. */
export const wiring = {
  inode: ids('the inode', 'inode'),
  i_rwsem: ids('inode->i_rwsem, the XFS IOLOCK', 'i_rwsem'),
  invalidate_lock: ids('mapping->invalidate_lock, the XFS MMAPLOCK', 'invalidate_lock'),
  ilock: ids('the XFS ILOCK', 'ilock'),
  i_flags_lock: ids('xfs_inode->i_flags_lock', 'i_flags_lock'),
  size_lock: ids('a lock common to all writers of i_size', 'size_lock'),
  folios: z.array(z.string()).min(1).default(['folio']).describe('the folios from position 0 on'),
  block_map: ids('the extent tree', 'block_map'),
  block_device: ids('the disk', 'block_device'),
  kworker: ids('the worker that runs completions', 'kworker'),
} as const

/** Inputs that order tasks: a program that acts after another one has returned. */
export const ordering = {
  after: z
    .string()
    .nullable()
    .default(null)
    .describe('start when this task says so; it must name this one in notify or notify_submitted'),
  notify: z.array(z.string()).default([]).describe('tasks that start when this one has returned'),
} as const

/** Input of a task that submits I/O: a program that acts while the I/O is in flight. */
export const submission = {
  notify_submitted: z
    .array(z.string())
    .default([])
    .describe('tasks that start when the last bio of this one has been submitted'),
} as const

/** The word to start, to every task in `tasks`. */
export function wakeups(tasks: readonly string[]): { readonly answers: readonly Post[] } {
  return { answers: tasks.map((to) => ({ to, event: { type: 'start' } })) }
}

/** What every fragment that walks the page cache has. */
export interface Walk {
  readonly folios: readonly string[]
  readonly block_size: number
  readonly page_size: number
  /** Where the walk is, and where it ends; both 0 when none is under way. */
  readonly cursor: number
  readonly limit: number
}
