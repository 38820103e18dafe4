/**
 * What a property is to whoever binds it: a law with its source, the roles that a scenario fills
 * with actors, and a pure predicate of their snapshots. A monitor judges deliveries instead.
 */
import type { AnyMachineSnapshot, AnyStateMachine, SnapshotFrom } from 'xstate'
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

/** The context of the one actor in `role`, which the scenario says is one of `machines`. */
export function one<M extends readonly AnyStateMachine[]>(
  view: View,
  role: string,
  ...machines: M
): SnapshotFrom<M[number]>['context'] {
  const [context] = all(view, role, ...machines)
  if (context === undefined) throw new Error(`role ${role} is not bound`)
  return context
}

/** The contexts of the actors in `role`, of which there may be none. */
export function all<M extends readonly AnyStateMachine[]>(
  view: View,
  role: string,
  ..._machines: M
): readonly SnapshotFrom<M[number]>['context'][] {
  const snapshots: readonly AnyMachineSnapshot[] = [view[role] ?? []].flat()
  return snapshots.map((snapshot) => snapshot.context)
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
    explain: (view, params) => saidOnce(faults(view, params)).join('; '),
  }
}

/** Faults one after the other that say the same of several blocks, as one fault of them all. */
export function saidOnce(faults: readonly string[]): readonly string[] {
  const said: { readonly words: readonly [string, string]; readonly blocks: string[] }[] = []
  for (const fault of faults) {
    const [, before = fault, block, after = ''] = /^(.*?)\bblock (\d+)\b(.*)$/s.exec(fault) ?? []
    const last = said.at(-1)
    const isSame = last?.words[0] === before && last.words[1] === after
    if (block !== undefined && isSame && last.blocks.length > 0) last.blocks.push(block)
    else said.push({ words: [before, after], blocks: block === undefined ? [] : [block] })
  }
  return said.map(({ words: [before, after], blocks }) => {
    if (blocks.length === 0) return before
    const where = blocks.length === 1 ? 'block' : 'each of blocks'
    return `${before}${where} ${blocks.join(', ')}${after}`
  })
}
