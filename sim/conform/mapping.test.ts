/** What is wrong with a mapping is told with its place. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { formatProblem } from '../errors.ts'
import { sourceOf } from '../scenario/source.ts'
import { readMapping } from './mapping.ts'

const text = readFileSync(new URL('../../conform/xfs-6.12/mapping.yaml', import.meta.url), 'utf8')

it.each([
  ['- { do: drain }', '- { do: drian }', "no fragment 'drian' (did you mean 'drain'?)"],
  ['join: direct', 'join: dircet', "no group 'dircet' (did you mean 'direct'?)"],
  ['who: kworker', 'who: kworkers', "no group has the actor 'kworkers' (did you mean 'kworker'?)"],
  ['outside:', 'otside:', "'otside' means nothing here (did you mean 'outside'?)"],
  ['page_size: 4096', 'page_size: none', 'page_size'],
])('%s written as %s', (right, wrong, message) => {
  const { mapping, problems } = readMapping(sourceOf('mapping.yaml', text.replace(right, wrong)))
  expect(mapping).toBeUndefined()
  const told = problems.map(formatProblem).join('\n')
  expect(told).toContain(message)
  expect(told).toMatch(/^mapping\.yaml:\d+:\d+: error\[/)
})
