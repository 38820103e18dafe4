/**
 * A scenario folder on disk for tests: a small scenario, a module of toy machines, and a way to
 * write down where a problem is expected. The machines are not of the kernel on purpose.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Problem } from '../errors.ts'
import { loadScenario, readScenario } from './load.ts'
import type { Scenario } from './scenario.ts'

export const TOYS = `
import { createMachine } from 'xstate'
import * as z from 'zod'

export const account = createMachine({
  id: 'account',
  context: ({ input }: any) => ({ balance: input.balance, owners: ['ann', 'bob'] }),
  initial: 'open',
  states: { open: { tags: ['idle'], initial: 'quiet', states: { quiet: {}, busy: {} } }, closed: {} },
})
export const clerk = createMachine({ id: 'clerk', context: ({ input }: any) => ({ ...input }) })
export const counter = createMachine({ id: 'counter', context: ({ input }: any) => ({ ...input }) })

export const inputs = {
  account: z.object({ balance: z.number().int().min(0).default(0) }),
  clerk: z
    .object({
      account: z.string(),
      from: z.number().default(0),
      to: z.number().default(10),
      lock: z.enum(['none', 'pen']).default('none'),
    })
    .refine(({ from, to }) => from < to, { path: ['to'], message: 'the range is empty' }),
  counter: z.object({ limit: z.number() }),
}
export const properties = {
  'balance-below': {
    kind: 'always',
    law: 'no account holds more than the limit',
    source: 'the law of the toys',
    roles: { account: 'the account' },
    params: z.object({ limit: z.number().default(100) }),
    holds: ({ account }: any, { limit }: any) => account.context.balance <= limit,
    explain: ({ account }: any, { limit }: any) => account.context.balance + ' > ' + limit,
  },
  'clerks-differ': {
    kind: 'at-rest',
    law: 'clerks differ',
    source: 'the law of the toys',
    roles: { clerks: 'all clerks' },
    holds: ({ clerks }: any) => clerks.length > 1,
  },
  'few-deliveries': {
    kind: 'monitor',
    law: 'deliveries are counted',
    source: 'the law of the toys',
    roles: { account: 'what is counted', clerks: 'who may know' },
    params: z.object({ limit: z.number() }),
    machine: counter,
    observes: ['account'],
  },
}
export const check = (actors: readonly any[]) =>
  actors.flatMap(({ id, input }) =>
    input.balance === 13
      ? [{ actor: id, key: 'balance', message: '13 brings bad luck', suggestion: '12' }]
      : input.balance === 14
        ? [{ actor: id, message: '14 is not much better' }]
        : [],
  )
`

export const TOY_SCENARIO = `endio: 1
name: toy
title: two clerks share one account
machines: ./toys.ts
params: {top: 4k, start: 1k}
actors:
  account: {machine: account, balance: $start}
  clerk: {machine: clerk, count: 2, account: $account, to: $top, lock: $lock}
variants:
  lock: [none, pen]
properties:
  - {use: balance-below, with: {account: $account, limit: $top}}
  - {name: small, always: "account.balance <= 4 * 1024"}
bound: {steps: 400, faults: 0}
sweep: {seeds: 1..2000, strategy: uniform}
expect:
  - {when: {lock: none}, violates: {balance-below: sometimes}}
  - {when: {lock: pen}, violates: nothing}
`

/** A new folder with these files, removed after the test. */
export function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'endio-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return root
}

/** All problems of a scenario text that stands beside the toys. */
export async function problemsOf(
  text: string,
  files: Readonly<Record<string, string>> = {},
): Promise<readonly Problem[]> {
  const root = folder({ 'toys.ts': TOYS, ...files, 'scenario.yaml': text })
  return (await readScenario(root)).problems
}

/** The toy scenario with parts of its text replaced, loaded. */
export async function loadToy(...edits: readonly Edit[]): Promise<Scenario> {
  return loadScenario(folder({ 'toys.ts': TOYS, 'scenario.yaml': edited(...edits) }))
}

export type Edit = readonly [old: string, replacement: string]

/** The toy scenario with parts of its text replaced. */
export function edited(...edits: readonly Edit[]): string {
  return edits.reduce((text, [old, replacement]) => {
    if (!text.includes(old)) throw new Error(`the toy scenario has no '${old}'`)
    return text.replace(old, () => replacement)
  }, TOY_SCENARIO)
}

/** A text in which ‹ and › mark what a problem underlines, without the marks, and their places. */
export function unmark(marked: string): {
  readonly text: string
  readonly places: readonly string[]
} {
  const places: string[] = []
  const lines = marked.split('\n').map((line, index) => {
    let rest = line
    for (;;) {
      const start = rest.indexOf('‹')
      if (start < 0) return rest
      const length = rest.indexOf('›') - start - 1
      rest = rest.replace('‹', '').replace('›', '')
      places.push(`${index + 1}:${start + 1}+${length}`)
    }
  })
  return { text: lines.join('\n'), places }
}

/** Where a problem is, in the notation of `unmark`. */
export function placeOf({ line, col, length }: Problem): string {
  return `${line}:${col}+${length}`
}
