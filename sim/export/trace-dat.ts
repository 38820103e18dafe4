/**
 * A run as a `trace.dat` that trace-cmd and KernelShark read. The format is version 6 of
 * trace-cmd.dat.v6(5), https://man7.org/linux/man-pages/man5/trace-cmd.dat.v6.5.html: a head that
 * describes the events, then a ring buffer per CPU, in pages.
 */
import { InternalError } from '../assert.ts'
import type { Trace } from '../trace/trace.ts'
import { Bytes } from './bytes.ts'
import { formatsOf, formatText, recordOf } from './event-format.ts'
import type { EventFormat } from './event-format.ts'
import { eventsOf, tasksOf } from './events.ts'
import type { TraceEvent } from './events.ts'

const pageSize = 4_096
/** Of a page: its time and how much of it is used. */
const pageHead = 16
/** Nanoseconds from one event of a page to the next, in 27 bits. */
const maxDelta = 2 ** 27

export function traceDat(trace: Trace): Uint8Array {
  const events = eventsOf(trace)
  const tasks = tasksOf(trace)
  const formats = formatsOf(events)
  const file = new Bytes()
  writeHead(file, formats)
  const names = tasks.map(({ pid, comm }) => `${pid} ${comm}\n`).join('')
  sized(file, 8, new TextEncoder().encode(names))
  file.uint(4, tasks.length)
  const buffers = tasks.map((task) =>
    pagesOf(
      formats,
      events.filter((e) => e.task.cpu === task.cpu),
    ),
  )
  file.string('flyrecord')
  const index = 16 * tasks.length
  let offset = Math.ceil((file.length + index) / pageSize) * pageSize
  for (const { length } of buffers) {
    file.uint(8, offset).uint(8, length)
    offset += length
  }
  file.pad(pageSize)
  for (const buffer of buffers) file.append(buffer)
  return file.done()
}

function writeHead(file: Bytes, formats: readonly EventFormat[]): void {
  file
    .append(Uint8Array.of(0x17, 0x08, 0x44))
    .text('tracing')
    .string('6')
  // Little-endian, with longs of 8 bytes.
  file.uint(1, 0).uint(1, 8).uint(4, pageSize)
  file.string('header_page')
  sized(file, 8, new TextEncoder().encode(headerPage))
  file.string('header_event')
  sized(file, 8, new TextEncoder().encode(headerEvent))
  // No events of ftrace itself.
  file.uint(4, 0)
  if (formats.length === 0) file.uint(4, 0)
  else {
    file.uint(4, 1).string('endio').uint(4, formats.length)
    for (const format of formats) sized(file, 8, new TextEncoder().encode(formatText(format)))
  }
  // No addresses of functions and no printk formats.
  file.uint(4, 0).uint(4, 0)
}

function sized(file: Bytes, size: 4 | 8, bytes: Uint8Array): void {
  file.uint(size, bytes.length).append(bytes)
}

const headerPage = [
  '\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;',
  '\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;',
  '\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;',
  `\tfield: char data;\toffset:16;\tsize:${pageSize - pageHead};\tsigned:1;`,
  '',
].join('\n')

const headerEvent = [
  '# compressed entry header',
  '\ttype_len    :    5 bits',
  '\ttime_delta  :   27 bits',
  '\tarray       :   32 bits',
  '',
  '\tpadding     : type == 29',
  '\ttime_extend : type == 30',
  '\ttime_stamp : type == 31',
  '\tdata max type_len  == 28',
  '',
].join('\n')

/** The ring buffer of one CPU: each page has the time of its first event, the others deltas of it. */
function pagesOf(formats: readonly EventFormat[], events: readonly TraceEvent[]): Uint8Array {
  const byName = new Map(formats.map((f) => [f.name, f]))
  const pages = new Bytes()
  let data = new Bytes()
  let [start, last] = [0, 0]
  const close = (): void => {
    if (data.length === 0) return
    pages.uint(8, start).uint(8, data.length).append(data.done()).pad(pageSize)
    data = new Bytes()
  }
  for (const event of events) {
    const format = byName.get(event.name)
    if (format === undefined) throw new InternalError(`no format of the event ${event.name}`)
    const record = recordOf(format, event)
    const now = 1_000 * event.microseconds
    const full = data.length + record.length + 8 > pageSize - pageHead
    if (full || now - last >= maxDelta) close()
    if (data.length === 0) [start, last] = [now, now]
    // A length of 0 in the head: the length follows, and counts its own 4 bytes.
    data
      .uint(4, ((now - last) << 5) >>> 0)
      .uint(4, record.length + 4)
      .append(record)
    last = now
  }
  close()
  return pages.done()
}
