/** What must be true of all actors together, which no input schema can see. */
import { folioInput } from './objects/folio.ts'
import { sizes } from './geometry.ts'
import { z } from 'zod'

interface ActorInput {
  readonly id: string
  readonly machine: string
  readonly input: unknown
}

/** What is wrong, where, and what to write instead. */
export interface Complaint {
  readonly actor: string
  readonly key?: string
  readonly message: string
  readonly suggestion?: string
}

type Fields = Readonly<Record<string, unknown>>
type Actors = ReadonlyMap<string, { readonly machine: string; readonly input: Fields }>

/** The machines that may stand behind each key that names actors. */
const wired: Readonly<Record<string, readonly string[]>> = {
  inode: ['inode'],
  i_rwsem: ['rw_semaphore'],
  invalidate_lock: ['rw_semaphore'],
  ilock: ['rw_semaphore'],
  i_flags_lock: ['rw_semaphore'],
  size_lock: ['rw_semaphore'],
  folios: ['folio'],
  block_map: ['block_map'],
  block_device: ['block_device'],
  kworker: ['kworker'],
  flusher: ['flusher'],
  ctx: ['iomap_writethrough_ctx', 'iomap_dio'],
  bio: ['bio'],
  bios: ['bio'],
  atomic: ['atomic'],
  wait_queue_head: ['wait_queue_head'],
  i_size_seqcount: ['i_size_seqcount'],
  i_lock: ['rw_semaphore'],
  user_pages: ['user_pages'],
  super_block: ['super_block'],
  source: ['folio'],
  dest: ['folio'],
  aio_kiocb: ['slab_object'],
  iomap_dio: ['slab_object'],
  flush_bio: ['bio'],
}

/** Locks that only some designs take: their default names need not exist. */
const optional: ReadonlySet<string> = new Set(['ilock', 'i_flags_lock', 'size_lock', 'i_lock'])

/** Objects that serve one write at a time; a shared kworker would block one by another. */
const exclusive: ReadonlySet<string> = new Set(['ctx', 'bio', 'bios', 'flush_bio', 'kworker'])

/** Contexts name a kworker too, but the task that owns the context is who must not share it. */
const contexts: ReadonlySet<string> = new Set(wired['ctx'])

const fields = z.record(z.string(), z.unknown())
const names = z.union([z.string().transform((name) => [name]), z.array(z.string())])

function namesOf(value: unknown): readonly string[] {
  return names.safeParse(value).data ?? []
}

function wiring(id: string, input: Fields, actors: Actors): readonly Complaint[] {
  return Object.entries(wired).flatMap(([key, machines]) =>
    namesOf(input[key]).flatMap((name): readonly Complaint[] => {
      const actor = actors.get(name)
      if (actor === undefined)
        return optional.has(key) && name === key
          ? []
          : [
              {
                actor: id,
                key,
                message: `there is no actor '${name}'`,
                suggestion: `${name}: {machine: ${machines[0] ?? ''}}`,
              },
            ]
      if (machines.includes(actor.machine)) return []
      const message = `'${name}' is a ${actor.machine}, expected a ${machines.join(' or ')}`
      return [{ actor: id, key, message }]
    }),
  )
}

function sharing(actors: Actors): readonly Complaint[] {
  const owner = new Map<string, string>()
  const tasks = [...actors].filter(([, { machine }]) => !contexts.has(machine))
  return tasks.flatMap(([id, { input }]) =>
    [...exclusive].flatMap((key) =>
      namesOf(input[key]).flatMap((name): readonly Complaint[] => {
        const other = owner.get(name)
        owner.set(name, id)
        if (other === undefined) return []
        return [{ actor: id, key, message: `'${name}' serves ${other} already; give it its own` }]
      }),
    ),
  )
}

const folioFields = z.object({ index: folioInput.shape.index })
const sizeFields = z.object({ block_size: sizes.block_size, page_size: sizes.page_size })

/** Folios come in order, agree on sizes, and reach as far as the task does. */
function coverage(id: string, input: Fields, actors: Actors): readonly Complaint[] {
  const folios = namesOf(input['folios'])
  if (folios.length === 0) return []
  const complaints: Complaint[] = []
  const mine = sizeFields.parse({
    block_size: input['block_size'],
    page_size: input['page_size'],
  })
  if (mine.block_size > mine.page_size)
    complaints.push({
      actor: id,
      key: 'block_size',
      message: `block_size ${mine.block_size} is larger than page_size ${mine.page_size}`,
    })
  folios.forEach((name, i) => {
    const { index } = folioFields.safeParse(actors.get(name)?.input ?? {}).data ?? { index: i }
    if (index !== i)
      complaints.push({
        actor: id,
        key: 'folios',
        message: `'${name}' has index ${index} but is number ${i} in the list`,
        suggestion: `index: ${i}`,
      })
  })
  const covered = folios.length * mine.page_size
  const end = furthest(input)
  if (end > covered)
    complaints.push({
      actor: id,
      key: 'folios',
      message: `the folios end at ${covered}, but this task reaches ${end}`,
    })
  return complaints
}

const reach = z.object({
  pos: z.number().default(0),
  len: z.number().default(0),
  stores: z.array(z.object({ pos: z.number() })).default([]),
})

function furthest(input: Fields): number {
  const { pos, len, stores } = reach.parse(input)
  return Math.max(pos + len, ...stores.map((store) => store.pos + 1))
}

/** A write and its context name one kworker: the completion is the same, inline or queued. */
function completion(id: string, input: Fields, actors: Actors): readonly Complaint[] {
  const [ctx] = namesOf(input['ctx'])
  const [mine] = namesOf(input['kworker'])
  const [theirs] = namesOf(ctx === undefined ? undefined : actors.get(ctx)?.input['kworker'])
  if (ctx === undefined || mine === undefined || theirs === undefined || mine === theirs) return []
  const message = `'${mine}' is not the kworker of '${ctx}', which is '${theirs}'`
  return [{ actor: id, key: 'kworker', message, suggestion: `kworker: ${theirs}` }]
}

/** Every actor that knows a size knows the same one. */
function agreement(actors: Actors): readonly Complaint[] {
  return (['block_size', 'page_size'] as const).flatMap((key) => {
    const known = [...actors].filter(([, { input }]) => typeof input[key] === 'number')
    const [first] = known
    if (first === undefined) return []
    const value = first[1].input[key]
    return known
      .filter(([, { input }]) => input[key] !== value)
      .map(([actor, { input }]) => ({
        actor,
        key,
        message: `${key} is ${String(input[key])} here and ${String(value)} in '${first[0]}'`,
      }))
  })
}

/** `after: X` waits for a word that X must be told to send. */
function order(id: string, input: Fields, actors: Actors): readonly Complaint[] {
  const after = input['after']
  const told = (from: string): readonly string[] => {
    const other = actors.get(from)?.input ?? {}
    return [...namesOf(other['notify']), ...namesOf(other['notify_submitted'])]
  }
  const late: readonly Complaint[] =
    typeof after === 'string' && !told(after).includes(id)
      ? [
          {
            actor: id,
            key: 'after',
            message: `'${after}' does not notify '${id}', so it would never start`,
            suggestion: `notify: [${id}] in ${after}`,
          },
        ]
      : []
  const deaf = told(id)
    .filter((name) => {
      const { after: starts, flusher } = actors.get(name)?.input ?? {}
      return starts !== id && flusher !== id
    })
    .map((name) => ({
      actor: id,
      key: 'notify',
      message: `'${name}' does not wait for '${id}'`,
      suggestion: `after: ${id} in ${name}`,
    }))
  return [...late, ...deaf]
}

/** A log without the size on disk would recover a size that nobody has set. */
function logging(id: string, input: Fields): readonly Complaint[] {
  if (input['log'] !== true || typeof input['i_disk_size'] === 'number') return []
  const message = 'a logged file needs its size on disk at the start'
  return [{ actor: id, key: 'log', message, suggestion: 'i_disk_size: 4k' }]
}

/** Judges all actors together. */
export function check(given: readonly ActorInput[]): readonly Complaint[] {
  const actors: Actors = new Map(
    given.map(({ id, machine, input }) => [
      id,
      { machine, input: fields.safeParse(input).data ?? {} },
    ]),
  )
  return [
    ...[...actors].flatMap(([id, { input }]) => [
      ...wiring(id, input, actors),
      ...coverage(id, input, actors),
      ...completion(id, input, actors),
      ...order(id, input, actors),
      ...logging(id, input),
    ]),
    ...sharing(actors),
    ...agreement(actors),
  ]
}
