import { describe, expect, it } from 'vitest'
import { slab_object } from './slab_object.ts'
import { TestSystem } from '../system.fixture.ts'

const object = (refs: number): TestSystem =>
  new TestSystem({ object: { machine: slab_object, kind: 'slab_object', input: { refs } } }, ['a'])

const zeros = (system: TestSystem): readonly unknown[] =>
  system.events('a').map((event) => Reflect.get(event, 'zero'))

describe('slab_object', () => {
  it('tells the last reference from the others, and saturates below zero', () => {
    const system = object(2)
    for (let i = 0; i < 3; i++) system.call('a', 'object', 'refcount_dec_and_test')
    expect(zeros(system)).toEqual([false, true, false])
  })

  it('answers after it has been freed', () => {
    const system = object(1).call('a', 'object', 'kfree').call('a', 'object', 'slab_read')
    expect(system.got('a')).toEqual(['kfree.ret', 'slab_read.ret'])
  })
})
