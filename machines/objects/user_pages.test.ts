import { describe, expect, it } from 'vitest'
import { folio } from './folio.ts'
import { TestSystem } from '../system.fixture.ts'
import { user_pages } from './user_pages.ts'

const pages = (room: number): TestSystem =>
  new TestSystem(
    {
      folio: { machine: folio, kind: 'folio' },
      pages: { machine: user_pages, kind: 'user_pages', input: { source: 'folio', room } },
    },
    ['a', 'b'],
  )

const faultIn = (system: TestSystem, page: number): TestSystem =>
  system.call('a', 'pages', 'fault_in_iov_iter_readable', { page })

const copied = (system: TestSystem, page: number): unknown => {
  system.call('a', 'pages', 'copy_from_user', { page, pagefault: 'disabled' })
  return system.events('a').at(-1)
}

describe('user_pages', () => {
  it('copies what was faulted in and is still there', () => {
    const system = faultIn(faultIn(pages(2), 0), 1)
    expect(copied(system, 0)).toEqual({ type: 'copy_from_user.ret', copied: true })
    system.call('b', 'pages', 'try_to_unmap', { page: 0 })
    expect(copied(system, 0)).toEqual({ type: 'copy_from_user.ret', copied: false })
  })

  it('has room for so many pages only', () => {
    expect(copied(faultIn(faultIn(pages(1), 0), 1), 0)).toMatchObject({ copied: false })
  })

  it('waits for the lock of the folio behind the page', () => {
    const system = faultIn(pages(2).call('b', 'folio', 'folio_lock'), 0)
    expect(system.got('a')).toEqual([])
    system.call('b', 'folio', 'folio_unlock')
    expect(system.got('a')).toEqual(['fault_in_iov_iter_readable.ret'])
  })
})
