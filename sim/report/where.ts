/**
 * Where the steps of a race are made: by whom, in which machine, and in which of its compound
 * states. A machine that models code names these after the functions that it follows.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { senderState } from '../trace/sender.ts'
import { senderOf } from '../schedule/delivery.ts'
import type { Step, Trace } from '../trace/trace.ts'
import { entry } from './list.ts'
import { mailWidth, wrap } from './text.ts'

/** By place, in the order of the run, what is sent from there. */
export function whereLines(trace: Trace, relevant: readonly Step[]): readonly string[] {
  const places = new Map<string, Set<string>>()
  for (const step of relevant) {
    const place = placeOf(step, trace)
    places.set(place, (places.get(place) ?? new Set()).add(step.event.type))
  }
  return [
    ...wrap(
      'Operations of the model, by who asks for them (and its machine). After "in" stand the states around the place, outermost first, which are named after functions of the code; where nothing stands the operation is all that the model tells.',
      mailWidth,
    ),
    '',
    ...[...places].flatMap(([place, types]) => entry(place, [...types].join(', '))),
  ]
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
