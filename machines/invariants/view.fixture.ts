/** Judges contexts written by hand, where a scenario would show snapshots. */
import { createActor, createMachine } from 'xstate'
import type { AnyMachineSnapshot } from 'xstate'
import type { PropertyTemplate } from './template.ts'

type Context = Readonly<Record<string, unknown>>

function snapshotOf(context: Context): AnyMachineSnapshot {
  const done = context['status'] === 'done'
  return createActor(
    createMachine({ context, initial: 'here', states: { here: done ? { type: 'final' } : {} } }),
  )
    .start()
    .getSnapshot()
}

/** What the property complains of, or nothing. A context with `status: done` is of a task that is. */
export function judge(
  property: PropertyTemplate,
  contexts: Readonly<Record<string, readonly Context[]>>,
  params: unknown = {},
): string {
  if (property.kind === 'monitor') throw new Error('a monitor judges deliveries')
  const view = Object.fromEntries(
    Object.entries(contexts).map(([role, given]) => [role, given.map(snapshotOf)]),
  )
  if (property.holds(view, params)) return ''
  return property.explain?.(view, params) ?? 'is false'
}
