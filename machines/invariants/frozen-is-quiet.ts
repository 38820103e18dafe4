/** S15. Between the return of freeze_super() and thaw_super() nothing of the file changes. */
import { setup } from 'xstate'
import type { PropertyTemplate } from './template.ts'

/** Deliveries that change the size, the extents or the disk. */
const changes = [
  'i_size_write',
  'iomap_write_unwritten',
  'itruncate_extents',
  'map_blocks',
  'blk_write',
] as const

interface Delivery {
  readonly type: 'freeze_super.ret' | 'thaw_super' | (typeof changes)[number]
}

const machine = setup({ types: {} as { events: Delivery } }).createMachine({
  id: 'frozen-is-quiet',
  initial: 'thawed',
  states: {
    thawed: { on: { 'freeze_super.ret': 'frozen' } },
    frozen: {
      on: {
        thaw_super: 'thawed',
        ...Object.fromEntries(changes.map((type) => [type, 'changed'])),
      },
    },
    changed: { tags: 'violation' },
  },
})

export const frozenIsQuiet: PropertyTemplate = {
  kind: 'monitor',
  law: 'while the filesystem is frozen, no size, extent or block changes',
  source: 'freeze_super() of Linux 6.12; io_complete_rw() with IOCB_DIO_CALLER_COMP',
  roles: {
    freezer: 'the task that freezes and thaws',
    super_block: 'what it freezes',
    file: 'inode, block_map and block_device',
  },
  machine,
  observes: ['freezer', 'super_block', 'file'],
}
