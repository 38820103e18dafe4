/** What the README prints is what the tool prints. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readmeBlock } from './counter.fixture.ts'
import { endio } from './endio.fixture.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

it('the first command gives the sample', () => {
  const [, command] = /^npm ci && npx endio (.*)$/m.exec(readme) ?? []
  const { code, out } = endio((command ?? '').split(' '))
  expect(out).toBe(readmeBlock('sample'))
  expect(code).toBe(1)
})

it('the sample of solve is what it prints', () => {
  const [, words = ''] = /`npx endio (solve scenarios[^`]*)`/.exec(readme) ?? []
  const { code, out } = endio([...words.split(/\s+/), '--no-cache'])
  expect(out).toBe(readmeBlock('solve'))
  expect(code).toBe(0)
})

it('the logs of a real kernel come to what it says', () => {
  const { code, out } = endio(['conform', 'conform/xfs-6.12', 'conform/xfs-6.12/logs', '--quiet'])
  expect(out).toBe(readmeBlock('conform'))
  expect(code).toBe(1)
})
