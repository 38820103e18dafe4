/** account: the check after deposit and withdrawal subtracts what was deposited. */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { check, get, increase, lock, set, unlock, when } from '../task.ts'

const [before, deposit, withdrawal] = [1, 2, 4]

const system = (name: string, expected: number): System =>
  concurrent(
    name,
    {
      m: mutex(),
      balance: variable(before),
      deposited: variable(),
      withdrawn: variable(),
    },
    {
      depositor: [lock('m'), ...increase('balance', deposit), set('deposited', 1), unlock('m')],
      withdrawer: [
        lock('m'),
        ...increase('balance', -withdrawal),
        set('withdrawn', 1),
        unlock('m'),
      ],
      checker: [
        lock('m'),
        get('deposited'),
        get('withdrawn'),
        when(
          (r) => r['deposited'] === 1 && r['withdrawn'] === 1,
          [get('balance'), check((r) => r['balance'] === expected)],
        ),
        unlock('m'),
      ],
    },
  )

export const account: Program = {
  name: 'account',
  published: { threads: 4, steps: 8 },
  depth: 2,
  failure: assertion,
  bad: system('account_bad', before - deposit - withdrawal),
  ok: system('account_ok', before + deposit - withdrawal),
}
