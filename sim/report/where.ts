/**
 * Where the steps of a race are made: in which function of the code, as far as the module of the
 * machine says so, and who runs it; else in which machine, and in which of its compound states.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { functionAt } from '../scenario/functions.ts'
import type { CodeFunction } from '../scenario/functions.ts'
import type { Actor } from '../scenario/system.ts'
import { senderOf } from '../schedule/delivery.ts'
import { senderState } from '../trace/sender.ts'
import type { Step, Trace } from '../trace/trace.ts'
import { entry } from './list.ts'
import { mailWidth, wrap } from './text.ts'

/** The function that sends what `step` delivers, or none that is known. */
export function functionOf(
  step: Step,
  trace: Trace,
  actors: readonly Actor[],
): CodeFunction | undefined {
  const sender = senderOf(step.delivery)
  const state = senderState(step, trace)
  const functions = actors.find((a) => a.id === sender)?.functions
  return state === undefined || functions === undefined ? undefined : functionAt(functions, state)
}

/** By place, in the order of the run, what is done there. */
export function whereLines(
  trace: Trace,
  relevant: readonly Step[],
  actors: readonly Actor[],
): readonly string[] {
  const places = new Map<string, Set<string>>()
  for (const step of relevant) {
    const code = functionOf(step, trace, actors)
    const place = code === undefined ? placeOf(step, trace) : codePlace(code, step)
    places.set(place, (places.get(place) ?? new Set()).add(step.event.type))
  }
  const known = relevant.filter((step) => functionOf(step, trace, actors) !== undefined)
  return [
    ...wrap(legend(known.length, relevant.length), mailWidth),
    '',
    ...[...places].flatMap(([place, types]) => entry(place, [...types].join(', '))),
  ]
}

function legend(known: number, all: number): string {
  const actors = 'the actor of the model, its machine and the state around'
  if (known === 0) return `What the steps that matter do, by place: ${actors}.`
  const functions = 'Functions (and the actor of the model that runs each): what they do.'
  return known === all ? functions : `${functions} Where no function is known: ${actors}.`
}

/** `xfs_setattr_size() (truncate) [fs/xfs/xfs_iops.c]`. */
function codePlace({ function: name, file }: CodeFunction, step: Step): string {
  return `${name}() (${senderOf(step.delivery)})${file === undefined ? '' : ` [${file}]`}`
}

/** `truncate in xfs_setattr_size > xfs_zero_range`, `aio (direct_writer)`. */
function placeOf(step: Step, trace: Trace): string {
  const sender = senderOf(step.delivery)
  const state = senderState(step, trace)
  if (state === undefined) return sender
  const { id } = state.machine
  const machine = id === sender || id === '' || id === '(machine)' ? '' : ` (${id})`
  const around = enclosing(state.value)
  return `${sender}${machine}${around.length === 0 ? '' : ` in ${around.join(' > ')}`}`
}

/** The compound states around the innermost one; of regions side by side there is no one path. */
function enclosing(value: AnyMachineSnapshot['value']): readonly string[] {
  if (typeof value === 'string') return []
  const [[name, inner] = [], ...others] = Object.entries(value)
  if (name === undefined || inner === undefined || others.length > 0) return []
  return [name, ...enclosing(inner)]
}
