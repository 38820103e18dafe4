/** A reduced race as one self-contained C program for a running kernel. */
import { callFunctions } from './calls.ts'
import { checkFunctions } from './checks.ts'
import { header } from './header.ts'
import { fillFunction, mainFunctions } from './main-function.ts'
import { raceOrders, threadOrders } from './order.ts'
import { pruned } from './prune.ts'
import { callsOf } from './reproducer.ts'
import type { RaceSource } from './reproducer.ts'
import { callTable, includes, machinery, waiting } from './runtime.ts'
import { scaled, scaleOf } from './scale.ts'
import { constants, needsOf, setupFunctions } from './setup.ts'
import { flagsOf, threadFunctions } from './threads.ts'

/** The text of NAME.c; compiles with gcc -Wall -Wextra -Werror -pthread. */
export function cProgram(source: RaceSource): string {
  const scale = scaleOf(source.user)
  const user = scaled(source.user, scale)
  const threads = threadOrders(user.tasks, source.trace)
  const orders = raceOrders(source.deviations, threads)
  const calls = callsOf(user)
  const needs = needsOf(calls, user.file.mapped.length > 0)
  const flags = flagsOf(threads)
  const overlaps = threads.findIndex(
    ({ waits, free }) => free || waits.some((w) => w.until === 'submitted'),
  )
  const filled = Math.min(user.file.size, user.file.written) > 0
  const sizes = [
    constants(user, flags),
    `#define THREADS ${threads.length}`,
    ...(overlaps < 0
      ? []
      : [
          `#define FIRST_DELAYED ${overlaps} /* the thread that the first attempts delay */`,
          '#define SLEEPS 32 /* delays of one thread before the next has its turn; a power of two */',
        ]),
  ]
  const stores = calls.some(({ operation }) => operation.call === 'mmap_store')
  const parts = [
    '// SPDX-License-Identifier: MIT',
    header({ source, threads, orders, calls, scale }),
    includes,
    sizes.join('\n'),
    callTable(calls, needs),
    ...machinery(needs, user.sees, calls),
    ...waiting(flags.length > 0, overlaps >= 0),
    ...callFunctions(calls),
    ...(filled || user.file.cached ? ['static char scratch[SPAN];'] : []),
    ...fillFunction(filled),
    ...setupFunctions(user, needs),
    ...checkFunctions(user, calls),
    ...threadFunctions(user, threads),
    ...mainFunctions({
      ...{ threads, needs, filled, stores },
      announcements: announcementsOf(orders),
    }),
  ]
  return `${pruned(parts).join('\n\n').replace(' */\n\n#define _GNU', ' */\n#define _GNU')}\n`
}

function announcementsOf(orders: ReturnType<typeof raceOrders>): readonly string[] {
  return orders.map(({ first, second, forced }) =>
    forced ? `forced: ${first} before ${second}` : `left to chance: ${first} before ${second}`,
  )
}
