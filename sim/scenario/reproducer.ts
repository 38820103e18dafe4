/**
 * What a module says of a scenario as programs of user space see it: the system calls that its tasks
 * make, the file before, and how a program would notice that a property is violated. From this a test
 * for a real system is written. Nothing of it changes a run. Parsed here, trusted later.
 */
import * as z from 'zod'

const bytes = z.int().nonnegative()
const range = { pos: bytes, len: z.int().positive() }
const fill = z
  .string()
  .regex(/^[!-~]$/, 'expected one printable character of ASCII')
  .describe('the byte that is written')

const operationSchema = z.discriminatedUnion('call', [
  /** With O_DIRECT; `async`: submitted, and waited for at the end of the task. */
  z.strictObject({
    call: z.literal('pwrite'),
    ...range,
    fill,
    direct: z.boolean(),
    async: z.boolean(),
    /** O_APPEND: `pos` is where the model began, the system decides. */
    append: z.boolean(),
    dsync: z.boolean(),
  }),
  z.strictObject({ call: z.literal('pread'), ...range, direct: z.boolean() }),
  z.strictObject({ call: z.literal('ftruncate'), size: bytes }),
  z.strictObject({
    call: z.literal('fallocate'),
    ...range,
    mode: z.enum(['allocate', 'keep-size', 'punch-hole']),
  }),
  /**
   * A store through a shared mapping to the block at `pos`. inside: only once the size covers it,
   * looked at `times` times; past: it counts only if the size does not cover it afterwards.
   */
  z.strictObject({
    call: z.literal('mmap_store'),
    ...range,
    fill,
    when: z.enum(['any', 'inside', 'past']),
    times: z.int().positive(),
  }),
  z.strictObject({ call: z.literal('fsync') }),
  /** Starts writeback and waits for it, without the size or the log. */
  z.strictObject({ call: z.literal('sync_file_range') }),
  /** Asks for clean pages to be dropped from the page cache. */
  z.strictObject({ call: z.literal('drop_cache') }),
  /** Closes a descriptor that was opened for writing. */
  z.strictObject({ call: z.literal('close') }),
  /** Shares the blocks with a second file. */
  z.strictObject({ call: z.literal('clone'), ...range }),
  /** Allocates, writes and syncs one block of a second file. */
  z.strictObject({ call: z.literal('write_other'), len: z.int().positive(), fill }),
])

/** One system call of a task. Positions and lengths are bytes. */
export type Operation = Readonly<z.output<typeof operationSchema>>

const observations = [
  /** Acknowledged bytes read back as they were written, also from the medium. */
  'acknowledged',
  /** A read that begins after an acknowledgement returns those bytes. */
  'read-acknowledged',
  /** Who reads past the old size reads what the write there has written. */
  'read-extension',
  /** No byte is read that nobody wrote inside the file. */
  'no-junk',
  /** The size is not below an acknowledged end. */
  'size',
  /** Appends do not overlap. */
  'appends',
  /** The page cache and the medium say the same. */
  'coherent',
  /** The second file has what was written to it, or what was shared with it. */
  'other-file',
  /** A mapping past the end of the file faults. */
  'no-page-past-end',
  /** Every call returns. */
  'returns',
] as const

/** How a program notices that the property does not hold. */
export type Observation = (typeof observations)[number]

const taskSchema = z.strictObject({
  actor: z.string(),
  /** Actors that work for it: their steps belong to its calls. */
  helpers: z.array(z.string()),
  operations: z.array(operationSchema).min(1),
  /** The message whose sending ends an asynchronous submission. */
  submits: z.string().optional(),
})

/** A task and its calls, in the order in which it makes them. */
export type Task = Readonly<z.output<typeof taskSchema>>

const reproductionSchema = z.union([
  /** No program can do or see it: why, and what could. */
  z.strictObject({ refused: z.string(), needs: z.string() }),
  z.strictObject({
    file: z.strictObject({
      size: bytes,
      /** Bytes below it are written to disk at the start; the rest of the file is a hole. */
      written: bytes,
      /** Blocks from there to here are allocated and not written. */
      allocated: bytes,
      cached: z.boolean(),
      /** Pages that are mapped and have been stored to, by position. */
      mapped: z.array(bytes),
      /** Direct calls are meant to cover parts of blocks. */
      unaligned: z.boolean(),
    }),
    tasks: z.array(taskSchema).min(1),
    sees: z.array(z.enum(observations)).min(1),
    /** What a reader of the program should know: sentences. */
    notes: z.array(z.string()),
  }),
])

export type Reproduction = Readonly<z.output<typeof reproductionSchema>>
/** A reproduction that is not refused. */
export type Reproducible = Exclude<Reproduction, { readonly refused: string }>

/** What is to be reproduced: all actors with their parsed inputs, and the law that a run violates. */
export interface ReproductionRequest {
  readonly actors: readonly {
    readonly id: string
    /** The export name of its machine. */
    readonly machine: string
    readonly input: unknown
  }[]
  /** The name under which the law was exported, else its own name in the scenario. */
  readonly property: string
}

/** Pure. */
export type Reproducer = (request: ReproductionRequest) => Reproduction

/** What a module says of user space is no reproduction. */
export class ReproducerError extends Error {
  override readonly name = 'ReproducerError'
}

/** What `declared` of a module gives, checked. @throws ReproducerError when it is of another shape. */
export function parsedReproducer(declared: (request: ReproductionRequest) => unknown): Reproducer {
  return (request) => {
    const parsed = reproductionSchema.safeParse(given(declared, request))
    if (parsed.success) return parsed.data
    throw new ReproducerError(`'reproducer' of a module: ${z.prettifyError(parsed.error)}`)
  }
}

function given(
  declared: (request: ReproductionRequest) => unknown,
  request: ReproductionRequest,
): unknown {
  try {
    return declared(request)
  } catch (error) {
    throw new ReproducerError(`'reproducer' of a module throws: ${String(error)}`)
  }
}
