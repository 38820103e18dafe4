/**
 * twostage: two values must fit, but each has a lock of its own, and a reader may come between the
 * two stages of the writer. The repair holds the first lock over both stages, in writer and reader.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { check, exit, get, lock, set, unlock, when } from '../task.ts'

const system = (name: string, nested: boolean): System => {
  const [early, late] = nested ? [[], [unlock('lock1')]] : [[unlock('lock1')], []]
  return concurrent(
    name,
    { lock1: mutex(), lock2: mutex(), data1: variable(), data2: variable() },
    {
      writer: [
        lock('lock1'),
        set('data1', 1),
        ...early,
        lock('lock2'),
        get('data1'),
        set('data2', ({ data1 = 0 }) => data1 + 1),
        unlock('lock2'),
        ...late,
      ],
      reader: [
        lock('lock1'),
        get('data1'),
        when((r) => r['data1'] === 0, [unlock('lock1'), exit]),
        ...early,
        lock('lock2'),
        get('data2'),
        unlock('lock2'),
        ...late,
        check(({ data1 = 0, data2 = 0 }) => data2 === data1 + 1),
      ],
    },
  )
}

export const twostage: Program = {
  name: 'twostage',
  published: { threads: 3, steps: 11 },
  depth: 2,
  failure: assertion,
  preemptions: 1,
  bad: system('twostage_bad', false),
  ok: system('twostage_ok', true),
}
