/**
 * reorder_3, 4, 5: setters store to `a` and then to `b`; a checker reads both and takes for granted
 * that it sees both stores or neither. The repair reads and writes under one lock.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { check, get, lock, set, unlock } from '../task.ts'
import type { Statement } from '../task.ts'

function system(name: string, setters: number, locked: boolean): System {
  const section = (...body: readonly Statement[]): readonly Statement[] =>
    locked ? [lock('m'), ...body, unlock('m')] : body
  const setter = section(set('a', 1), set('b', -1))
  const ids = Array.from({ length: setters }, (_, i) => `setter${i + 1}`)
  return concurrent(
    name,
    { m: mutex(), a: variable(), b: variable() },
    {
      ...Object.fromEntries(ids.map((id) => [id, setter])),
      checker: [
        ...section(get('a'), get('b')),
        check(({ a, b }) => (a === 0 && b === 0) || (a === 1 && b === -1)),
      ],
    },
  )
}

function reorder(threads: number, steps: number): Program {
  const name = `reorder_${threads}`
  return {
    name,
    published: { threads: threads + 1, steps },
    depth: 2,
    failure: assertion,
    bad: system(`${name}_bad`, threads - 1, false),
    ok: system(`${name}_ok`, threads - 1, true),
  }
}

export const reorders: readonly Program[] = [reorder(3, 12), reorder(4, 16), reorder(5, 20)]
