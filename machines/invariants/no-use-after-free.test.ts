import { createActor } from 'xstate'
import { describe, expect, it } from 'vitest'
import { noLeak } from './no-leak.ts'
import { noUseAfterFree } from './no-use-after-free.ts'
import { judge } from './view.fixture.ts'

function judged(deliveries: readonly (readonly [type: string, to: string])[]): boolean {
  if (noUseAfterFree.kind !== 'monitor') throw new Error('no-use-after-free is a monitor')
  const monitor = createActor(noUseAfterFree.machine).start()
  for (const [type, to] of deliveries) monitor.send({ type, to })
  return monitor.getSnapshot().hasTag('violation')
}

describe('no-use-after-free', () => {
  it('allows what is done to another object', () => {
    expect(
      judged([
        ['slab_read', 'dio'],
        ['kfree', 'dio'],
        ['slab_read', 'iocb'],
      ]),
    ).toBe(false)
  })

  it.each(['slab_read', 'refcount_dec_and_test', 'kfree'])('finds %s of freed memory', (type) => {
    expect(
      judged([
        ['kfree', 'dio'],
        [type, 'dio'],
      ]),
    ).toBe(true)
  })
})

describe('no-leak', () => {
  it('asks that every object is freed', () => {
    expect(judge(noLeak, { objects: [{ freed: true, refs: 0 }] })).toBe('')
    expect(judge(noLeak, { objects: [{ freed: false, refs: 1 }] })).toContain('references: 1')
  })
})
