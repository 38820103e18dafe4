/** What the browser keeps of the branches comes back as it was; anything else is none. */
import { expect, it } from 'vitest'
import { parseSession } from './session.ts'
import type { Session } from './session.ts'

const session: Session = {
  at: '12+a>b:write',
  current: 3,
  beside: 1,
  branches: [
    { id: 1, name: 'main', moves: 'a>b:read' },
    { id: 3, name: 'branch 3', moves: '', from: { id: 1, step: 0 } },
  ],
}

it('is read as it was written', () => {
  expect(parseSession(JSON.stringify(session))).toEqual(session)
})

it.each([
  '',
  'null',
  '[]',
  '{"at":"","current":1}',
  JSON.stringify({ ...session, at: 3 }),
  JSON.stringify({ ...session, branches: [{ id: 1, name: 'main' }] }),
])('is none of %j', (text) => {
  expect(parseSession(text)).toBeUndefined()
})
