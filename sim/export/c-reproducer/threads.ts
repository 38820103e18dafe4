/** The threads as C: a function a task, which waits for what the run had before it. */
import { callStatements } from './calls.ts'
import { callsOf, identifier, isAsync } from './reproducer.ts'
import type { Call, RaceSource } from './reproducer.ts'
import type { ThreadOrder, Wait } from './order.ts'

/** The flag that says how far a task has got, as a C identifier. */
export function flagOf({ task, until }: Wait): string {
  return `${identifier(task)}_${until}`.toUpperCase()
}

/** The flags that somebody waits for. */
export function flagsOf(threads: readonly ThreadOrder[]): readonly string[] {
  return [...new Set(threads.flatMap(({ waits }) => waits.map(flagOf)))]
}

export function threadFunctions(
  user: RaceSource['user'],
  threads: readonly ThreadOrder[],
): readonly string[] {
  const flags = new Set(flagsOf(threads))
  return threads.map((thread, i) => {
    const calls = callsOf(user).filter(({ task }) => task === thread.task.actor)
    return threadFunction(thread, i, calls, flags)
  })
}

function threadFunction(
  { task, waits, free }: ThreadOrder,
  index: number,
  calls: readonly Call[],
  flags: ReadonlySet<string>,
): string {
  const post = (until: Wait['until']): readonly string[] => {
    const flag = flagOf({ task: task.actor, until })
    return flags.has(flag) ? [`post(${flag});`] : []
  }
  const inFlight = calls.filter(isAsync)
  const overlaps = free || waits.some(({ until }) => until === 'submitted')
  const lines = [
    '(void)unused;',
    'pthread_barrier_wait(&start);',
    ...waits.map((w) => `await(${flagOf(w)});`),
    ...(overlaps ? [`sleep_a_little(${index});`] : []),
    ...calls.flatMap(callStatements),
    ...post('submitted'),
    ...inFlight.map(({ id }) => `reap_write(${id});`),
    ...post('returned'),
    'return NULL;',
  ]
  return `static void *${functionOf(task.actor)}(void *unused)\n{\n${lines.map((l) => `\t${l}`).join('\n')}\n}`
}

export function functionOf(actor: string): string {
  return `task_${identifier(actor)}`
}
