/**
 * Tree to draft: the format version, then each section and each entry of a section by itself, so
 * that one bad entry neither hides the others nor makes references to its name unknown.
 */
import type * as z from 'zod'
import type { Findings } from './findings.ts'
import { FORMAT_VERSION, IDENTIFIER, MAX, format, parts, rootKeys } from './format.ts'
import type { Property, When as WrittenWhen } from './format.ts'
import { parseAt } from './issues.ts'
import type { ActorEntry, ClaimKind, Draft, PropertyEntry, When } from './scenario.ts'
import { find, hasRefused, plain } from './tree.ts'
import type { Path, Tree } from './tree.ts'

const DEFAULT_BOUND = { steps: 400, faults: 0 } as const
const DEFAULT_SWEEP = { first: 1, last: 1000, strategy: 'uniform' } as const

/** What can be understood of the file; undefined when it is no scenario of this version. */
export function shape(tree: Tree, findings: Findings): Draft | undefined {
  if (tree.kind !== 'map') {
    findings.value(
      [],
      'wrong-type',
      `a scenario is a map that begins with 'endio: ${FORMAT_VERSION}'`,
    )
    return undefined
  }
  if (!checkVersion(tree, findings)) return undefined
  return new Shaper(tree, findings).draft()
}

function checkVersion(tree: Extract<Tree, { kind: 'map' }>, findings: Findings): boolean {
  const version = find(tree, ['endio'])
  const wanted = `'endio: ${FORMAT_VERSION}' must be the first key`
  if (version === undefined) {
    findings.value([], 'version', wanted)
    return false
  }
  const value = version.kind === 'scalar' ? version.value : undefined
  if (value !== FORMAT_VERSION) {
    const newer = typeof value === 'number' && value > FORMAT_VERSION
    const message = newer
      ? `format ${value} is newer than this endio, which reads ${FORMAT_VERSION}`
      : `this endio reads format ${FORMAT_VERSION}`
    findings.value(['endio'], 'version', message)
    return false
  }
  if (tree.entries[0]?.key !== 'endio') findings.key(['endio'], 'version', wanted)
  return true
}

class Shaper {
  private readonly tree: Extract<Tree, { kind: 'map' }>
  private readonly findings: Findings

  constructor(tree: Extract<Tree, { kind: 'map' }>, findings: Findings) {
    this.tree = tree
    this.findings = findings
  }

  draft(): Draft {
    const present = Object.fromEntries(this.tree.entries.map(({ key }) => [key, true]))
    parseAt(rootKeys, present, [], this.findings)
    const machines = this.section('machines', format.shape.machines) ?? []
    return {
      name: this.section('name', format.shape.name) ?? '',
      title: this.section('title', format.shape.title) ?? '',
      origin: this.section('origin', format.shape.origin) ?? {},
      groups: this.section('groups', format.shape.groups) ?? [],
      machines: typeof machines === 'string' ? [machines] : machines,
      params: Object.fromEntries(this.readable('params', parts.param)),
      actors: this.actors(),
      variants: Object.fromEntries(this.readable('variants', parts.choices)),
      exclude: this.listed('exclude', parts.exclusion).map(([path, written]) => {
        return { path, when: normal(written.when), because: written.because }
      }),
      cost: Object.fromEntries(this.readable('cost', parts.cost)),
      properties: this.listed('properties', parts.property).map(([path, written]) => {
        return propertyEntry(path, written)
      }),
      symmetry: this.listed('symmetry', parts.interchangeable).map(([path, ids]) => {
        return { path, ids }
      }),
      bound: this.bound(),
      sweep: this.sweep(),
      expect: this.listed('expect', parts.expectation).map(([path, written]) => {
        const violates = written.violates === 'nothing' ? {} : written.violates
        return { path, when: normal(written.when ?? {}), violates }
      }),
    }
  }

  private actors(): readonly ActorEntry[] {
    return this.named('actors', parts.actor).map(([id, { machine, count, ...input }]) => {
      return { path: ['actors', id], id, machine, count, input }
    })
  }

  private bound(): Draft['bound'] {
    const { steps, faults } = this.section('bound', format.shape.bound) ?? {}
    return { steps: steps ?? DEFAULT_BOUND.steps, faults: faults ?? DEFAULT_BOUND.faults }
  }

  private sweep(): Draft['sweep'] {
    const { seeds, strategy } = this.section('sweep', format.shape.sweep) ?? {}
    const range = seeds === undefined ? undefined : this.seeds(String(seeds))
    return { ...DEFAULT_SWEEP, ...range, strategy: strategy ?? DEFAULT_SWEEP.strategy }
  }

  private seeds(text: string): { readonly first: number; readonly last: number } | undefined {
    const bad = (message: string, suggestion?: string): undefined =>
      this.findings.value(['sweep', 'seeds'], 'bad-seeds', message, suggestion)
    const match = /^(\d{1,15})\.\.(\d{1,15})$/.exec(text)
    if (match === null) return bad('expected a range A..B, such as 1..2000')
    const first = Number(match[1])
    const last = Number(match[2])
    if (first > last) return bad('the range is reversed', `${last}..${first}`)
    const count = last - first + 1
    if (count > MAX.seeds) return bad(`${count} seeds are over the limit of ${MAX.seeds}`)
    return { first, last }
  }

  private section<T>(key: string, schema: z.ZodType<T>): T | undefined {
    const value = find(this.tree, [key])
    return value && parseAt(schema, plain(value), [key], this.findings)
  }

  /** The well-formed entries of a map, in the order of the file. */
  private named<T>(key: string, schema: z.ZodType<T>): readonly (readonly [string, T])[] {
    const section = find(this.tree, [key])
    if (section === undefined) return []
    if (section.kind !== 'map') {
      this.findings.value([key], 'wrong-type', 'expected a map')
      return []
    }
    return section.entries.flatMap((entry) => {
      const path = [key, entry.key]
      if (!IDENTIFIER.test(entry.key)) {
        this.findings.key(path, 'bad-name', 'a name has letters, digits and _, and no digit first')
      }
      const value = parseAt(schema, plain(entry.value), path, this.findings)
      return value === undefined ? [] : [[entry.key, value] as const]
    })
  }

  /** Leaves out what the parser had to guess, for a wrong guess would show wherever it is used. */
  private readable<T>(key: string, schema: z.ZodType<T>): readonly (readonly [string, T])[] {
    return this.named(key, schema).filter(([name]) => {
      const value = find(this.tree, [key, name])
      return value !== undefined && !hasRefused(value)
    })
  }

  /** The well-formed entries of a list, with their paths. */
  private listed<T>(key: string, schema: z.ZodType<T>): readonly (readonly [Path, T])[] {
    const section = find(this.tree, [key])
    if (section === undefined) return []
    if (section.kind !== 'list') {
      this.findings.value([key], 'wrong-type', 'expected a list')
      return []
    }
    return section.items.flatMap((item, index) => {
      const path = [key, index]
      const value = parseAt(schema, plain(item), path, this.findings)
      return value === undefined ? [] : [[path, value] as const]
    })
  }
}

function normal(when: WrittenWhen): When {
  const lists = Object.entries(when).map(([variant, choice]) => {
    return [variant, Array.isArray(choice) ? choice : [choice]] as const
  })
  return Object.fromEntries(lists)
}

function propertyEntry(path: Path, written: Property): PropertyEntry {
  if ('use' in written) {
    const { use, name = use } = written
    return { form: 'use', path, name, use, with: written.with ?? {} }
  }
  const { name, because } = written
  if ('monitor' in written) {
    const { monitor: machine, observes } = written
    return { form: 'monitor', path, name, machine, observes, with: written.with ?? {}, because }
  }
  const [kind, text] = claimOf(written)
  return { form: 'claim', path, name, kind, text, because }
}

function claimOf(
  written: Exclude<Property, { use: string } | { monitor: string }>,
): readonly [ClaimKind, string] {
  if ('always' in written) return ['always', written.always]
  if ('at-rest' in written) return ['at-rest', written['at-rest']]
  if ('sometimes' in written) return ['sometimes', written.sometimes]
  return ['eventually', written.eventually]
}
