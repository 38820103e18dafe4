/**
 * The syntax tree of an expression to a function of snapshots, node by node. Whatever is not listed
 * in `term` is refused, so a new kind of JavaScript syntax can never slip in. A refused part does
 * not end the translation: all faults of an expression are found at once.
 */
import type {
  CallExpression,
  Expression,
  Literal,
  MemberExpression,
  Node,
  SpreadElement,
} from 'acorn'
import type { AnyMachineSnapshot } from 'xstate'
import { at } from '../assert.ts'
import type { ErrorCode } from '../errors.ts'
import type { MachineKind } from './catalogue.ts'
import type { Fault } from './findings.ts'
import { ARITHMETIC, COMPARISONS, FUNCTIONS, numeric, own } from './operators.ts'
import type { Scope } from './scope.ts'
import { nearest } from './suggest.ts'

/** Snapshots of the actors that an expression reads, in the order of `reads`. */
export type Snapshots = readonly AnyMachineSnapshot[]

/** What can be known of an actor before it runs. */
export interface ActorFacts {
  readonly kind: MachineKind
  /** The context at the start, or undefined when that is unknown. */
  readonly context: unknown
}

/** The names of one design, with what is known of its actors. */
export interface ExpressionScope extends Scope {
  /** Undefined for an actor whose own entry has been refused. */
  readonly facts: (id: string) => ActorFacts | undefined
}

/** A part of an expression. `constant` parts have the same value whatever the snapshots. */
export interface Term {
  readonly evaluate: (snapshots: Snapshots) => unknown
  readonly constant: boolean
  /** False for a part that can never be true or false. */
  readonly logical: boolean
}

interface List {
  readonly evaluate: (snapshots: Snapshots) => readonly unknown[]
  readonly constant: boolean
}

/** Stands for a part that was refused, without causing more complaints. */
const REFUSED: Term = { evaluate: () => undefined, constant: false, logical: true }

const STATE_FUNCTIONS = ['is', 'tag', 'done'] as const

/** Translates one expression. */
export class Translator {
  readonly faults: Fault[] = []
  /** The actors that are read, in the order of the snapshots that `evaluate` expects. */
  readonly reads: string[] = []
  /** The parts that read an actor, by their text. */
  readonly readings = new Map<string, Term['evaluate']>()

  private readonly text: string
  private readonly scope: ExpressionScope

  constructor(text: string, scope: ExpressionScope) {
    this.text = text
    this.scope = scope
  }

  /** Translates the whole; a part that cannot be right is in `faults` and counts as unknown. */
  claim(expression: Expression): Term {
    const term = this.term(expression)
    if (term.logical) return term
    return this.refuse(
      expression,
      'expression',
      'a claim is true or false; compare this with something',
    )
  }

  private term(node: Expression): Term {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return this.term(node.expression)
      case 'Literal':
        return this.literal(node)
      case 'Identifier':
        return this.identifier(node, node.name)
      case 'MemberExpression':
        return this.member(node)
      case 'UnaryExpression':
        return this.unary(node, node.operator, this.term(node.argument))
      case 'BinaryExpression':
        if (node.left.type === 'PrivateIdentifier') return this.foreign(node)
        return this.binary(node, node.operator, node.left, node.right)
      case 'LogicalExpression':
        return this.logical(node, node.operator, this.term(node.left), this.term(node.right))
      case 'ConditionalExpression':
        return this.conditional(
          this.term(node.test),
          this.term(node.consequent),
          this.term(node.alternate),
        )
      case 'ArrayExpression':
        return { ...this.list(node, node.elements), logical: false }
      case 'CallExpression':
        return this.call(node)
      case 'AssignmentExpression':
        return this.refuse(node, 'expression', `'${node.operator}' assigns; compare with ==`)
      default:
        return this.foreign(node)
    }
  }

  private literal({ value, ...node }: Literal): Term {
    if (typeof value === 'bigint' || value instanceof RegExp) return this.foreign(node)
    return { evaluate: () => value, constant: true, logical: typeof value === 'boolean' }
  }

  private identifier(node: Node, name: string): Term {
    if (!name.startsWith('$')) {
      const ids = this.scope.actors.get(name)
      if (ids === undefined) return this.unknownActor(node, name)
      if (typeof ids === 'object') return this.severalActors(node, name, ids)
      return this.refuse(
        node,
        'expression',
        `'${name}' is an actor; name a field of it, as in ${name}.field`,
      )
    }
    const value = this.scope.constants.get(name.slice(1))
    if (value !== undefined) return { evaluate: () => value, constant: true, logical: true }
    if (this.scope.constants.has(name.slice(1))) return REFUSED
    const known = nearest(name.slice(1), this.scope.constants.keys())
    const suggestion = known === undefined ? undefined : `$${known}`
    return this.refuse(node, 'unknown-name', `'${name}' is no param and no variant`, suggestion)
  }

  private member(node: MemberExpression): Term {
    const { object, property } = node
    if (object.type === 'Super' || property.type === 'PrivateIdentifier') return this.foreign(node)
    const actor = this.actorAt(object)
    if (actor !== undefined) {
      if (node.computed || property.type !== 'Identifier') {
        return this.refuse(property, 'expression', 'name a field, as in actor.field')
      }
      return this.field(node, actor, property, property.name)
    }
    const holder = this.term(object)
    const key = this.keyOf(node, property)
    const evaluate: Term['evaluate'] = (snapshots) =>
      own(holder.evaluate(snapshots), key.evaluate(snapshots))
    // The innermost reading is less telling than the whole path.
    this.readings.delete(this.textOf(object))
    return this.reading(node, {
      evaluate,
      constant: holder.constant && key.constant,
      logical: true,
    })
  }

  private keyOf({ computed }: MemberExpression, property: Expression): Term {
    if (computed || property.type !== 'Identifier') return this.term(property)
    const { name } = property
    return { evaluate: () => name, constant: true, logical: false }
  }

  private field(node: Node, id: string, property: Node, name: string): Term {
    const context = this.scope.facts(id)?.context
    if (typeof context === 'object' && context !== null && !Object.hasOwn(context, name)) {
      const suggestion = nearest(name, Object.keys(context))
      return this.refuse(
        property,
        'unknown-field',
        `the context of '${id}' has no field '${name}'`,
        suggestion,
      )
    }
    const slot = this.slotOf(id)
    return this.reading(node, {
      evaluate: (snapshots) => own(at(snapshots, slot).context, name),
      constant: false,
      logical: true,
    })
  }

  /** The actor that `cell` or `task[0]` means; undefined when the node means no actor. */
  private actorAt(node: Expression | SpreadElement): string | undefined {
    if (node.type === 'Identifier') {
      return typeof this.scope.actors.get(node.name) === 'string' ? node.name : undefined
    }
    if (node.type !== 'MemberExpression' || !node.computed || node.object.type !== 'Identifier')
      return undefined
    const ids = this.scope.actors.get(node.object.name)
    const index = node.property.type === 'Literal' ? node.property.value : undefined
    return typeof ids === 'object' && typeof index === 'number' ? ids[index] : undefined
  }

  private unary(node: Node, operator: string, { evaluate, constant }: Term): Term {
    switch (operator) {
      case '!':
        return { evaluate: (snapshots) => !evaluate(snapshots), constant, logical: true }
      case '-':
        return { evaluate: (snapshots) => -numeric(evaluate(snapshots)), constant, logical: false }
      default:
        return this.foreign(node)
    }
  }

  private binary(node: Node, operator: string, leftNode: Expression, rightNode: Expression): Term {
    const compare = COMPARISONS.get(operator)
    const compute = compare ?? ARITHMETIC.get(operator)
    if (compute === undefined) {
      return this.refuse(node, 'expression', `'${operator}' is not an operator of expressions`)
    }
    const left = this.term(leftNode)
    const right = this.term(rightNode)
    if (compare !== undefined && this.textOf(leftNode) === this.textOf(rightNode)) {
      return { evaluate: () => compare(0, 0), constant: true, logical: true }
    }
    return {
      evaluate: (snapshots) => compute(left.evaluate(snapshots), right.evaluate(snapshots)),
      constant: left.constant && right.constant,
      logical: compare !== undefined,
    }
  }

  private logical(node: Node, operator: string, left: Term, right: Term): Term {
    if (operator === '??') return this.foreign(node)
    const deciding = operator === '||'
    const decides = (term: Term): boolean =>
      term.constant && Boolean(term.evaluate([])) === deciding
    if (decides(left) || decides(right))
      return { evaluate: () => deciding, constant: true, logical: true }
    const constant = left.constant && right.constant
    const logical = left.logical && right.logical
    const evaluate: Term['evaluate'] = deciding
      ? (snapshots) => Boolean(left.evaluate(snapshots)) || Boolean(right.evaluate(snapshots))
      : (snapshots) => Boolean(left.evaluate(snapshots)) && Boolean(right.evaluate(snapshots))
    return { evaluate, constant, logical }
  }

  private conditional(test: Term, yes: Term, no: Term): Term {
    return {
      evaluate: (snapshots) => (test.evaluate(snapshots) ? yes : no).evaluate(snapshots),
      constant: test.constant && yes.constant && no.constant,
      logical: yes.logical && no.logical,
    }
  }

  private list(parent: Node, nodes: readonly (Expression | SpreadElement | null)[]): List {
    const items = nodes.map((node) => {
      return node === null || node.type === 'SpreadElement' ? this.foreign(parent) : this.term(node)
    })
    return {
      evaluate: (snapshots) => items.map((item) => item.evaluate(snapshots)),
      constant: items.every(({ constant }) => constant),
    }
  }

  private call(node: CallExpression): Term {
    const name = node.callee.type === 'Identifier' ? node.callee.name : undefined
    if (name === 'is' || name === 'tag' || name === 'done') return this.stateCall(node, name)
    const compute = name === undefined ? undefined : FUNCTIONS.get(name)
    if (compute === undefined) {
      const known = [...FUNCTIONS.keys(), ...STATE_FUNCTIONS]
      const suggestion = name === undefined ? undefined : nearest(name, known)
      return this.refuse(
        node.callee,
        'expression',
        `the functions are ${known.join(', ')}`,
        suggestion,
      )
    }
    const { evaluate, constant } = this.list(node, node.arguments)
    return { evaluate: (snapshots) => compute(evaluate(snapshots)), constant, logical: false }
  }

  private stateCall(node: CallExpression, name: (typeof STATE_FUNCTIONS)[number]): Term {
    const [first, second] = node.arguments
    if (first === undefined || node.arguments.length !== (name === 'done' ? 1 : 2)) {
      const usage = name === 'done' ? 'done(actor)' : `${name}(actor, 'name')`
      return this.refuse(node, 'expression', `write ${usage}`)
    }
    const id = this.actorAt(first)
    if (id === undefined) return this.notAnActor(first)
    const slot = this.slotOf(id)
    if (name === 'done') {
      return this.state(node, (snapshots) => at(snapshots, slot).status === 'done')
    }
    const word = second?.type === 'Literal' ? second.value : undefined
    if (second === undefined || typeof word !== 'string') {
      return this.refuse(second ?? node, 'expression', 'expected a name in quotes')
    }
    const kind = this.scope.facts(id)?.kind
    const known = name === 'is' ? kind?.states : kind?.tags
    if (known !== undefined && !known.has(word)) {
      const code = name === 'is' ? 'unknown-state' : 'unknown-tag'
      const message = `machine '${kind?.name}' has no ${name === 'is' ? 'state' : 'tag'} '${word}'`
      return this.refuse(second, code, message, nearest(word, known))
    }
    if (name === 'is') return this.state(node, (snapshots) => at(snapshots, slot).matches(word))
    return this.state(node, (snapshots) => at(snapshots, slot).hasTag(word))
  }

  private state(node: Node, evaluate: (snapshots: Snapshots) => boolean): Term {
    return this.reading(node, { evaluate, constant: false, logical: true })
  }

  private reading(node: Node, term: Term): Term {
    this.readings.set(this.textOf(node), term.evaluate)
    return term
  }

  private slotOf(id: string): number {
    const slot = this.reads.indexOf(id)
    return slot >= 0 ? slot : this.reads.push(id) - 1
  }

  private textOf({ start, end }: Node): string {
    return this.text.slice(start, end)
  }

  private notAnActor(node: Expression | SpreadElement): Term {
    const inner = node.type === 'MemberExpression' ? node.object : node
    if (inner.type !== 'Identifier') return this.refuse(node, 'expression', 'expected an actor')
    const ids = this.scope.actors.get(inner.name)
    if (typeof ids === 'object') return this.severalActors(node, inner.name, ids)
    if (ids === undefined) return this.unknownActor(inner, inner.name)
    return this.refuse(node, 'expression', 'expected an actor')
  }

  private unknownActor(node: Node, name: string): Term {
    const suggestion = nearest(name, this.scope.actors.keys())
    return this.refuse(node, 'unknown-actor', `there is no actor '${name}'`, suggestion)
  }

  private severalActors(node: Node, name: string, ids: readonly string[]): Term {
    const message = `'${name}' is ${ids.length} actors, ${name}[0] to ${name}[${ids.length - 1}]`
    return this.refuse(node, 'unknown-actor', message)
  }

  private foreign(node: Node): Term {
    return this.refuse(
      node,
      'expression',
      `'${this.textOf(node)}' is not part of the expression language`,
    )
  }

  private refuse(node: Node, code: ErrorCode, message: string, suggestion?: string): Term {
    const hint = suggestion === undefined ? {} : { suggestion }
    const { start, end } = node
    this.faults.push({ code, message, start, length: end - start, ...hint })
    return REFUSED
  }
}
