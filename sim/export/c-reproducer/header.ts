/** The comment at the top of the program: what it shows, what it forces, and what it leaves to chance. */
import { violatedProperty } from '../../model/violation.ts'
import type { RaceOrder, ThreadOrder } from './order.ts'
import { isAsync } from './reproducer.ts'
import type { Call, RaceSource } from './reproducer.ts'
import { commentText } from '../plain.ts'

const width = 96

/** Paragraphs as a comment of C; a line that begins with a space stays as it is. */
export function comment(paragraphs: readonly (string | readonly string[])[]): string {
  const lines = paragraphs.flatMap((p, i) => [
    ...(i === 0 ? [] : ['']),
    ...(typeof p === 'string' ? fill(p) : p),
  ])
  const body = lines.map((l) => (l === '' ? ' *' : ` * ${commentText(l)}`))
  return ['/*', ...body, ' */'].join('\n')
}

function fill(text: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, line]
}

export interface HeaderSource {
  readonly source: RaceSource
  readonly threads: readonly ThreadOrder[]
  readonly orders: readonly RaceOrder[]
  readonly calls: readonly Call[]
  readonly scale: number
}

export function header({ source, threads, orders, calls, scale }: HeaderSource): string {
  const { name, title, origin, scenario, design, violation, user, replay } = source
  const law = violation.kind === 'property' ? `: ${violation.law}` : ''
  return comment([
    `${name}: ${title}.`,
    `What must hold: ${violatedProperty(violation)}${law}.`,
    `Written by endio from the scenario ${scenario}, design ${design}. The run that fails there fails here only on a kernel that has made the same choices.${origin === '' ? '' : ` Source of the question: ${origin}.`}`,
    ['    ' + replay.join(' ').replaceAll(/\s+/g, ' ')],
    ['What the threads do:', ...threads.flatMap((t) => threadLines(t, calls))],
    ...orderParagraphs(orders),
    ...(scale === 1
      ? []
      : [
          `Sizes: all positions and lengths of the scenario times ${scale}, so that direct I/O is aligned to blocks of 4096 bytes. What is smaller than a page there need not be so here.`,
        ]),
    ...(user.file.unaligned
      ? [
          'Sizes: direct calls cover parts of a block of the filesystem; this needs a device with logical blocks of 512 bytes.',
        ]
      : []),
    ...user.notes,
    ...wideningParagraphs(calls),
    [
      'Build:  gcc -Wall -Wextra -O2 -pthread -o PROG PROG.c',
      'Run:    PROG FILE [--attempts N] [--seconds S]',
      'Exit:   0 held in every attempt, 1 violated, 2 the environment does not allow it',
    ],
    'FILE is on the filesystem under test. It is removed at the end unless the law was violated. No attempt shows a law to hold: 0 says only that it was not seen violated.',
  ])
}

function threadLines(
  { task, waits, free }: ThreadOrder,
  calls: readonly Call[],
): readonly string[] {
  const own = calls.filter((c) => c.task === task.actor)
  const after = waits.map(({ task: t, until }) =>
    until === 'submitted' ? `while the call of ${t} is in flight` : `after ${t} has returned`,
  )
  const when = [...after, ...(free ? ['at any time of what it overlaps with'] : [])]
  const said = when.length === 0 ? 'first' : when.join(', ')
  return [
    ...fill(`${task.actor}, ${said}:`).map((l) => `    ${l}`),
    ...own.map(
      (c) => `        ${c.operation.call}${isAsync(c) ? ' (io_submit, io_getevents)' : ''}`,
    ),
  ]
}

function orderParagraphs(orders: readonly RaceOrder[]): readonly (string | readonly string[])[] {
  if (orders.length === 0) {
    return ['The run rests on no order but that of the threads above.']
  }
  const chance = orders.filter((o) => !o.forced)
  return [
    [
      'The orders that the run rests on:',
      ...orders.flatMap(({ first, second, forced }) => [
        `    ${first}`,
        `      before ${second}`,
        `      ${forced ? 'forced: the calls do not overlap' : 'NOT forced: inside calls that overlap'}`,
      ]),
    ],
    ...(chance.length === 0
      ? []
      : [
          'User space cannot force what happens inside a call. Each attempt delays one thread by another share of twice the latency of the device, measured at the start; the sequence is the same in each run of the program. Where the window is a few instructions wide this needs very many attempts, or a probe that holds it open (a kprobe that spins between the two accesses, say).',
        ]),
  ]
}

function wideningParagraphs(calls: readonly Call[]): readonly (string | readonly string[])[] {
  const asynchronous = calls.some(isAsync)
  const io = calls.some(({ operation: o }) =>
    ['pwrite', 'pread', 'fsync', 'sync_file_range', 'write_other'].includes(o.call),
  )
  if (!io) return []
  const why = asynchronous
    ? 'A slow device widens the race: what was submitted stays in flight while the others run into it. '
    : 'A slow device may widen the race, where a call waits for it. '
  return [
    `${why}With the delay target of the device mapper, here 100 ms for writes:`,
    [
      '    dev=/dev/sdX                        # its contents are lost',
      '    size=$(blockdev --getsz $dev)',
      '    dmsetup create slow --table "0 $size delay $dev 0 0 $dev 0 100"',
      '    mkfs.xfs /dev/mapper/slow && mount /dev/mapper/slow /mnt',
      '    PROG /mnt/file; umount /mnt; dmsetup remove slow',
    ],
  ]
}
