/** Whether what a field must be is something that can be read (`values.ts` reads it). */
import type { ErrorCode } from '../errors.ts'
import type { Findings } from '../scenario/findings.ts'
import { nearest } from '../scenario/suggest.ts'
import type { Path } from '../scenario/tree.ts'
import { unbound } from './variables.ts'
import type { Variables } from './variables.ts'
import type { Vocabulary } from './vocabulary.ts'

type Source = string | number

export interface Meant {
  readonly actors: readonly string[]
  readonly groups: readonly string[]
}

/** Roots that are no actors. */
const answers = ['read', 'first', 'sent'] as const
const roots = ['self', 'begin', 'end', 'before', 'aligned', ...answers] as const

export class Sources {
  private readonly known: Vocabulary
  private readonly variables: Variables
  private readonly findings: Findings

  constructor(known: Vocabulary, variables: Variables, findings: Findings) {
    this.known = known
    this.variables = variables
    this.findings = findings
  }

  /** A list means any of its sources; a sum is of fields. */
  check(source: Source | readonly Source[], path: Path, meant: Meant): void {
    if (typeof source === 'string') this.sum(source, path, meant)
    else if (typeof source !== 'number') {
      for (const [i, one] of source.entries()) {
        if (typeof one === 'string') this.sum(one, [...path, i], meant)
      }
    }
  }

  private sum(source: string, path: Path, meant: Meant): void {
    let start = 0
    for (const part of source.split('+')) {
      const term = part.trim()
      const fault = isConstant(term) ? undefined : this.fault(term, meant)
      if (fault !== undefined) {
        const place = { start: start + part.indexOf(term), length: term.length }
        this.findings.inside(path, { ...place, ...fault })
      }
      start += part.length + 1
    }
  }

  private fault(term: string, meant: Meant): Fault | undefined {
    if (term.startsWith('$')) return this.variable(term.slice(1), meant)
    const [root = '', ...path] = term.split('.')
    const [field = ''] = path
    if (path.length === 0) return this.unknownRoot(root, path)
    if (root === 'before') return undefined
    if (root === 'begin' || root === 'end') {
      const inner = this.fault(path.join('.'), meant)
      if (inner?.suggestion === undefined) return inner
      return { ...inner, suggestion: `${root}.${inner.suggestion}` }
    }
    if (answers.some((name) => name === root)) return this.message(root, field)
    const actors = root === 'self' ? meant.actors : [root]
    const there = actors.filter((actor) => this.known.actors.includes(actor))
    if (there.length === 0) {
      return root === 'self'
        ? { code: 'bad-mapping', message: "'self' is nobody here: name an actor" }
        : this.unknownRoot(root, path)
    }
    const fields = [...new Set(there.flatMap((actor) => this.known.fields(actor)))]
    if (fields.includes(field)) return undefined
    const message = `the context of '${there.join("' or '")}' has no field '${field}'`
    return faultOf('unknown-field', message, this.spelt(root, field, fields, path))
  }

  private unknownRoot(root: string, path: readonly string[]): Fault {
    const near = nearest(root, [...this.known.actors, ...roots])
    const [field = ''] = path
    const fields = near === undefined ? [] : this.known.fields(near)
    const rest = fields.includes(field) ? field : (nearest(field, fields) ?? field)
    const message =
      path.length === 0
        ? `'${root}' is no source; write a number, $variable, actor.field, self.field, read.field, first.field, sent.field, before.field, begin.source, end.source or aligned`
        : `there is no actor '${root}' that a value could come from`
    const meant = near && [near, ...[rest, ...path.slice(1)].filter((p) => p !== '')].join('.')
    return faultOf('unknown-actor', message, meant)
  }

  private message(root: string, field: string): Fault | undefined {
    const fields = this.known.messages()
    if (fields.includes(field)) return undefined
    const what = root === 'sent' ? 'call' : 'answer'
    const message = `no ${what} of the scenario's tasks has a field '${field}'`
    return faultOf('unknown-field', message, this.spelt(root, field, fields, [field]))
  }

  private variable(name: string, { groups }: Meant): Fault | undefined {
    const names = this.variables(groups)
    if (names.includes(name)) return undefined
    const near = nearest(name, names)
    return faultOf('unknown-name', unbound(`$${name}`, groups), near && `$${near}`)
  }

  private spelt(
    root: string,
    field: string,
    fields: readonly string[],
    path: readonly string[],
  ): string | undefined {
    const near = nearest(field, fields)
    return near && [root, near, ...path.slice(1)].join('.')
  }
}

interface Fault {
  readonly code: ErrorCode
  readonly message: string
  readonly suggestion?: string
}

function faultOf(code: ErrorCode, message: string, suggestion: string | undefined): Fault {
  return { code, message, ...(suggestion !== undefined && { suggestion }) }
}

function isConstant(term: string): boolean {
  return term === 'aligned' || /^-?\d+$/.test(term)
}
