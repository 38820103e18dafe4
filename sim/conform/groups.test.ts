/** Which instance each event of a completion is about, where its fields name none. */
import { describe, expect, it } from 'vitest'
import { parseCalls } from './calls.ts'
import { groupCalls } from './groups.ts'
import { kernelOptions, logOf } from './kernel.fixture.ts'
import { edit, sizeOnly, twoFolios } from './variations.fixture.ts'

const { mapping } = kernelOptions()

/** Numbers of the instances of writeback that the events of this name are about, in order. */
function instancesOf(text: string, name: string): readonly (number | undefined)[] {
  const { calls, strays } = parseCalls(mapping, logOf(text))
  expect(strays).toEqual([])
  const { sightings, homeless } = groupCalls(mapping, calls)
  expect(homeless).toEqual([])
  return sightings
    .filter(({ event, call }) => event.name === name && call.kind === 'end_ioend')
    .map(({ instance }) => instance?.number)
}

describe('an ioend that only moves the size on disk', () => {
  it('is that of the folio begun before it', () => {
    const text = sizeOnly(edit((line) => line))
    expect(instancesOf(text, 'xfs_setfilesize')).toEqual([1])
    expect(instancesOf(text, 'folio_end_writeback')).toEqual([1])
  })

  it('has as many folios as it lets go, the first of them first', () => {
    const text = sizeOnly(twoFolios())
    expect(instancesOf(text, 'xfs_setfilesize')).toEqual([1])
    expect(instancesOf(text, 'folio_end_writeback')).toEqual([1, 2])
  })

  it('passes over folios that were begun earlier and ended without one', () => {
    const text = sizeOnly(twoFolios())
    const ends = text.lastIndexOf('folio_end_writeback')
    const from = text.lastIndexOf('\n', ends)
    const one = text.slice(0, from) + text.slice(text.indexOf('\n', ends))
    expect(instancesOf(one, 'folio_end_writeback')).toEqual([2])
  })
})
