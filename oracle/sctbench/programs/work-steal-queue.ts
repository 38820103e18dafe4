/**
 * WorkStealQueue: the owner pushes and pops at the tail, a thief steals at the head, and only when
 * they may meet does the owner take the lock. Both must first announce what they take and then look
 * at the other end (Frigo, Leiserson, Randall, "The Implementation of the Cilk-5 Multithreaded
 * Language", PLDI 1998). The faulty thief looks first, and an item is taken twice.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { add, check, get, lock, set, unlock, when } from '../task.ts'
import type { Registers, Statement } from '../task.ts'

const head = ({ head = 0 }: Registers): number => head
const tail = ({ tail = 0 }: Registers): number => tail
const empty = (r: Registers): boolean => head(r) > tail(r)

/** Items are numbered by their place; each has a cell that counts who took it. */
const taken = (place: (r: Registers) => number): readonly Statement[] =>
  [0, 1, 2].map((item) =>
    when(
      (r) => place(r) === item,
      [add(`item${item}`, 1, 'takers'), check(({ takers }) => takers === 1)],
    ),
  )

const push: readonly Statement[] = [get('tail'), set('tail', (r) => tail(r) + 1)]

const announcePop: readonly Statement[] = [
  get('tail'),
  set('tail', (r) => tail(r) - 1),
  get('tail'),
  get('head'),
]
const withdrawPop = set('tail', (r) => tail(r) + 1)

const pop: readonly Statement[] = [
  ...announcePop,
  when(
    empty,
    [
      withdrawPop,
      lock('m'),
      ...announcePop,
      when(empty, [withdrawPop, unlock('m')], [unlock('m'), ...taken(tail)]),
    ],
    taken(tail),
  ),
]

const steal: readonly Statement[] = [
  lock('m'),
  get('head', 'place'),
  set('head', ({ place = 0 }) => place + 1),
  get('head'),
  get('tail'),
  when(
    empty,
    [set('head', ({ place = 0 }) => place), unlock('m')],
    [unlock('m'), ...taken(({ place = 0 }) => place)],
  ),
]

const lookAndSteal: readonly Statement[] = [
  lock('m'),
  get('tail'),
  get('head'),
  when(
    (r) => head(r) + 1 > tail(r),
    [unlock('m')],
    [set('head', (r) => head(r) + 1), unlock('m'), ...taken(head)],
  ),
]

const system = (name: string, theft: readonly Statement[]): System =>
  concurrent(
    name,
    {
      m: mutex(),
      head: variable(),
      tail: variable(),
      item0: variable(),
      item1: variable(),
      item2: variable(),
    },
    { owner: [...push, ...push, ...push, ...pop, ...pop, ...pop], thief: [...theft, ...theft] },
  )

export const workStealQueue: Program = {
  name: 'WorkStealQueue',
  published: { threads: 3, steps: 161 },
  depth: 3,
  failure: assertion,
  preemptions: 2,
  bad: system('WorkStealQueue_bad', lookAndSteal),
  ok: system('WorkStealQueue_ok', steal),
}
