/** Scenarios of which no run ends: `spinner` goes round alone beside a task of one's choice. */

const machines = `import { createMachine, sendTo } from 'xstate'

const to = (id, event) => sendTo(({ system }) => system.get(id), event)
const wake = { type: 'WAKE' }

export const spinner = createMachine({
  tags: 'idle',
  entry: to('spinner', { type: 'GO' }),
  on: { GO: { actions: to('spinner', { type: 'GO' }) } },
})
/** Goes round for ever if it is told to, and else at once comes to rest. */
export const wheel = createMachine({
  context: ({ input }) => input,
  tags: 'idle',
  entry: to('wheel', { type: 'GO' }),
  on: {
    GO: [
      { guard: ({ context }) => context.turns === 'on', actions: to('wheel', { type: 'GO' }) },
      {},
    ],
  },
})
/** Is done when its one message arrives. */
export const waiter = createMachine({
  initial: 'waiting',
  entry: to('task', wake),
  states: { waiting: { tags: 'idle', on: { WAKE: 'done' } }, done: { tags: 'idle' } },
})
/** Its one message may be another, after which it waits for ever. */
export const unlucky = createMachine({
  initial: 'waiting',
  entry: to('task', { ...wake, alternatives: [{ type: 'SLEEP' }] }),
  states: {
    waiting: { tags: 'idle', on: { WAKE: 'done', SLEEP: 'asleep' } },
    asleep: { tags: 'idle' },
    done: { tags: 'idle' },
  },
})
/** Nobody wakes it. */
export const forgotten = createMachine({
  initial: 'waiting',
  states: { waiting: { tags: 'idle' }, done: { tags: 'idle' } },
})
`

/** `machine` is `waiter`, `unlucky` or `forgotten`; `more` is what the scenario says besides. */
export function endlessFiles(machine: string, more: string): Readonly<Record<string, string>> {
  const yaml = `endio: 1
name: endless
title: a task beside one that goes round for ever
machines: ./endless.js
actors: {spinner: {machine: spinner}, task: {machine: ${machine}}}
bound: {steps: 50}
${more}
`
  return { 'endless.js': machines, 'scenario.yaml': yaml }
}

/** Of a wheel that stands an *at-rest* fails; of one that turns nobody asks it. */
export function wheelFiles(): Readonly<Record<string, string>> {
  const yaml = `endio: 1
name: wheel
title: a wheel that turns or stands
machines: ./endless.js
variants: {turns: ['off', 'on']}
actors: {wheel: {machine: wheel, turns: $turns}}
bound: {steps: 50}
properties: [{name: nonsense, at-rest: '1 == 2'}]
`
  return { 'endless.js': machines, 'scenario.yaml': yaml }
}

/** The task is done some time. */
export const woken = `properties: [{name: woken, eventually: "is(task, 'done')"}]`
