import { createActor } from 'xstate'
import { describe, expect, it } from 'vitest'
import { frozenIsQuiet } from './frozen-is-quiet.ts'

function judged(types: readonly string[]): boolean {
  if (frozenIsQuiet.kind !== 'monitor') throw new Error('frozen-is-quiet is a monitor')
  const monitor = createActor(frozenIsQuiet.machine).start()
  for (const type of types) monitor.send({ type })
  return monitor.getSnapshot().hasTag('violation')
}

describe('frozen-is-quiet', () => {
  it('allows changes before the freeze and after the thaw', () => {
    expect(judged(['i_size_write', 'freeze_super.ret', 'thaw_super', 'blk_write'])).toBe(false)
  })

  it.each(['i_size_write', 'iomap_write_unwritten', 'blk_write'])('finds %s in between', (type) => {
    expect(judged(['freeze_super.ret', type])).toBe(true)
  })
})
