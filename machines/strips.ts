/**
 * The file as a reader pictures it: what each block holds in the page cache, and below that what
 * backs it and what a read from the disk would return, with EOF and the ends of folios. A scenario
 * models one file, so its folios, its inode, its block map and its disk belong together.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { diskAt } from './objects/block_device.ts'
import type { BlockDeviceContext } from './objects/block_device.ts'
import { extentAt, sectorAt } from './objects/block_map.ts'
import type { BlockMapContext } from './objects/block_map.ts'
import type { FolioContext } from './objects/folio.ts'
import { blocksIn, present } from './geometry.ts'
import type { InodeContext } from './objects/inode.ts'
import type { Extent, Metadata } from './message.ts'
import { blockPos } from './objects/page_cache.ts'

/** An actor as strips are drawn from it. */
interface Part {
  readonly id: string
  /** The name of its machine. */
  readonly machine: string
  readonly snapshot: AnyMachineSnapshot
}

/** Who put the contents there; `absent` is a block of which this row knows nothing. */
type Origin = 'hole' | 'absent' | 'old' | 'zero' | 'foreign' | 'reserved' | 'write'

interface Segment {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly origin: Origin
  /** The actor that wrote it. */
  readonly by?: string
  /** State of this block, in few words. */
  readonly flags?: readonly string[]
}

interface Row {
  readonly label: string
  readonly flags?: readonly string[]
  readonly segments: readonly Segment[]
}

interface Mark {
  readonly at: number
  readonly label: string
  readonly kind: 'end' | 'edge'
}

interface Strip {
  readonly title: string
  readonly unit: 'bytes'
  readonly rows: readonly Row[]
  readonly marks: readonly Mark[]
}

interface File {
  readonly inode: InodeContext | undefined
  readonly folios: readonly FolioContext[]
  readonly block_map: BlockMapContext | undefined
  readonly block_device: BlockDeviceContext | undefined
}

const origins: ReadonlyMap<string, Origin> = new Map([
  ['old', 'old'],
  ['zero', 'zero'],
  ['stale', 'foreign'],
  ['foreign', 'foreign'],
])

/** The fills of a scenario by the actor that leaves them. */
function writersOf(parts: readonly Part[]): ReadonlyMap<string, string> {
  const writers = new Map<string, string>()
  for (const { id, snapshot } of parts) {
    const context: { readonly fill?: unknown; readonly stores?: unknown } = snapshot.context
    const { fill, stores } = context
    const stored: readonly unknown[] = Array.isArray(stores) ? stores : []
    for (const word of [fill, ...stored.map(fillOf)]) {
      if (typeof word === 'string' && !writers.has(word)) writers.set(word, id)
    }
  }
  return writers
}

function fillOf(store: unknown): unknown {
  return typeof store === 'object' && store !== null && 'fill' in store ? store.fill : undefined
}

type Contents = Pick<Segment, 'text' | 'origin' | 'by'>

function contents(word: string, writers: ReadonlyMap<string, string>): Contents {
  const origin = origins.get(word) ?? 'write'
  // A repeated store is fill1, fill2, … [machines/tasks/mmap_user.ts].
  const by = writers.get(word) ?? writers.get(word.replace(/\d+$/, ''))
  return { text: word, origin, ...(origin === 'write' && by !== undefined && { by }) }
}

function memory(folio: FolioContext, writers: ReadonlyMap<string, string>): readonly Segment[] {
  return folio.data.map((word, i) => {
    const from = blockPos(folio, i)
    const span = { from, to: from + folio.block_size }
    if (folio.uptodate[i] !== true)
      return { ...span, text: 'not uptodate', origin: 'absent' as const }
    const flags = folio.PG_dirty && folio.dirty[i] === true ? ['dirty'] : []
    return { ...span, ...contents(word, writers), ...(flags.length > 0 && { flags }) }
  })
}

/** What concerns whole folios, by position. */
function folioFlags(folios: readonly FolioContext[]): readonly string[] {
  return folios.flatMap(({ folio_pos, PG_locked, PG_writeback, PG_dirty, pte }) => {
    const flags = [
      ...(PG_locked === null ? [] : [`locked by ${PG_locked}`]),
      ...(PG_writeback ? ['writeback'] : []),
      ...(PG_dirty ? ['dirty'] : []),
      ...(pte.writable ? ['mapped writable'] : pte.mapped ? ['mapped'] : []),
    ]
    return flags.length === 0 ? [] : [`folio at ${kilo(folio_pos)}: ${flags.join(', ')}`]
  })
}

function kilo(n: number): string {
  const mega = 1024 * 1024
  if (n !== 0 && n % mega === 0) return `${n / mega}M`
  return n !== 0 && n % 1024 === 0 ? `${n / 1024}k` : String(n)
}

const backing: Readonly<Record<Exclude<Extent, 'written'>, Contents>> = {
  hole: { text: 'hole', origin: 'hole' },
  delalloc: { text: 'reserved', origin: 'reserved' },
  unwritten: { text: 'unwritten', origin: 'zero' },
}

function disk(
  { block_map, block_device }: File,
  [from, end]: readonly [number, number],
  writers: ReadonlyMap<string, string>,
): readonly Segment[] {
  if (block_map === undefined) return []
  const { block_size } = block_map
  return blocksIn(from, end, block_size).map((pos) => {
    const extent = extentAt(block_map, pos)
    const span = { from: pos, to: pos + block_size }
    if (extent !== 'written') return { ...span, ...backing[extent] }
    const sector = sectorAt(block_map, pos)
    if (block_device === undefined) return { ...span, text: 'written', origin: 'old' as const }
    const cached = block_device.unflushed.some((w) => w.sector === sector)
    return {
      ...span,
      ...contents(diskAt(block_device, sector), writers),
      ...(cached && { flags: ['not flushed'] }),
    }
  })
}

/** What recovery would find: the log's map, and the medium without the volatile cache. */
function afterPowerCut(
  { block_map, block_device }: File,
  [from, end]: readonly [number, number],
  writers: ReadonlyMap<string, string>,
): readonly Segment[] {
  const log: Metadata | null | undefined = block_device?.log
  if (!block_map?.log || block_device === undefined || log === null || log === undefined) return []
  const { block_size } = block_map
  return blocksIn(from, end, block_size).map((pos) => {
    const i = pos / block_size
    const extent = log.extents[i] ?? 'hole'
    const span = { from: pos, to: pos + block_size }
    if (extent !== 'written') return { ...span, ...backing[extent] }
    return { ...span, ...contents(block_device.medium[log.sectors[i] ?? -1] ?? 'stale', writers) }
  })
}

/**
 * The last position worth drawing: of what is cached or backed, and EOF where that is not far away.
 * A mark that lies further out stands at the end.
 */
function endOf({ inode, folios, block_map }: File): number {
  const backed = (block_map?.extents ?? []).map((extent, i) =>
    extent === 'hole' ? 0 : (i + 1) * (block_map?.block_size ?? 0),
  )
  const cached = folios.map((f) => f.folio_pos + f.page_size)
  const end = Math.max(0, ...backed, ...cached)
  const near = [inode?.i_size ?? 0, block_map?.i_disk_size ?? 0].filter((n) => n <= 2 * end)
  return Math.max(end, ...near)
}

function marksOf({ inode, folios, block_map, block_device }: File): readonly Mark[] {
  const durable = block_map?.log === true ? block_device?.log?.i_disk_size : undefined
  const ends = [
    { at: inode?.i_size, label: 'i_size' },
    { at: block_map?.i_disk_size ?? undefined, label: 'i_disk_size' },
    { at: durable ?? undefined, label: 'logged size' },
  ]
  return [
    ...ends.flatMap(({ at, label }) =>
      at === undefined ? [] : [{ at, label: `${label} ${kilo(at)}`, kind: 'end' as const }],
    ),
    ...folios.map(({ folio_pos }) => ({
      at: folio_pos,
      label: `folio ${kilo(folio_pos)}`,
      kind: 'edge' as const,
    })),
  ]
}

/** The strips of a scenario: one file, or none where it models no page cache. Pure. */
export function strips(parts: readonly Part[]): readonly Strip[] {
  const of = (machine: string): readonly AnyMachineSnapshot['context'][] =>
    parts.filter((p) => p.machine === machine).map((p) => p.snapshot.context)
  const folios: readonly FolioContext[] = of('folio')
  const file: File = {
    folios: folios.toSorted((a, b) => a.folio_pos - b.folio_pos),
    inode: of('inode')[0],
    block_map: of('block_map')[0],
    block_device: of('block_device')[0],
  }
  if (folios.length === 0 && file.block_map === undefined) return []
  const writers = writersOf(parts)
  const range = [0, endOf(file)] as const
  const rows = present([
    row(
      'memory',
      file.folios.flatMap((f) => memory(f, writers)),
      folioFlags(file.folios),
    ),
    row('disk', disk(file, range, writers)),
    row('after a power cut', afterPowerCut(file, range, writers)),
  ])
  return [{ title: 'the file', unit: 'bytes', rows, marks: marksOf(file) }]
}

function row(
  label: string,
  segments: readonly Segment[],
  flags: readonly string[] = [],
): Row | null {
  if (segments.length === 0) return null
  return { label, segments, ...(flags.length > 0 && { flags }) }
}
