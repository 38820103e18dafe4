/**
 * token_ring: three tasks copy a value round a ring, each in one atomic section, here a mutex; the
 * fourth believes that after all three the values are equal, which only one order makes true. The
 * repair lets each task wait for the one before.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { check, get, lock, set, unlock, when } from '../task.ts'
import type { Statement } from '../task.ts'

const atomic = (...body: readonly Statement[]): readonly Statement[] => [
  lock('atomic'),
  ...body,
  unlock('atomic'),
]
const copy = (from: string, to: string, step: number): readonly Statement[] => [
  get(from),
  set(to, (r) => ((r[from] ?? 0) + step) % 4),
]
const all = (r: Readonly<Record<string, number>>): boolean =>
  r['flag1'] === 1 && r['flag2'] === 1 && r['flag3'] === 1

const checker = atomic(
  get('flag1'),
  get('flag2'),
  get('flag3'),
  when(all, [
    get('x1'),
    get('x2'),
    get('x3'),
    check((r) => r['x1'] === r['x2'] && r['x2'] === r['x3']),
  ]),
)

/** A task's own section; in the repair it copies only after its predecessor. */
const turn = (n: number, body: readonly Statement[], after?: string): readonly Statement[] =>
  after === undefined
    ? atomic(...body, set(`flag${n}`, 1))
    : atomic(
        get(after),
        when((r) => r[after] === 1, [...body, set(`flag${n}`, 1)]),
      )

const system = (name: string, ordered: boolean): System =>
  concurrent(
    name,
    {
      atomic: mutex(),
      x1: variable(1),
      x2: variable(2),
      x3: variable(1),
      flag1: variable(),
      flag2: variable(),
      flag3: variable(),
    },
    {
      t1: turn(1, copy('x3', 'x1', 1)),
      t2: turn(2, copy('x1', 'x2', 0), ordered ? 'flag1' : undefined),
      t3: turn(3, copy('x2', 'x3', 0), ordered ? 'flag2' : undefined),
      checker,
    },
  )

export const tokenRing: Program = {
  name: 'token_ring',
  published: { threads: 5, steps: 11 },
  depth: 2,
  failure: assertion,
  bad: system('token_ring_bad', false),
  ok: system('token_ring_ok', true),
}
