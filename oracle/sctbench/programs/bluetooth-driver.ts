/**
 * bluetooth_driver: a request asks whether the device is being stopped before it takes its
 * reference, so that the device may be stopped in between. The repair takes the reference first.
 * The stop does not wait for the last reference, it only looks, as in the original.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { add, check, get, set, when } from '../task.ts'
import type { Statement } from '../task.ts'

const put: readonly Statement[] = [
  add('pending', -1),
  when((r) => r['pending'] === 0, [set('event', 1)]),
]
const work: readonly Statement[] = [get('stopped'), check((r) => r['stopped'] === 0)]
const isOpen = (r: Readonly<Record<string, number>>): boolean => r['stopping'] === 0

const system = (name: string, request: readonly Statement[]): System =>
  concurrent(
    name,
    { pending: variable(1), stopping: variable(), event: variable(), stopped: variable() },
    {
      request,
      stop: [
        set('stopping', 1),
        ...put,
        get('event'),
        when((r) => r['event'] === 1, [set('stopped', 1)]),
      ],
    },
  )

export const bluetoothDriver: Program = {
  name: 'bluetooth_driver',
  published: { threads: 2, steps: 13 },
  depth: 2,
  failure: assertion,
  preemptions: 1,
  bad: system('bluetooth_driver_bad', [
    get('stopping'),
    when(isOpen, [add('pending', 1), ...work, ...put]),
  ]),
  ok: system('bluetooth_driver_ok', [
    add('pending', 1),
    get('stopping'),
    when(isOpen, work),
    ...put,
  ]),
}
