/**
 * What the modules of a scenario offer: machines, schemas of their inputs, properties, checks.
 * This file is where sim looks into XState machines before they run, so it also refuses the ones
 * that cannot be explored: the actors of a scenario are fixed, and a machine that invokes or spawns
 * would make others.
 */
import { StateMachine, initialTransition } from 'xstate'
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import * as z from 'zod'
import type { Findings } from './findings.ts'
import type { LoadedModule } from './modules.ts'
import { functionsSchema } from './functions.ts'
import type { Functions } from './functions.ts'
import { parsedStrips } from './strips.ts'
import type { StripPart, StripsOf } from './strips.ts'
import { parsedReproducer } from './reproducer.ts'
import type { Reproducer, ReproductionRequest } from './reproducer.ts'
import { declarationsOf } from './synchronisation.ts'
import type { Declarations } from './synchronisation.ts'
import type { Actor } from './system.ts'
import type { Path } from './tree.ts'

/** A machine under its export name, with what its definition shows. */
export interface MachineKind {
  readonly name: string
  readonly machine: AnyStateMachine
  /** Parses the input; without one, any input is taken as it is written. */
  readonly input: z.ZodType | undefined
  /** Who holds an actor of this machine, such as a lock. */
  readonly holders: NonNullable<Actor['holders']> | undefined
  /** The functions of the code that its states follow. */
  readonly functions: Functions | undefined
  /** What its module declares of locks, accesses and contexts. */
  readonly declared: Declarations
  /** Paths of all states, with dots. */
  readonly states: ReadonlySet<string>
  readonly tags: ReadonlySet<string>
}

/** Snapshots by role; a list for a role that is bound to several actors. */
export type View = Readonly<Record<string, AnyMachineSnapshot | readonly AnyMachineSnapshot[]>>

interface Template {
  /** One sentence of law. */
  readonly law: string
  /** Where the law comes from. */
  readonly source: string
  /** What is to be bound in `with:`; role → description. */
  readonly roles: Readonly<Record<string, string>>
  readonly params?: z.ZodType
}

/**
 * A property that a module exports. `holds` and `explain` are pure. They are methods, so that a
 * template may declare the type that its own `params` schema produces.
 */
export type PropertyTemplate =
  | (Template & {
      readonly kind: 'always' | 'at-rest' | 'sometimes' | 'eventually'
      holds(view: View, params: unknown): boolean
      explain?(view: View, params: unknown): string
    })
  | (Template & {
      readonly kind: 'monitor'
      /** Its input has the params, and the actor id or ids of each role. */
      readonly machine: AnyStateMachine
      /** The roles whose deliveries it is shown. */
      readonly observes: readonly string[]
    })

/** One complaint of a module's `check` about an actor, or about one key of its input. */
interface Complaint {
  readonly actor: string
  readonly key?: string | undefined
  readonly message: string
  readonly suggestion?: string | undefined
}

interface CheckedActor {
  readonly id: string
  readonly machine: string
  readonly input: unknown
}

/** Judges all actors together, after each input has been parsed. Pure. */
export type Check = (actors: readonly CheckedActor[]) => readonly Complaint[]

/** Everything the modules of one scenario offer, by export name. */
export interface Catalogue {
  readonly machines: ReadonlyMap<string, MachineKind>
  readonly properties: ReadonlyMap<string, PropertyTemplate>
  readonly checks: readonly Check[]
  /** What modules draw of a state. */
  readonly strips: readonly StripsOf[]
  /** One a module, of those that say what their scenarios are in user space. */
  readonly reproducers: readonly Reproducer[]
  /** False when a module is missing here, so that unknown names prove nothing. */
  readonly complete: boolean
}

/** Sorts the exports of `modules`; what is unusable is reported where the module is named. */
export function catalogueOf(
  modules: readonly LoadedModule[],
  complete: boolean,
  findings: Findings,
): Catalogue {
  const machines = new Map<string, MachineKind>()
  const properties = new Map<string, PropertyTemplate>()
  const checks: Check[] = []
  const strips: StripsOf[] = []
  const reproducers: Reproducer[] = []
  for (const module of modules) {
    const { path } = module
    const inputs = inputsOf(module, findings)
    const complain = (message: string): void => {
      findings.value(path, 'bad-export', message)
    }
    const declared = declarationsOf(module.exports, complain)
    const holders = holdersOf(module, findings)
    const kinds = kindsOf(
      module,
      { inputs, holders, functions: functionsOf(module, complain) },
      declared,
    )
    if (kinds.length === 0)
      findings.value(path, 'no-machine', 'this module exports no XState machine')
    for (const kind of kinds) {
      const reason = refusal(kind.machine)
      if (reason !== undefined)
        findings.value(path, 'refused-machine', `machine '${kind.name}' ${reason}`)
      for (const state of unknownStates(kind))
        complain(`'functions' names a state that '${kind.name}' does not have: ${state}`)
      addOnce(machines, kind.name, kind, path, findings)
    }
    for (const [name, template] of propertiesOf(module, findings)) {
      addOnce(properties, name, template, path, findings)
    }
    const { check } = module.exports
    if (isCheck(check)) checks.push(check)
    else if (check !== undefined) findings.value(path, 'bad-export', `'check' is not a function`)
    const draw = module.exports['strips']
    if (isDraw(draw)) strips.push(parsedStrips(draw))
    else if (draw !== undefined) complain(`'strips' is not a function`)
    const { reproducer } = module.exports
    if (isReproducer(reproducer)) reproducers.push(parsedReproducer(reproducer))
    else if (reproducer !== undefined) complain(`'reproducer' is not a function`)
  }
  return { machines, properties, checks, strips, reproducers, complete }
}

/**
 * Starting a machine costs more than all else in binding, and most designs start the same ones. By
 * machine and input as JSON; only names of fields are asked for, so that inputs which JSON cannot
 * tell apart do no harm.
 */
const contexts = new WeakMap<AnyStateMachine, Map<string, unknown>>()

/** The context a machine starts with under a parsed input. @throws whatever the machine throws. */
export function initialContext({ machine }: MachineKind, input: unknown): unknown {
  const key = JSON.stringify(input)
  const known = contexts.get(machine) ?? new Map<string, unknown>()
  contexts.set(machine, known)
  if (known.has(key)) return known.get(key)
  const [snapshot] = initialTransition(machine, input)
  // XState keeps an error of the context function in the snapshot.
  if (snapshot.status === 'error') throw snapshot.error
  known.set(key, snapshot.context)
  return snapshot.context
}

function addOnce<T>(
  all: Map<string, T>,
  name: string,
  value: T,
  path: Path,
  findings: Findings,
): void {
  if (all.has(name))
    findings.value(path, 'duplicate-export', `another module exports '${name}' too`)
  else all.set(name, value)
}

function kindsOf(
  module: LoadedModule,
  of: {
    readonly inputs: Readonly<Record<string, z.ZodType>>
    readonly holders: Readonly<Record<string, MachineKind['holders']>>
    readonly functions: Readonly<Record<string, Functions>>
  },
  declared: (name: string) => Declarations,
): readonly MachineKind[] {
  return Object.entries(module.exports).flatMap(([name, value]) => {
    if (name === 'default' || !(value instanceof StateMachine)) return []
    const machine: AnyStateMachine = value
    const states = new Set<string>()
    const tags = new Set<string>()
    survey(machine.root, states, tags)
    const { inputs, holders, functions } = of
    const known = { input: inputs[name], holders: holders[name], functions: functions[name] }
    return [{ name, machine, ...known, declared: declared(name), states, tags }]
  })
}

function survey(node: AnyStateMachine['root'], states: Set<string>, tags: Set<string>): void {
  if (node.path.length > 0) states.add(node.path.join('.'))
  for (const tag of node.tags) tags.add(tag)
  for (const child of Object.values(node.states)) survey(child, states, tags)
}

const inputsSchema = z.record(z.string(), z.instanceof(z.ZodType))

function inputsOf(module: LoadedModule, findings: Findings): Readonly<Record<string, z.ZodType>> {
  const parsed = inputsSchema.safeParse(module.exports['inputs'] ?? {})
  if (parsed.success) return parsed.data
  const message = "'inputs' must map names of machines to zod schemas"
  findings.value(module.path, 'bad-export', message)
  return {}
}

const holdersSchema = z.record(
  z.string(),
  z.custom<NonNullable<Actor['holders']>>((value) => typeof value === 'function'),
)

function holdersOf(
  module: LoadedModule,
  findings: Findings,
): Readonly<Record<string, MachineKind['holders']>> {
  const parsed = holdersSchema.safeParse(module.exports['holders'] ?? {})
  if (parsed.success) return parsed.data
  const message = "'holders' must map names of machines to functions of a snapshot"
  findings.value(module.path, 'bad-export', message)
  return {}
}

function unknownStates({ functions = [], states }: MachineKind): readonly string[] {
  return functions.flatMap((f) => f.states.filter((state) => state !== '' && !states.has(state)))
}

function functionsOf(
  module: LoadedModule,
  complain: (message: string) => void,
): Readonly<Record<string, Functions>> {
  const parsed = functionsSchema.safeParse(module.exports['functions'] ?? {})
  if (parsed.success) return parsed.data
  complain("'functions' must map names of machines to lists of { function, file, states }")
  return {}
}

const isFunction = (value: unknown): boolean => typeof value === 'function'
const template = {
  law: z.string(),
  source: z.string(),
  roles: z.record(z.string(), z.string()),
  params: z.instanceof(z.ZodType).optional(),
}
const templateSchema = z.discriminatedUnion('kind', [
  z.object({
    ...template,
    kind: z.enum(['always', 'at-rest', 'sometimes', 'eventually']),
    holds: z.custom(isFunction, 'expected a function'),
    explain: z.custom(isFunction, 'expected a function').optional(),
  }),
  z.object({
    ...template,
    kind: z.literal('monitor'),
    machine: z.custom((value) => value instanceof StateMachine, 'expected a machine'),
    observes: z.array(z.string()),
  }),
])

function isTemplate(value: unknown): value is PropertyTemplate {
  return templateSchema.safeParse(value).success
}

function propertiesOf(
  module: LoadedModule,
  findings: Findings,
): readonly (readonly [string, PropertyTemplate])[] {
  const exported = z.record(z.string(), z.unknown()).safeParse(module.exports['properties'] ?? {})
  const entries = Object.entries(exported.data ?? { properties: undefined })
  return entries.flatMap(([name, value]) => {
    if (isTemplate(value)) return [[name, value] as const]
    const issue = templateSchema.safeParse(value).error?.issues[0]
    const detail = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`
    findings.value(
      module.path,
      'bad-export',
      `property '${name}' is not a property template${detail}`,
    )
    return []
  })
}

function isDraw(value: unknown): value is (parts: readonly StripPart[]) => unknown {
  return isFunction(value)
}

function isReproducer(value: unknown): value is (request: ReproductionRequest) => unknown {
  return isFunction(value)
}

function isCheck(value: unknown): value is Check {
  return isFunction(value)
}

/** Why a machine cannot be explored, or undefined. Only what its config shows can be found. */
function refusal(machine: AnyStateMachine): string | undefined {
  const keys = new Set<string>()
  collectKeys(machine.config, keys, new Set())
  collectKeys(machine.implementations.actions, keys, new Set())
  if (keys.has('invoke')) return 'uses invoke; list every actor under actors: instead'
  if (keys.has('xstate.spawnChild'))
    return 'uses spawnChild; list every actor under actors: instead'
  return undefined
}

/** The key `invoke` of any state, and the type of any built-in action. */
function collectKeys(value: unknown, keys: Set<string>, seen: Set<unknown>): void {
  if (typeof value === 'function' && 'type' in value) keys.add(String(value.type))
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  for (const [key, child] of Object.entries(value)) {
    if (key === 'context' || key === 'meta') continue
    if (key === 'invoke') keys.add(key)
    collectKeys(child, keys, seen)
  }
}
