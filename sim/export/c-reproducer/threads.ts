/** The threads as C: a function a task, which waits for what the run had before it. */
import { callStatements } from './calls.ts'
import { callsOf, cNames, isAsync } from './reproducer.ts'
import type { Call, RaceSource } from './reproducer.ts'
import type { ThreadOrder, Wait } from './order.ts'

/** The flag that says how far a task has got, as a C identifier. */
function flagOf({ task, until }: Wait, names: ReadonlyMap<string, string>): string {
  return `${names.get(task) ?? task}_${until}`.toUpperCase()
}

/** The flags that somebody waits for. */
export function flagsOf(threads: readonly ThreadOrder[]): readonly string[] {
  const names = cNames(threads.map((t) => t.task))
  return [...new Set(threads.flatMap(({ waits }) => waits.map((w) => flagOf(w, names))))]
}

export function threadFunctions(
  user: RaceSource['user'],
  threads: readonly ThreadOrder[],
): readonly string[] {
  const flags = new Set(flagsOf(threads))
  const names = cNames(user.tasks)
  const functions = functionsOf(threads)
  return threads.map((thread, i) => {
    const calls = callsOf(user).filter(({ task }) => task === thread.task.actor)
    const flag = (wait: Wait): string => flagOf(wait, names)
    const body = threadLines(thread, i, calls, flags, flag).map((l) => `\t${l}`)
    return `static void *${functions[i] ?? ''}(void *unused)\n{\n${body.join('\n')}\n}`
  })
}

function threadLines(
  { task, waits, free }: ThreadOrder,
  index: number,
  calls: readonly Call[],
  flags: ReadonlySet<string>,
  flagOfWait: (wait: Wait) => string,
): readonly string[] {
  const post = (until: Wait['until']): readonly string[] => {
    const flag = flagOfWait({ task: task.actor, until })
    return flags.has(flag) ? [`post(${flag});`] : []
  }
  const inFlight = calls.filter(isAsync)
  const overlaps = free || waits.some(({ until }) => until === 'submitted')
  return [
    '(void)unused;',
    'pthread_barrier_wait(&start);',
    ...waits.map((w) => `await(${flagOfWait(w)});`),
    ...(overlaps ? [`sleep_a_little(${index});`] : []),
    ...calls.flatMap(callStatements),
    ...post('submitted'),
    ...inFlight.map(({ id }) => `reap_write(${id});`),
    ...post('returned'),
    'return NULL;',
  ]
}

/** The functions of `threads`, in their order. */
export function functionsOf(threads: readonly ThreadOrder[]): readonly string[] {
  const names = cNames(threads.map((t) => t.task))
  return threads.map(({ task }) => `task_${names.get(task.actor) ?? task.actor}`)
}
