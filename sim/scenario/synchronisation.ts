/**
 * What modules say of their machines beside `holders`: which operations take locks, wait for
 * events, touch variables or may sleep, and which machines run in atomic context. Nothing of it
 * changes what a machine does; predictions from a single run rest on it. Parsed here, trusted later.
 */
import type { AnyMachineSnapshot, EventObject } from 'xstate'
import * as z from 'zod'

const words = z.array(z.string())

const lockSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('lock'),
    /** The lock class, as lockdep has it: locks of one class obey one order. */
    class: z.string(),
    /** A spinlock, taken with interrupts on or off; without it the lock may sleep. */
    spins: z.enum(['irqs-on', 'irqs-off']).optional(),
    /** Operations that wait until the lock is theirs. A trylock does not. */
    acquire: z.record(z.string(), z.enum(['shared', 'exclusive'])),
  }),
  /** Something that is awaited without being owned: whoever began it need not be who ends it. */
  z.strictObject({
    kind: z.literal('event'),
    class: z.string(),
    /** Operations after whose answer it is pending. */
    begin: words,
    end: words,
    wait: words,
  }),
  /** A flag with release and acquire: who tests it sees what was done before it was set. */
  z.strictObject({
    kind: z.literal('flag'),
    class: z.string(),
    release: words,
    acquire: words,
  }),
  /** Every operation runs under one lock that the model does not show. */
  z.strictObject({ kind: z.literal('atomic'), class: z.string() }),
])

/** One way in which an actor orders those who use it. */
export type Lock = z.output<typeof lockSchema>

/** An access to `variable`, or to the parts of it that `at` numbers, such as file positions. */
export interface Access {
  readonly variable: string
  readonly at?: readonly number[]
  readonly access: 'read' | 'write'
  /** READ_ONCE, WRITE_ONCE, acquire, release, or user space: not torn, and meant to be racy. */
  readonly marked?: boolean
}

/** The accesses that an operation makes in the state that it finds. Pure. */
export type AccessesOf = (delivery: {
  readonly event: EventObject
  readonly context: AnyMachineSnapshot['context']
}) => readonly Access[]

/** What is known of one actor. */
export interface Synchronisation {
  readonly locks: readonly Lock[]
  readonly accesses?: AccessesOf
  /** Operations of this actor that may sleep, besides acquiring and waiting. */
  readonly sleeps: readonly string[]
  /** The atomic context that this actor runs in, such as `hardirq`. */
  readonly context?: string
}

type LocksOf = (actor: { readonly id: string; readonly input: unknown }) => unknown

/** What a module declares of one machine. */
export interface Declarations {
  readonly locks?: LocksOf | undefined
  readonly accesses?: AccessesOf | undefined
  readonly sleeps?: readonly string[] | undefined
  readonly context?: string | undefined
}

const isFunction = (value: unknown): boolean => typeof value === 'function'
const locksSchema = z.record(z.string(), z.custom<LocksOf>(isFunction))
const accessesSchema = z.record(z.string(), z.custom<AccessesOf>(isFunction))
const sleepsSchema = z.record(z.string(), words)
const contextsSchema = z.record(z.string(), z.string())

/** The declarations of a module by machine; what has another shape is complained of and left out. */
export function declarationsOf(
  exports: Readonly<Record<string, unknown>>,
  complain: (message: string) => void,
): (machine: string) => Declarations {
  const parse = <T>(
    key: string,
    schema: z.ZodType<Record<string, T>>,
    shape: string,
  ): Readonly<Record<string, T>> => {
    const parsed = schema.safeParse(exports[key] ?? {})
    if (parsed.success) return parsed.data
    complain(`'${key}' must map names of machines to ${shape}`)
    return {}
  }
  const locks = parse('locks', locksSchema, 'functions of { id, input }')
  const accesses = parse('accesses', accessesSchema, 'functions of { event, context }')
  const sleeps = parse('sleeps', sleepsSchema, 'lists of operations')
  const contexts = parse('contexts', contextsSchema, 'names of atomic contexts')
  return (name) => ({
    locks: locks[name],
    accesses: accesses[name],
    sleeps: sleeps[name],
    context: contexts[name],
  })
}

/** The field `sync` of an actor; empty when nothing is declared of its machine. */
export function syncOf(
  { locks, accesses, sleeps, context }: Declarations,
  actor: { readonly id: string; readonly input: unknown },
  complain: (message: string) => void,
): { readonly sync?: Synchronisation } {
  if (!locks && !accesses && !sleeps && context === undefined) return {}
  return {
    sync: {
      locks: locks === undefined ? [] : parseLocks(locks, actor, complain),
      sleeps: sleeps ?? [],
      ...(accesses && { accesses }),
      ...(context !== undefined && { context }),
    },
  }
}

function parseLocks(
  locks: LocksOf,
  actor: Parameters<LocksOf>[0],
  complain: (message: string) => void,
): readonly Lock[] {
  try {
    const parsed = z.array(lockSchema).safeParse(locks(actor))
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]
    complain(`'locks' gives no list of locks (${issue?.path.join('.')}: ${issue?.message})`)
  } catch (error) {
    complain(`'locks' throws: ${String(error)}`)
  }
  return []
}
