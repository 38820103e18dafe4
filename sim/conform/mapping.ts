/** The text of a mapping to a `Mapping`: shape by the schema, names by what the file has. */
import { Findings } from '../scenario/findings.ts'
import { parseAt } from '../scenario/issues.ts'
import type { Source } from '../scenario/source.ts'
import { plain } from '../scenario/tree.ts'
import type { Path } from '../scenario/tree.ts'
import { nearest } from '../scenario/suggest.ts'
import { parseYaml } from '../scenario/yaml.ts'
import type { Problem } from '../errors.ts'
import { mappingFormat } from './format.ts'
import type { Element, Mapping } from './format.ts'
import { checkReferences } from './references.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Fragments within fragments. */
const maxDepth = 8

export interface ReadMapping {
  /** Undefined when there are problems. */
  readonly mapping: Mapping | undefined
  readonly problems: readonly Problem[]
}

/**
 * A mapping for `known`, the scenario that logs are to be put to; without one, only what the mapping
 * says of itself is checked. Never throws for bad input.
 */
export function readMapping(source: Source, known?: Vocabulary): ReadMapping {
  const { tree, problems } = parseYaml(source)
  if (tree === undefined) return { mapping: undefined, problems }
  const findings = new Findings(source, tree, problems)
  const mapping = parseAt(mappingFormat, plain(tree), [], findings)
  if (mapping !== undefined) new Names(mapping, findings).check()
  if (mapping !== undefined && known !== undefined && !findings.hasErrors) {
    checkReferences(mapping, known, findings)
  }
  return findings.problems.length > 0
    ? { mapping: undefined, problems: findings.problems }
    : { mapping, problems: [] }
}

/** Names within the mapping; references.ts has those of the scenario. */
class Names {
  private readonly mapping: Mapping
  private readonly findings: Findings

  constructor(mapping: Mapping, findings: Findings) {
    this.mapping = mapping
    this.findings = findings
  }

  check(): void {
    const { fragments, calls } = this.mapping
    for (const [name, sequence] of Object.entries(fragments)) {
      this.sequence(sequence, ['fragments', name], [name])
    }
    for (const [name, { trace, actor }] of Object.entries(calls)) {
      this.sequence(trace, ['calls', name, 'trace'], [])
      if (actor !== undefined) this.actor(actor, ['calls', name, 'actor'])
    }
  }

  private sequence(elements: readonly Element[], path: Path, within: readonly string[]): void {
    for (const [i, one] of elements.entries()) this.element(one, [...path, i], within)
  }

  private element(one: Element, path: Path, within: readonly string[]): void {
    if ('optional' in one) this.sequence(one.optional, [...path, 'optional'], within)
    else if ('repeat' in one) this.sequence(one.repeat, [...path, 'repeat'], within)
    else if ('either' in one) {
      for (const [i, branch] of one.either.entries()) {
        this.sequence(branch, [...path, 'either', i], within)
      }
    } else if ('do' in one) this.fragment(one.do, [...path, 'do'], within)
    else {
      for (const key of ['any', 'start', 'join', 'leave'] as const) {
        const name = one[key]
        if (name !== undefined) this.known(name, this.mapping.groups, 'group', [...path, key])
      }
      for (const key of ['who', 'ended'] as const) {
        const name = one[key]
        if (name !== undefined) this.actor(name, [...path, key])
      }
    }
  }

  private fragment(name: string, path: Path, within: readonly string[]): void {
    const { fragments } = this.mapping
    if (!this.known(name, fragments, 'fragment', path)) return
    if (within.includes(name) || within.length >= maxDepth) {
      this.findings.value(path, 'bad-mapping', `fragment '${name}' contains itself`)
    } else if (within.length > 0) this.sequence(fragments[name] ?? [], path, [...within, name])
  }

  private actor(name: string, path: Path): void {
    const all = Object.values(this.mapping.groups).flatMap(({ actors }) => actors)
    if (all.includes(name)) return
    const message = `no group has the actor '${name}'`
    this.findings.value(path, 'bad-mapping', message, nearest(name, all))
  }

  private known(name: string, among: object, what: string, path: Path): boolean {
    if (Object.hasOwn(among, name)) return true
    const message = `the mapping has no ${what} '${name}'`
    this.findings.value(path, 'bad-mapping', message, nearest(name, Object.keys(among)))
    return false
  }
}
