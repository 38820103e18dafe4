import { expect, it } from 'vitest'
import { formatPosition, parsePosition } from './fragment.ts'

it('a position survives the address', () => {
  const position = {
    run: 2,
    step: 88,
    view: 'full',
    query: 'i_size & "x"',
    watch: ['inode.i_size', 'a b'],
    actor: 'kworker',
  } as const
  expect(parsePosition(formatPosition(position))).toEqual(position)
})

it.each(['#step=-1', '#step=1e9&view=x', '#run=', '#%zz', ''])('%s says nothing', (fragment) => {
  expect(parsePosition(fragment)).toEqual({})
})
