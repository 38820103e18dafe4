/** The documents of the truncate race, as the command line writes them. */
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { run, study } from '../api.ts'
import { loadScenario } from '../scenario/load.ts'
import { endio } from './endio.fixture.ts'
import { UsageError } from './failure.ts'
import { raceExport } from './race-export.ts'
import type { raceFormats } from './race-export.ts'

const h3 = 'scenarios/isize/h3-truncate-zeroes-acked-aio'

async function documentOf(path: string, seed: string, format: (typeof raceFormats)[number]) {
  const folder = fileURLToPath(new URL(`../../${path}`, import.meta.url))
  const subject = study(await loadScenario(folder))
  return raceExport(subject, path, run(subject, { kind: 'seed', seed }).trace, format, 10_000)
}

it('writes a mail of 72 columns of ASCII that says what a maintainer asks for', async () => {
  const mail = await documentOf(h3, '2', 'mail')
  expect(mail.split('\n').filter((l) => l.length > 72)).toEqual([])
  expect(mail).toMatch(/^[\n\x20-\x7e]*$/)
  // What the scenario gives is the question: another choice of it is no fix.
  const fixes = mail.slice(mail.indexOf('What would fix it'), mail.indexOf('These do not help'))
  expect(fixes).toContain('oldsize_sample=after-wait: 765 states')
  expect(fixes).not.toContain('async=false')
  expect(mail).toMatchSnapshot()
})

it('writes a program that says what it forces and what it leaves to chance', async () => {
  const program = await documentOf(h3, '2', 'c-reproducer')
  expect(program).toContain('while the call of aio is in flight')
  expect(program).toContain('NOT forced: inside calls that overlap')
  expect(program).toContain('delay $dev 0 0 $dev 0 100')
  expect(program).toMatch(/submit_write\(AIO_0\);\n\tpost\(AIO_SUBMITTED\);\n\treap_write\(AIO_0\)/)
  expect(program).toMatch(/await\(AIO_SUBMITTED\);\n.*\n.*ftruncate\(cached_fd, 1048576\)/)
})

it('writes a test in the shape of xfstests with its golden output', async () => {
  expect(await documentOf(h3, '2', 'xfstest')).toMatchSnapshot()
  expect(await documentOf(h3, '2', 'xfstest.out')).toBe(
    'QA output created by NNN\nSilence is golden\n',
  )
})

it('refuses a race that user space cannot show, and says what could', async () => {
  const refused = documentOf(
    'scenarios/eof-folio/aio-endio-outside-inode-lock',
    '4',
    'c-reproducer',
  )
  await expect(refused).rejects.toThrow(UsageError)
  await expect(refused).rejects.toThrow(/RWF_WRITETHROUGH.*\n.*needed: a kernel with the series/)
})

it('is exported of the shortest failing run where none is named, and not of a run that passes', () => {
  const { code, out } = endio(['export', h3, '--format', 'c-reproducer'])
  expect(code).toBe(0)
  expect(out).toContain('ftruncate(cached_fd, 1048576)')
  const passing = endio(['export', h3, '--format', 'c-reproducer', '--seed', '1'])
  expect(passing).toMatchObject({ code: 2, err: expect.stringContaining('Only a run that fails') })
})

it('asks a question where nobody has seen it on a running system', () => {
  const { out } = endio(['report', 'scenarios/completion/r24-lost-wakeup', '--format', 'mail'])
  expect(out).toMatch(/^Subject: \[QUESTION\] a wait for the last page/)
  expect(out).toContain('  waiter in f2fs_wait_on_all_pages(): sleep_on(wait_queue_head),\n')
  // Whole records of an object are for the JSON form.
  expect(out).not.toContain('{type:')
  expect(out).toContain('There is no program for it (waiter: ')
})

it('is printed by report --format mail, of the shortest run where none is named', () => {
  const { code, out } = endio(['report', h3, '--format', 'mail'])
  expect(code).toBe(1)
  expect(out).toMatch(/^Subject: \[BUG\] a truncate that grows the file zeroes an AIO write/)
  expect(endio(['report', h3, '--seed', '1', '--format', 'mail']).code).toBe(2)
  expect(endio(['report', h3, '--of', 'matrix', '--format', 'mail']).err).toContain('one race')
  for (const words of [['--seeds', '1..9'], ['--open'], ['--json']]) {
    const { code, err } = endio(['report', h3, ...words, '--format', 'mail'])
    expect([code, err]).toEqual([2, expect.stringContaining(`leave out ${words[0] ?? ''}`)])
  }
  const holding = endio(['report', h3, '--variant', 'async=false', '--format', 'mail'])
  expect(holding).toMatchObject({ code: 2, err: expect.stringContaining('nothing to report') })
})
