/**
 * end_io: conversion, i_size, and the old EOF folio [K xfs_dio_write_end_io; S]. Locks in the
 * kernel's order: i_rwsem, folio lock, then ILOCK or the size lock.
 *
 * The size update is read, compare, store. Where the design locks the old EOF folio over it, the
 * sample that chose the folio is checked again under the locks, and another folio is chosen if
 * EOF has moved into it meanwhile.
 */
import { assign, setup } from 'xstate'
import { call } from '../call.ts'
import * as step from './end_io_state.ts'
import type { EndIoContext } from './end_io_state.ts'
import { inlined } from '../fragment.ts'
import type { TaskState } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'
import { pagecacheIsizeExtended } from '../functions/pagecache_isize_extended.ts'

type C = EndIoContext

const held = (c: C): string => c.eof_folio ?? ''
const lockName = (c: C): string => step.sizeLock(c) ?? ''

const convert = call<C, TaskEvent, 'iomap_write_unwritten'>(
  'iomap_write_unwritten',
  (c) => c.block_map,
  (c) => ({ blocks: step.unwritten(c), size: step.sizeWithConversion(c) }),
)

const isizeExtended = call<C, TaskEvent, 'pagecache_isize_extended'>(
  'pagecache_isize_extended',
  held,
  (c) => step.helperRequest(c),
)

const config = setup({
  types: {} as { context: C; events: TaskEvent },
}).createStateConfig({
  initial: 'entered',
  states: {
    entered: {
      always: [
        { guard: ({ context }) => step.convertsFirst(context), target: 'convert_first' },
        { guard: ({ context }) => !step.publishes(context), target: 'left' },
        { target: 'locking' },
      ],
    },
    convert_first: {
      entry: convert,
      on: {
        'iomap_write_unwritten.ret': { target: 'entered', actions: assign({ converted: true }) },
      },
    },
    locking: {
      always: [
        {
          guard: ({ context: c }) => step.takesIrwsem(c) && step.requeues(c),
          target: 'i_rwsem_trylock',
        },
        { guard: ({ context }) => step.takesIrwsem(context), target: 'i_rwsem_lock' },
        { target: 'old_eof' },
      ],
    },
    // A design to be refused too: the drain keeps the lock until this work is done.
    i_rwsem_trylock: {
      entry: call('down_write_trylock', (c) => c.i_rwsem),
      on: {
        'down_write_trylock.ret': [
          { guard: ({ event }) => event.acquired, target: 'old_eof' },
          { target: 'i_rwsem_trylock', reenter: true },
        ],
      },
    },
    // A design to be refused: a drain waits for i_dio_count with i_rwsem held [K inode_dio_wait].
    i_rwsem_lock: {
      entry: call('down_write', (c) => c.i_rwsem),
      on: { 'down_write.ret': 'old_eof' },
    },
    old_eof: {
      always: [
        {
          guard: ({ context }) => step.locksEofFolio(context),
          target: 'old_eof_read',
        },
        { target: 'size_locking' },
      ],
    },
    old_eof_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context, event }) => step.eofFolio(context, event.i_size) !== null,
            target: 'folio_lock',
            actions: assign({
              eof_folio: ({ context, event }) => step.eofFolio(context, event.i_size),
            }),
          },
          { target: 'size_locking' },
        ],
      },
    },
    folio_lock: {
      entry: call('folio_lock', held),
      on: { 'folio_lock.ret': 'size_locking' },
    },
    size_locking: {
      always: [
        { guard: ({ context }) => step.sizeLock(context) !== null, target: 'size_lock' },
        { target: 'i_size_read' },
      ],
    },
    size_lock: {
      entry: call('down_write', lockName),
      on: {
        'down_write.ret': [
          {
            guard: ({ context: c }) => step.convertsUnderLock(c) && step.converts(c),
            target: 'convert_locked',
          },
          { target: 'i_size_read' },
        ],
      },
    },
    convert_locked: {
      entry: convert,
      on: {
        'iomap_write_unwritten.ret': {
          target: 'i_size_read',
          actions: assign({ converted: true }),
        },
      },
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context: c, event }) => event.i_size >= step.newSize(c),
            target: 'size_unlocking',
          },
          {
            guard: ({ context: c, event }) => step.eofFolio(c, event.i_size) !== c.eof_folio,
            target: 'size_unlocking',
            actions: assign({ eof_moved: true }),
          },
          { target: 'compared', actions: assign({ i_size: ({ event }) => event.i_size }) },
        ],
      },
    },
    compared: {
      always: [
        {
          guard: ({ context }) => step.helperUnderFolioLock(context, 'publish-last'),
          target: 'isize_extended_first',
        },
        { target: 'i_size_write' },
      ],
    },
    isize_extended_first: {
      entry: isizeExtended,
      on: { 'pagecache_isize_extended.ret': 'i_size_write' },
    },
    i_size_write: {
      entry: call(
        'i_size_write',
        (c) => c.inode,
        (c) => ({ i_size: step.newSize(c) }),
      ),
      on: {
        'i_size_write.ret': [
          {
            guard: ({ context }) => step.helperUnderFolioLock(context, 'publish-first'),
            target: 'isize_extended_last',
          },
          { target: 'size_unlocking' },
        ],
      },
    },
    isize_extended_last: {
      entry: isizeExtended,
      on: { 'pagecache_isize_extended.ret': 'size_unlocking' },
    },
    size_unlocking: {
      always: [
        { guard: ({ context }) => step.sizeLock(context) !== null, target: 'size_unlock' },
        { target: 'folio_unlocking' },
      ],
    },
    size_unlock: {
      entry: call('up_write', lockName),
      on: { 'up_write.ret': 'folio_unlocking' },
    },
    folio_unlocking: {
      always: [
        { guard: ({ context }) => context.eof_folio !== null, target: 'folio_unlock' },
        { target: 'size_updated' },
      ],
    },
    folio_unlock: {
      entry: call('folio_unlock', held),
      on: { 'folio_unlock.ret': { target: 'size_updated', actions: assign({ eof_folio: null }) } },
    },
    size_updated: {
      always: [
        // EOF had moved to another folio between its choice and the size lock.
        {
          guard: ({ context }) => context.eof_moved,
          target: 'old_eof',
          actions: assign({ eof_moved: false }),
        },
        {
          guard: ({ context }) => step.helperAfterwards(context),
          target: 'pagecache_isize_extended',
          actions: assign(({ context }) => step.helperRange(context)),
        },
        { target: 'i_rwsem_unlocking' },
      ],
    },
    pagecache_isize_extended: { ...pagecacheIsizeExtended<C>(), onDone: 'i_rwsem_unlocking' },
    i_rwsem_unlocking: {
      always: [
        { guard: ({ context }) => step.takesIrwsem(context), target: 'i_rwsem_unlock' },
        { target: 'disk_size' },
      ],
    },
    i_rwsem_unlock: {
      entry: call('up_write', (c) => c.i_rwsem),
      on: { 'up_write.ret': 'disk_size' },
    },
    disk_size: {
      always: [
        { guard: ({ context }) => step.setsFilesize(context), target: 'xfs_new_eof' },
        { target: 'convert_last' },
      ],
    },
    // The size on disk never passes the one in core [K xfs_new_eof].
    xfs_new_eof: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'xfs_setfilesize',
          actions: assign({
            i_size: ({ context, event }) => Math.min(event.i_size, step.newSize(context)),
          }),
        },
      },
    },
    xfs_setfilesize: {
      entry: call(
        'xfs_setfilesize',
        (c) => c.block_map,
        (c) => ({ size: c.i_size }),
      ),
      on: { 'xfs_setfilesize.ret': 'convert_last' },
    },
    // The order that commit ee70daaba82d abandoned: the size is visible before the extents.
    convert_last: {
      always: [
        { guard: ({ context }) => step.converts(context), target: 'convert' },
        { target: 'left' },
      ],
    },
    convert: {
      entry: convert,
      on: {
        'iomap_write_unwritten.ret': { target: 'left', actions: assign({ converted: true }) },
      },
    },
    left: { type: 'final' },
  },
})

/** Ends with the extents converted and i_size published as the work's design says. */
export function endIo<T extends EndIoContext>(): TaskState<T> {
  return inlined<EndIoContext, T>(config)
}
