/**
 * sync01 and sync02: a producer waits for room and a consumer for goods, on two conditions of one
 * mutex. In sync01 the consumer takes nothing away, so the producer sleeps for ever; in sync02 there
 * are more goods than the consumer takes. The repairs consume, and begin with an empty store.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { mutex, variable } from '../objects.ts'
import { concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { get, increase, lock, loop, repeat, set, signal, unlock, wait } from '../task.ts'
import type { Statement } from '../task.ts'

const [room, goods] = [0, 1]

const sleepWhile = (full: boolean, condition: number): readonly Statement[] => [
  get('num'),
  loop(({ num = 0 }) => num > 0 === full, [wait('m', condition), get('num')]),
]
const produce: readonly Statement[] = [
  lock('m'),
  ...sleepWhile(true, room),
  ...increase('num', 1),
  unlock('m'),
  signal('m', goods),
]
const consume = (taken: number): readonly Statement[] => [
  lock('m'),
  ...sleepWhile(false, goods),
  ...(taken === 0 ? [] : [set('num', ({ num = 0 }) => num - taken)]),
  unlock('m'),
  signal('m', room),
]

const system = (
  name: string,
  stock: number,
  producer: readonly Statement[],
  consumer: readonly Statement[],
): System => concurrent(name, { m: mutex(2), num: variable(stock) }, { producer, consumer })

export const sync01: Program = {
  name: 'sync01',
  published: { threads: 3, steps: 9 },
  depth: 1,
  failure: 'deadlock producer',
  bad: system('sync01_bad', 1, produce, consume(0)),
  ok: system('sync01_ok', 1, produce, consume(1)),
}

const rounds = 2

export const sync02: Program = {
  name: 'sync02',
  published: { threads: 3, steps: 18 },
  depth: 1,
  failure: 'deadlock producer',
  bad: system('sync02_bad', 2, repeat(rounds, produce), repeat(rounds, consume(1))),
  ok: system('sync02_ok', 0, repeat(rounds, produce), repeat(rounds, consume(1))),
}
