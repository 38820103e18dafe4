/**
 * stack: one task pushes, another pops as soon as a flag says that something was pushed; nobody
 * takes the flag back, so the stack may be empty. The repair asks the stack itself.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { array, mutex, variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { ask, check, get, lock, repeat, set, unlock, when } from '../task.ts'

const size = 10
const top = ({ top = 0 }: Readonly<Record<string, number>>): number => top

const system = (name: string, mayPop: string): System =>
  concurrent(
    name,
    { m: mutex(), top: variable(), flag: variable(), items: array(size) },
    {
      pusher: repeat(size, [
        lock('m'),
        get('top'),
        check((r) => top(r) < size),
        ask('items', 'set', { index: top, value: ({ i = 0 }) => i }),
        set('top', (r) => top(r) + 1),
        set('flag', 1),
        unlock('m'),
      ]),
      popper: repeat(size, [
        lock('m'),
        get(mayPop, 'may'),
        when(
          ({ may = 0 }) => may > 0,
          [
            get('top'),
            check((r) => top(r) > 0),
            set('top', (r) => top(r) - 1),
            ask('items', 'get', { index: (r) => top(r) - 1 }, 'item'),
          ],
        ),
        unlock('m'),
      ]),
    },
  )

export const stack: Program = {
  name: 'stack',
  published: { threads: 3, steps: 43 },
  depth: 2,
  failure: assertion,
  bad: system('stack_bad', 'flag'),
  ok: system('stack_ok', 'top'),
}
