/**
 * i_size_write() on 32-bit SMP: write_seqcount_begin(), the two words, write_seqcount_end(). An
 * increment of the count is a load and a store [K include/linux/seqlock.h]; FUSE hung on two
 * callers at once (commit 7762f5a0b709), and i_lock is what serialises them where i_rwsem does not.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups } from '../fragment.ts'
import { bytes } from '../geometry.ts'
import { split } from '../objects/i_size_seqcount.ts'
import type { SizeWord, TaskEvent } from '../message.ts'

export const iSizeWriterInput = z.strictObject({
  ...ordering,
  i_size_seqcount: z.string().default('i_size_seqcount').describe('the size that it stores'),
  i_lock: z.string().default('i_lock').describe('inode->i_lock'),
  serialise: z.enum(['i_lock', 'none']).default('i_lock').describe('what keeps writers apart'),
  seqcount: z.boolean().default(true).describe('counts before and after the two stores'),
  pos: bytes.default(0).describe('where the write begins'),
  len: bytes.describe('its length: i_size becomes the end'),
})

type Input = z.output<typeof iSizeWriterInput>

export interface ISizeWriterContext extends Input {
  /** The last load of the count. */
  readonly sequence: number
}

const memory = (c: ISizeWriterContext): string => c.i_size_seqcount

/** The size that a write of `len` at `pos` stores. */
export function newSize({ pos, len }: Pick<Input, 'pos' | 'len'>): number {
  return pos + len
}

const load = call<ISizeWriterContext, TaskEvent, 'read_once'>('read_once', memory, () => ({
  word: 'sequence',
}))

function store(word: SizeWord, value: (c: ISizeWriterContext) => number) {
  return call<ISizeWriterContext, TaskEvent, 'write_once'>('write_once', memory, (c) => ({
    word,
    value: value(c),
  }))
}

const loaded = assign<
  ISizeWriterContext,
  Extract<TaskEvent, { readonly type: 'read_once.ret' }>,
  undefined,
  TaskEvent,
  never
>({ sequence: ({ event }) => event.value })

export const i_size_writer = setup({
  types: {} as { context: ISizeWriterContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'i_size_writer',
  context: ({ input }) => ({ ...input, sequence: 0 }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'locking' },
      on: { start: 'locking' },
    },
    locking: {
      always: [
        { guard: ({ context }) => context.serialise === 'i_lock', target: 'spin_lock' },
        { target: 'i_size_write' },
      ],
    },
    spin_lock: {
      entry: call('down_write', (c) => c.i_lock),
      on: { 'down_write.ret': 'i_size_write' },
    },
    i_size_write: {
      always: [
        { guard: ({ context }) => context.seqcount, target: 'begin_load' },
        { target: 'lo' },
      ],
    },
    begin_load: {
      entry: load,
      on: { 'read_once.ret': { target: 'begin_store', actions: loaded } },
    },
    begin_store: {
      entry: store('sequence', (c) => c.sequence + 1),
      on: { 'write_once.ret': 'lo' },
    },
    lo: {
      entry: store('lo', (c) => split(newSize(c)).lo),
      on: { 'write_once.ret': 'hi' },
    },
    hi: {
      entry: store('hi', (c) => split(newSize(c)).hi),
      on: {
        'write_once.ret': [
          { guard: ({ context }) => context.seqcount, target: 'end_load' },
          { target: 'unlocking' },
        ],
      },
    },
    end_load: {
      entry: load,
      on: { 'read_once.ret': { target: 'end_store', actions: loaded } },
    },
    end_store: {
      entry: store('sequence', (c) => c.sequence + 1),
      on: { 'write_once.ret': 'unlocking' },
    },
    unlocking: {
      entry: assign({ sequence: 0 }),
      always: [
        { guard: ({ context }) => context.serialise === 'i_lock', target: 'spin_unlock' },
        { target: 'returned' },
      ],
    },
    spin_unlock: {
      entry: call('up_write', (c) => c.i_lock),
      on: { 'up_write.ret': 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
