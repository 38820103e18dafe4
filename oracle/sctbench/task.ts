/**
 * Tasks of the small programs: straight code with branches and loops, compiled to a statechart. A
 * task asks one shared object at a time and waits for its answer, so each access to memory or to a
 * lock is one request that others may come before. What needs no object takes no step: conditions
 * and registers are worked out in the macrostep that takes the last answer.
 */
import { assign, createMachine, sendTo } from 'xstate'
import type { AnyStateMachine, EventObject } from 'xstate'

/** Local variables of a task. */
export type Registers = Readonly<Record<string, number>>

/** A number, or how it follows from the registers. */
export type Value = number | ((registers: Registers) => number)
export type Condition = (registers: Registers) => boolean

export type Statement =
  | {
      readonly kind: 'ask'
      readonly object: string
      readonly operation: string
      readonly args: Readonly<Record<string, Value>>
      /** The register that takes the answer. */
      readonly into: string | undefined
    }
  | { readonly kind: 'let'; readonly register: string; readonly value: Value }
  | {
      readonly kind: 'when'
      readonly condition: Condition
      readonly body: readonly Statement[]
      readonly otherwise: readonly Statement[]
    }
  | { readonly kind: 'while'; readonly condition: Condition; readonly body: readonly Statement[] }
  | { readonly kind: 'check'; readonly condition: Condition }
  | { readonly kind: 'exit' }

/** The state of a task whose `check` was false. */
export const failed = 'failed'

export function ask(
  object: string,
  operation: string,
  args: Readonly<Record<string, Value>> = {},
  into?: string,
): Statement {
  return { kind: 'ask', object, operation, args, into }
}

export const lock = (mutex: string): Statement => ask(mutex, 'lock')
export const unlock = (mutex: string): Statement => ask(mutex, 'unlock')
/** Releases `mutex`, sleeps until `condition` is signalled, and takes it again. */
export const wait = (mutex: string, condition: number): Statement =>
  ask(mutex, 'wait', { condition })
export const signal = (mutex: string, condition: number): Statement =>
  ask(mutex, 'signal', { condition })

/** Reads the shared variable `from` into the register `into`, by default of the same name. */
export const get = (from: string, into = from): Statement => ask(from, 'get', {}, into)
export const set = (variable: string, value: Value): Statement => ask(variable, 'set', { value })
/** Adds in one step; the register takes the sum. */
export const add = (variable: string, value: number, into = variable): Statement =>
  ask(variable, 'add', { value }, into)
/** `variable = variable + value` as compiled code does it: a load and a store. */
export const increase = (variable: string, value: Value): readonly Statement[] => [
  get(variable),
  set(variable, (r) => (r[variable] ?? NaN) + valueOf(value, r)),
]

export const put = (register: string, value: Value): Statement => ({
  kind: 'let',
  register,
  value,
})
export const when = (
  condition: Condition,
  body: readonly Statement[],
  otherwise: readonly Statement[] = [],
): Statement => ({ kind: 'when', condition, body, otherwise })
export const loop = (condition: Condition, body: readonly Statement[]): Statement => ({
  kind: 'while',
  condition,
  body,
})
/** `body` for the register `i` = 0 .. `times` - 1. */
export const repeat = (times: number, body: readonly Statement[]): readonly Statement[] => [
  put('i', 0),
  loop(({ i = 0 }) => i < times, [...body, put('i', ({ i = 0 }) => i + 1)]),
]
/** The program's assertion. */
export const check = (condition: Condition): Statement => ({ kind: 'check', condition })
export const exit: Statement = { kind: 'exit' }

const valueOf = (value: Value, registers: Registers): number =>
  typeof value === 'number' ? value : value(registers)

interface Answer extends EventObject {
  readonly value?: number
}

interface Arguments {
  readonly context: Registers
  readonly event: Answer
}

/** A statechart with one state per statement, named after it. */
export function task(statements: readonly Statement[]): AnyStateMachine {
  const states: Record<string, object> = { done: { type: 'final' }, [failed]: { type: 'final' } }
  let count = 0
  /** Adds the states of a block that goes on to `next`; returns where the block begins. */
  const block = (body: readonly Statement[], next: string): string => {
    const names = body.map((s) => `${++count} ${title(s)}`)
    body.forEach((s, i) => {
      const name = names[i] ?? next
      states[name] = state(s, name, names[i + 1] ?? next)
    })
    return names[0] ?? next
  }
  const state = (s: Statement, name: string, next: string): object => {
    switch (s.kind) {
      case 'ask':
        return asking(s, next)
      case 'let': {
        const actions = assign(({ context }: Arguments) => ({
          [s.register]: valueOf(s.value, context),
        }))
        return { always: { target: next, actions } }
      }
      case 'when':
        return branch(s.condition, block(s.body, next), block(s.otherwise, next))
      case 'while':
        return branch(s.condition, block(s.body, name), next)
      case 'check':
        return branch(s.condition, next, failed)
      case 'exit':
        return { always: 'done' }
    }
  }
  const initial = block(statements, 'done')
  return createMachine({ id: 'task', context: {}, initial, states })
}

function asking(s: Statement & { readonly kind: 'ask' }, next: string): object {
  const entry = sendTo(
    ({ system }) => system.get(s.object),
    ({
      context,
      self,
    }: {
      readonly context: Registers
      readonly self: { readonly id: string }
    }) => ({
      type: s.operation,
      from: self.id,
      ...Object.fromEntries(Object.entries(s.args).map(([k, v]) => [k, valueOf(v, context)])),
    }),
  )
  const { into } = s
  const keep = assign(({ event }: Arguments) =>
    into === undefined ? {} : { [into]: event.value ?? 0 },
  )
  return { entry, on: { answer: { target: next, actions: keep } } }
}

function branch(condition: Condition, yes: string, no: string): object {
  const guard = ({ context }: Arguments): boolean => condition(context)
  return { always: [{ guard, target: yes }, { target: no }] }
}

function title(s: Statement): string {
  return s.kind === 'ask' ? `${s.operation} ${s.object}` : s.kind
}
