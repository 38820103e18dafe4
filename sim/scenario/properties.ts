/**
 * The properties of one design, each in the one form that the engine knows: a pure function of
 * snapshots in a fixed order, or a monitor with its input.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { at } from '../assert.ts'
import { machineNamed, parseInput } from './actors.ts'
import type { PropertyTemplate, View } from './catalogue.ts'
import { compileClaim } from './expression.ts'
import type { Findings } from './findings.ts'
import { parseAt } from './issues.ts'
import type { PropertyEntry, Scenario } from './scenario.ts'
import { resolveActors, substitute } from './scope.ts'
import type { ActorIds } from './scope.ts'
import { nearest } from './suggest.ts'
import type { Property } from './system.ts'
import type { ExpressionScope } from './translate.ts'

type Entry<F extends PropertyEntry['form']> = Extract<PropertyEntry, { form: F }>

/** Compiles properties against one scope. Those that are refused are reported and left out. */
export class PropertyBinder {
  private readonly scenario: Scenario
  private readonly scope: ExpressionScope
  private readonly findings: Findings

  constructor(scenario: Scenario, scope: ExpressionScope, findings: Findings) {
    this.scenario = scenario
    this.scope = scope
    this.findings = findings
  }

  bind(entry: PropertyEntry): Property | undefined {
    switch (entry.form) {
      case 'claim':
        return this.claim(entry)
      case 'monitor':
        return this.monitor(entry)
      case 'use':
        return this.use(entry)
    }
  }

  private claim({ path, name, kind, text, because }: Entry<'claim'>): Property | undefined {
    const { claim, faults } = compileClaim(text, this.scope)
    for (const fault of faults) this.findings.inside([...path, kind], fault)
    return claim && { kind, name, law: because ?? text, ...claim }
  }

  private monitor(entry: Entry<'monitor'>): Property | undefined {
    const { path, name, because } = entry
    const { scenario, scope, findings } = this
    const kind = machineNamed(entry.machine, scenario, [...path, 'monitor'], findings)
    const observed = resolveActors(entry.observes, scope, [...path, 'observes'], findings)
    if (kind === undefined || observed === undefined) return undefined
    const parsed = parseInput(kind, entry.with, [...path, 'with'], scope, findings)
    if (!parsed.ok) return undefined
    const law = because === undefined ? {} : { law: because }
    const observes = [...new Set([observed].flat())]
    return { kind: 'monitor', name, machine: kind.machine, input: parsed.value, observes, ...law }
  }

  private use(entry: Entry<'use'>): Property | undefined {
    const { properties, complete } = this.scenario.catalogue
    const template = properties.get(entry.use)
    if (template === undefined) {
      if (!complete) return undefined
      const suggestion = nearest(entry.use, properties.keys())
      const message = `no module exports a property '${entry.use}'`
      return this.findings.value([...entry.path, 'use'], 'unknown-property', message, suggestion)
    }
    const bindings = this.bindings(entry, template)
    const params = this.params(entry, template)
    if (bindings === undefined || !params.ok) return undefined
    return fromTemplate(entry.name, template, bindings, params.value)
  }

  /** Actor ids by role; undefined when a role is not or wrongly bound. */
  private bindings(entry: Entry<'use'>, { roles }: PropertyTemplate): Bindings | undefined {
    const bound = Object.keys(roles).map((role): readonly [string, ActorIds] | undefined => {
      if (!Object.hasOwn(entry.with, role)) {
        const place = Object.keys(entry.with).length > 0 ? [...entry.path, 'with'] : entry.path
        return this.findings.missing(place, role)
      }
      const ids = resolveActors(
        entry.with[role],
        this.scope,
        [...entry.path, 'with', role],
        this.findings,
      )
      return ids === undefined ? undefined : [role, ids]
    })
    const complete = bound.filter((one) => one !== undefined)
    return complete.length === bound.length ? new Map(complete) : undefined
  }

  private params(entry: Entry<'use'>, { roles, params }: PropertyTemplate): ParsedParams {
    const path = [...entry.path, 'with']
    const rest = Object.entries(entry.with).filter(([key]) => !Object.hasOwn(roles, key))
    if (params === undefined) {
      for (const [key] of rest) {
        const names = Object.keys(roles)
        const message = `'${key}' is no role of '${entry.use}', whose roles are ${names.join(', ')}`
        this.findings.key([...path, key], 'unknown-key', message, nearest(key, names))
      }
      return rest.length === 0 ? { ok: true, value: {} } : { ok: false }
    }
    const substituted = substitute(Object.fromEntries(rest), this.scope, path, this.findings)
    if (!substituted.ok) return substituted
    const value = parseAt(params, substituted.value, path, this.findings)
    return value === undefined ? { ok: false } : { ok: true, value }
  }
}

type Bindings = ReadonlyMap<string, ActorIds>
type ParsedParams = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

function fromTemplate(
  name: string,
  template: PropertyTemplate,
  bindings: Bindings,
  params: unknown,
): Property {
  const { law, source } = template
  if (template.kind === 'monitor') {
    const observed = template.observes.flatMap((role) => bindings.get(role) ?? [])
    const input = { ...(params as object), ...Object.fromEntries(bindings) }
    return {
      kind: 'monitor',
      name,
      law,
      source,
      machine: template.machine,
      input,
      observes: [...new Set(observed)],
    }
  }
  const reads = [...new Set([...bindings.values()].flat())]
  const view = viewer(bindings, reads)
  const { kind } = template
  const base = { kind, name, law, source, reads }
  return {
    ...base,
    holds: (snapshots) => template.holds(view(snapshots), params),
    ...(template.explain && {
      explain: (snapshots) => template.explain?.(view(snapshots), params) ?? '',
    }),
  }
}

/** Sorts snapshots in the order of `reads` by role. */
function viewer(
  bindings: Bindings,
  reads: readonly string[],
): (snapshots: readonly AnyMachineSnapshot[]) => View {
  const slots = [...bindings].map(([role, ids]) => {
    return [
      role,
      typeof ids === 'string' ? reads.indexOf(ids) : ids.map((id) => reads.indexOf(id)),
    ] as const
  })
  return (snapshots) => {
    const entries = slots.map(([role, slot]) => {
      return [
        role,
        typeof slot === 'number' ? at(snapshots, slot) : slot.map((one) => at(snapshots, one)),
      ] as const
    })
    return Object.fromEntries(entries)
  }
}
