/** What is wrong with a mapping is told with its place. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { formatProblem } from '../errors.ts'
import { sourceOf } from '../scenario/source.ts'
import { readScenarioText } from '../scenario/load.ts'
import { parseDesign } from '../scenario/design.ts'
import { readMapping } from './mapping.ts'
import { vocabularyOf } from './vocabulary.ts'
import type { Vocabulary } from './vocabulary.ts'

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

async function vocabulary(path: string): Promise<Vocabulary> {
  const url = new URL(`../../${path}`, import.meta.url)
  const source = sourceOf(fileURLToPath(url), readFileSync(url, 'utf8'))
  const { scenario } = await readScenarioText(source)
  if (scenario === undefined) throw new Error(`no scenario: ${path}`)
  const chosen = parseDesign(scenario, [])
  if ('problems' in chosen) throw new Error('no design')
  return vocabularyOf(scenario, chosen.design)
}

describe('a mapping and its scenario', async () => {
  const known = await vocabulary('conform/xfs-6.12/scenario.yaml')
  const told = (changed: string, of = known): readonly string[] =>
    readMapping(sourceOf('mapping.yaml', changed), of).problems.map(formatProblem)

  it('has every name', () => {
    expect(told(text)).toEqual([])
  })

  it.each([
    [
      'at: iolock_shared',
      'at: iolock_shraed',
      "unknown-state] there is no state 'iolock_shraed' of machine 'direct_writer' (did you mean 'iolock_shared'?)",
    ],
    [
      'at: iolock_shared',
      'at: somewhere',
      "no state 'somewhere' of machine 'direct_writer'; endio graph --machine direct_writer draws",
    ],
    [
      '[iolock_demote, inode_dio_begin, ilock]',
      '[iolock_demote, inode_dio_begin]',
      "'buffered_write' comes by here too",
    ],
    [
      '{ sampled: read.i_size, new: $pos+$len }',
      '{ sampled: read.i_sise, new: $pos+$len }',
      "(did you mean 'read.i_size'?)",
    ],
    [
      '{ isize: inode.i_size } }',
      '{ isize: inod.i_sise } }',
      "there is no actor 'inod' that a value could come from (did you mean 'inode.i_size'?)",
    ],
    [
      '{ isize: inode.i_size } }',
      '{ isize: inode.i_sise } }',
      "the context of 'inode' has no field 'i_sise' (did you mean 'inode.i_size'?)",
    ],
    [
      'pos: self.oldsize, pos+bytecount',
      'pos: self.oldsise, pos+bytecount',
      "(did you mean 'self.oldsize'?)",
    ],
    ['new: $pos+$len', 'new: $pos+$lne', "no event binds '$lne' of the group 'direct'"],
    ['is: { pos: $size }', 'is: { pos: size }', "'size' is no source"],
    ['actors: [free_eofblocks]', 'actors: [free_eofblock]', 'free_eofblock'],
    ['i_size: old_size', 'i_size: old_sise', "no param 'old_sise' (did you mean 'old_size'?)"],
    [
      'append: { flags: iocb',
      'apend: { flags: iocb',
      "machine 'direct_writer' of 'direct_write' has no input 'apend' (did you mean 'append'?)",
    ],
    ['where: { pos: pos, len: size }', 'where: { pso: pos, len: size }', "no event binds 'pso'"],
    ['folio: folio', 'folio: foilo', "no actor 'foilo' (did you mean 'folio'?)"],
    ['times: bios', 'times: bois', "no event binds 'bois'"],
  ])('%s written as %s', (right, wrong, message) => {
    expect(text).toContain(right)
    const problems = told(text.replace(right, wrong))
    expect(problems.join('\n')).toContain(message)
    expect(problems[0]).toMatch(/^mapping\.yaml:\d+:\d+: error\[/)
  })

  it('of another scenario says so once', async () => {
    const problems = told(
      text,
      await vocabulary('scenarios/isize/failed-write-moves-size/scenario.yaml'),
    )
    expect(problems.length).toBe(1)
    expect(problems[0]).toContain('this mapping is for another scenario')
  })
})
