import { describe, expect, it } from 'vitest'
import { freezeTokensBalanced } from '../invariants/freeze-tokens-balanced.ts'
import { judge } from '../invariants/view.fixture.ts'
import { super_block } from './super_block.ts'
import { TestSystem } from '../system.fixture.ts'

const sb = (): TestSystem =>
  new TestSystem({ sb: { machine: super_block, kind: 'super_block' } }, ['a', 'b', 'f'])

describe('super_block', () => {
  it('freezes when the last token is dropped, and lets no new one out meanwhile', () => {
    const system = sb().call('a', 'sb', 'sb_start_write').call('f', 'sb', 'freeze_super')
    system.call('b', 'sb', 'sb_start_write')
    expect([system.got('f'), system.got('b')]).toEqual([[], []])
    system.call('a', 'sb', 'sb_end_write')
    expect([system.got('f'), system.got('b')]).toEqual([['freeze_super.ret'], []])
    system.call('f', 'sb', 'thaw_super')
    expect(system.got('b')).toEqual(['sb_start_write.ret'])
    expect(system.context('sb', super_block).writers).toBe(1)
  })
})

describe('freeze-tokens-balanced', () => {
  it('counts tokens that are left', () => {
    expect(judge(freezeTokensBalanced, { super_block: [{ writers: 0 }] })).toBe('')
    expect(judge(freezeTokensBalanced, { super_block: [{ writers: 1 }] })).toContain('held: 1')
  })
})
