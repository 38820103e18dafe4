/** Tasks that run a list of operations on locks and an inode of the kernel model, one by one. */
import { setup } from 'xstate'
import type { AnyStateMachine, EventObject } from 'xstate'
import { accesses } from '../../machines/accesses.ts'
import { holders } from '../../machines/holders.ts'
import { inode } from '../../machines/objects/inode.ts'
import { locks } from '../../machines/locks.ts'
import { rw_semaphore } from '../../machines/objects/rw_semaphore.ts'
import { ran } from '../explore/ran.fixture.ts'
import type { Actor, System } from '../scenario/system.ts'
import { syncOf } from '../scenario/synchronisation.ts'
import type { Declarations } from '../scenario/synchronisation.ts'
import { sequential } from '../strategy/sequential.ts'
import type { Trace } from '../trace/trace.ts'
import type { Finding } from './finding.ts'
import { predict } from './predict.ts'

/** `object:operation`, `tell:task`, or `await` for one word of another task. */
export type Op = string

interface Context {
  readonly at: number
  readonly told: number
}

/** A task that waits for each answer; it is at rest only when all is done. */
function program(ops: readonly Op[]): AnyStateMachine {
  const typed = setup({ types: {} as { context: Context; events: EventObject } })
  const go = typed.enqueueActions(({ context, event, enqueue, system, self }) => {
    let at = context.at + (event.type.endsWith('.ret') ? 1 : 0)
    let told = context.told + (event.type === 'word' ? 1 : 0)
    // A word that comes while an answer is awaited must not ask again.
    const waits = event.type === 'word' && ops[at] !== 'await'
    for (let op = waits ? undefined : ops[at]; op !== undefined; op = ops[at]) {
      const [to = '', what = ''] = op.split(':')
      if (to === 'await') {
        if (told === 0) break
        told -= 1
      } else if (to === 'tell') enqueue.sendTo(system.get(what), { type: 'word' })
      else {
        const request = { type: what, from: self.id, i_size: at }
        enqueue.sendTo(system.get(to), request)
        break
      }
      at += 1
    }
    enqueue.assign({ at, told })
  })
  return typed.createMachine({
    context: { at: 0, told: 0 },
    initial: 'running',
    states: {
      running: {
        entry: go,
        on: { '*': { actions: go } },
        always: { guard: ({ context }) => context.at >= ops.length, target: 'done' },
      },
      done: { type: 'final' },
    },
  })
}

/** Locks by id with their inputs, an inode, and programs by id. */
export function system(
  programs: Readonly<Record<string, readonly Op[]>>,
  { locks: ids = ['A', 'B', 'C'], contexts = {} }: Options = {},
): System {
  const object = (id: string, machine: AnyStateMachine, declared: Declarations): Actor => ({
    ...{ id, machine, input: {} },
    ...syncOf(declared, { id, input: {} }, (message) => {
      throw new Error(message)
    }),
  })
  const semaphores = ids.map((id): Actor => {
    const spins = id.startsWith('spin')
    const [declared] = locks.rw_semaphore({ id, input: { kind: spins ? 'spinlock' : 'rwsem' } })
    return {
      ...object(id, rw_semaphore, { locks: () => [declared] }),
      holders: ({ context }) => holders.rw_semaphore({ context }),
    }
  })
  const file = object('inode', inode, {
    locks: () => locks.inode(),
    accesses: ({ event }) => accesses.inode({ event: event as never, context: {} }),
  })
  const tasks = Object.entries(programs).map(([id, ops]) =>
    object(id, program(ops), { context: contexts[id] }),
  )
  const bound = { steps: 400, faults: 0 }
  return { name: 'toy', actors: [...semaphores, file, ...tasks], properties: [], bound }
}

interface Options {
  readonly locks?: readonly string[]
  readonly contexts?: Readonly<Record<string, string>>
}

/** The passing run in which each task runs until it blocks, and its findings. */
export function predicted(of: System): {
  readonly trace: Trace
  readonly findings: readonly Finding[]
  readonly keys: readonly string[]
} {
  const { trace } = ran(of, sequential)
  if (trace.ending.kind !== 'passed') throw new Error('the run must pass to predict anything')
  const findings = predict(of, trace)
  return { trace, findings, keys: findings.map(({ key }) => key) }
}
