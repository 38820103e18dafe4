/**
 * What a property is to whoever binds it: a law with its source, the roles that a scenario fills
 * with actors, and a pure predicate of their snapshots. A monitor judges deliveries instead.
 */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import type { z } from 'zod'

/** Snapshots by role; a list for a role that is bound to several actors. */
export type View = Readonly<Record<string, AnyMachineSnapshot | readonly AnyMachineSnapshot[]>>

interface Law {
  /** One sentence. */
  readonly law: string
  /** Kernel function, commit or mail. */
  readonly source: string
  readonly roles: Readonly<Record<string, string>>
  readonly params?: z.ZodType
}

/** A property that a scenario binds by name. */
export type PropertyTemplate =
  | (Law & {
      readonly kind: 'always' | 'at-rest' | 'sometimes' | 'eventually'
      holds(view: View, params: unknown): boolean
      explain?(view: View, params: unknown): string
    })
  | (Law & {
      readonly kind: 'monitor'
      readonly machine: AnyStateMachine
      readonly observes: readonly string[]
    })

/** The context of the one actor in `role`. The binder has checked that it is of that machine. */
export function one<C>(view: View, role: string): C {
  const [context] = all<C>(view, role)
  if (context === undefined) throw new Error(`role ${role} is not bound`)
  return context
}

/** The contexts of the actors in `role`, of which there may be none. */
export function all<C>(view: View, role: string): readonly C[] {
  const bound = view[role]
  if (bound === undefined) return []
  const snapshots: readonly AnyMachineSnapshot[] = Array.isArray(bound) ? bound : [bound]
  // XState types the context of AnyMachineSnapshot as any; this is where it gets its type back.
  return snapshots.map((snapshot) => snapshot.context as C)
}

/** A property whose predicate lists what is wrong; it holds when there is nothing. */
export function faultless(
  template: Law & {
    readonly kind: 'always' | 'at-rest'
    readonly faults: (view: View, params: unknown) => readonly string[]
  },
): PropertyTemplate {
  const { faults, ...law } = template
  return {
    ...law,
    holds: (view, params) => faults(view, params).length === 0,
    explain: (view, params) => faults(view, params).join('; '),
  }
}
