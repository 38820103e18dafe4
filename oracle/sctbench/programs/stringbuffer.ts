/**
 * stringbuffer-jdk1.4: `append(other)` asks the other buffer for its length and later copies so many
 * characters, each under the other's lock but not both under one; a `delete` in between makes it
 * copy what is not there. The repair holds the lock over both.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { check, get, increase, lock, set, unlock } from '../task.ts'

const system = (name: string, held: boolean): System =>
  concurrent(
    name,
    { own: mutex(), other: mutex(), length: variable(), other_length: variable(3) },
    {
      appender: [
        lock('own'),
        lock('other'),
        get('other_length', 'wanted'),
        ...(held ? [] : [unlock('other'), lock('other')]),
        get('other_length', 'there'),
        check(({ wanted = 0, there = 0 }) => wanted <= there),
        unlock('other'),
        ...increase('length', ({ wanted = 0 }) => wanted),
        unlock('own'),
      ],
      eraser: [lock('other'), set('other_length', 0), unlock('other')],
    },
  )

export const stringbuffer: Program = {
  name: 'stringbuffer-jdk1.4',
  published: { threads: 2, steps: 10 },
  depth: 2,
  failure: assertion,
  preemptions: 1,
  bad: system('stringbuffer-jdk1.4_bad', false),
  ok: system('stringbuffer-jdk1.4_ok', true),
}
