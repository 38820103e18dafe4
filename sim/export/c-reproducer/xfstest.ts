/** The program as a test in the shape of xfstests: what stands in tests/generic, and its golden output. */
import { oneLine } from '../plain.ts'
import { callsOf, isAsync } from './reproducer.ts'
import type { Call, RaceSource } from './reproducer.ts'

export interface XfsTest {
  /** tests/generic/NNN */
  readonly script: string
  /** tests/generic/NNN.out */
  readonly golden: string
}

/** `number` is the test's own, which it gets when it is merged. */
export function xfsTest(source: RaceSource, number: string): XfsTest {
  const { name, title, design, user } = source
  const calls = callsOf(user)
  const script = [
    '#! /bin/bash',
    '# SPDX-License-Identifier: MIT',
    '#',
    `# FS QA Test No. ${number}`,
    '#',
    `# ${oneLine(title)}`,
    '#',
    `# src/${name}.c says what it does, and which orders it leaves to chance.`,
    `# Model: scenario ${name}, design ${oneLine(design).split(' ').join('\n#   ')}`,
    '#',
    '. ./common/preamble',
    `_begin_fstest ${groupsOf(calls).join(' ')}`,
    '',
    '_cleanup()',
    '{',
    '\tcd /',
    '\trm -r -f $tmp.* $testfile*',
    '}',
    '',
    '_require_test',
    `_require_test_program ${name}`,
    ...requirements(calls),
    '',
    `testfile=$TEST_DIR/${name}.$seq`,
    'rm -f $testfile*',
    '',
    `$here/src/${name} $testfile --attempts $((200 * LOAD_FACTOR)) \\`,
    '\t--seconds $((60 * TIME_FACTOR)) >> $seqres.full 2>&1',
    'case $? in',
    '0) ;;',
    '1) grep ^attempt $seqres.full ;;',
    '*) _notrun "$(grep "^cannot run" $seqres.full)" ;;',
    'esac',
    '',
    'echo "Silence is golden"',
    'status=0',
    'exit',
  ]
  return {
    script: `${script.join('\n')}\n`,
    golden: `QA output created by ${number}\nSilence is golden\n`,
  }
}

function groupsOf(calls: readonly Call[]): readonly string[] {
  const operations = calls.map(({ operation }) => operation)
  const has = (...kinds: readonly string[]): boolean =>
    operations.some((o) => kinds.includes(o.call))
  return [
    'auto',
    'rw',
    ...(calls.some(isAsync) ? ['aio'] : []),
    ...(has('mmap_store') ? ['mmap'] : []),
    ...(has('fallocate') ? ['prealloc'] : []),
    ...(operations.some((o) => o.call === 'fallocate' && o.mode === 'punch-hole') ? ['punch'] : []),
    ...(has('clone') ? ['clone'] : []),
  ]
}

function requirements(calls: readonly Call[]): readonly string[] {
  const operations = calls.map(({ operation }) => operation)
  return [
    '_require_odirect',
    ...(calls.some(isAsync) ? ['_require_aio'] : []),
    ...(operations.some((o) => o.call === 'fallocate') ? ['_require_xfs_io_command "falloc"'] : []),
    ...(operations.some((o) => o.call === 'fallocate' && o.mode === 'punch-hole')
      ? ['_require_xfs_io_command "fpunch"']
      : []),
    ...(operations.some((o) => o.call === 'clone') ? ['_require_test_reflink'] : []),
  ]
}
