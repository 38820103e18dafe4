/**
 * The events of a run as the kernel describes its own to user space: a format file per event, and
 * records laid out after it. https://docs.kernel.org/trace/events.html#event-formats
 */
import { Bytes } from './bytes.ts'
import type { TraceEvent } from './events.ts'
import { oneLine } from './plain.ts'

/** One event: a field is a 64-bit number where every value of it is a whole number, else text. */
export interface EventFormat {
  readonly name: string
  readonly id: number
  readonly fields: readonly Field[]
}

interface Field {
  readonly name: string
  readonly kind: 'number' | 'text'
}

/** Below this the kernel has the events of ftrace itself. */
const firstId = 100
/** The fields that every event begins with take 8 bytes. */
const commonSize = 8

export function formatsOf(events: readonly TraceEvent[]): readonly EventFormat[] {
  const names = [...new Set(events.map((e) => e.name))]
  return names.map((name, i) => {
    const fields = fieldsOf(events.filter((e) => e.name === name))
    return { name, id: firstId + i, fields }
  })
}

function fieldsOf(events: readonly TraceEvent[]): readonly Field[] {
  const names = new Set(events.flatMap((e) => e.fields.map(([name]) => name)))
  // The state comes last, also after fields that only later events have.
  const order = [...names].filter((n) => n !== 'state').slice(0, maxFields - 1)
  return [...order, 'state'].map((name) => {
    const values = events.map((e) => e.fields.find(([n]) => n === name)?.[1])
    return { name, kind: values.every(Number.isSafeInteger) ? 'number' : 'text' }
  })
}

/** The format file, and the size of the part of a record that is always there. */
export function formatText({ name, id, fields }: EventFormat): string {
  let offset = commonSize
  const lines = fields.map((f) => {
    const size = f.kind === 'number' ? 8 : 4
    const type = f.kind === 'number' ? 's64' : '__data_loc char[]'
    offset += size
    return `\tfield:${type} ${f.name};\toffset:${offset - size};\tsize:${size};\tsigned:1;`
  })
  const print = fields.map((f) => `${f.name}=${f.kind === 'number' ? '%lld' : '%s'}`).join(' ')
  const values = fields.map((f) =>
    f.kind === 'number' ? `REC->${f.name}` : `__get_str(${f.name})`,
  )
  return [
    `name: ${name}`,
    `ID: ${id}`,
    'format:',
    '\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;',
    '\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;',
    '\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;',
    '\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;',
    '',
    ...lines,
    '',
    `print fmt: "${print}", ${values.join(', ')}`,
    '',
  ].join('\n')
}

/** A record must fit a page of the ring buffer; the text form has long values whole. */
const maxRecord = 4_000
/** Bytes of UTF-8. */
const maxText = 200
/** More would leave texts no room. */
const maxFields = 128

/** A text is kept behind the fixed part; its field has where (low half) and how long (high half). */
export function recordOf({ id, fields }: EventFormat, event: TraceEvent): Uint8Array {
  const record = new Bytes().uint(2, id).uint(1, 0).uint(1, 0).uint(4, event.task.pid)
  const texts = new Bytes()
  const fixed = fields.reduce((size, f) => size + (f.kind === 'number' ? 8 : 4), commonSize)
  const values = new Map(event.fields)
  const count = fields.filter((f) => f.kind === 'text').length
  const room = Math.min(maxText, Math.floor((maxRecord - fixed) / count) - 1)
  for (const { name, kind } of fields) {
    const value = values.get(name) ?? ''
    if (kind === 'number') {
      record.uint(8, Number(value))
      continue
    }
    const start = fixed + texts.length
    texts.append(clipped(oneLine(String(value)), room)).uint(1, 0)
    record.uint(2, start).uint(2, fixed + texts.length - start)
  }
  return record.append(texts.done()).pad(4).done()
}

/** The UTF-8 of `text`, at most `size` bytes of it, and no part of a character. */
function clipped(text: string, size: number): Uint8Array {
  const bytes = new TextEncoder().encode(text)
  let end = Math.min(size, bytes.length)
  // A byte 10xxxxxx continues a character.
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return bytes.subarray(0, end)
}
