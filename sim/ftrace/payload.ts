/**
 * The part of a line after the time: a function with its caller, an event with fields, or what a
 * program wrote to trace_marker.
 */
import type { EventKind, FieldValue, LogEvent } from './event.ts'

export type Payload = Pick<LogEvent, 'kind' | 'name' | 'fields'>

const functionEntry = /^(?:(?:ftrace:)?function:\s+)?([A-Za-z_][\w.]*)\s+<-{1,2}\s*(\S+)\s*$/
const mark = /^(?:(?:ftrace:)?print:\s+)?(?:tracing_mark_write|ftrace:print):\s?(.*)$/
const named = /^(?:([\w-]+):)?([A-Za-z_][\w.]*):\s?(.*)$/
/** A probe prints where it is, and one at a return who is returned to. */
const probe = /^\(([^()]*(?:\([^()]*\))?[^()]*)\)\s*(.*)$/
const pair = /([A-Za-z_]\w*)=("[^"]*"|\S*)/g

/** Undefined when `text` is none of the three. */
export function parsePayload(text: string): Payload | undefined {
  const entered = functionEntry.exec(text)
  if (entered !== null) {
    return payload('function', entered[1] ?? '', [['caller', symbol(entered[2] ?? '')]])
  }
  const written = mark.exec(text)
  if (written !== null) {
    const said = (written[1] ?? '').trimEnd()
    return payload('mark', said.replaceAll(pair, '').replaceAll(/\s+/g, ' ').trim(), pairs(said))
  }
  const [, , name, body] = named.exec(text) ?? []
  if (name === undefined || body === undefined) return undefined
  return payload('event', name, fieldsOf(body.trimStart()))
}

type Pairs = readonly (readonly [string, FieldValue])[]

function payload(kind: EventKind, name: string, fields: Pairs): Payload {
  return { kind, name, fields: new Map(fields) }
}

function fieldsOf(body: string): Pairs {
  const [, place, rest] = probe.exec(body) ?? []
  if (place !== undefined && rest !== undefined) {
    const [at = '', from] = place.split(' <- ')
    const caller: Pairs = from === undefined ? [] : [['caller', symbol(at)]]
    return [...caller, ['probed', symbol(from ?? at)], ...pairs(rest)]
  }
  const equal = pairs(body)
  return equal.length > 0 ? equal : words(body)
}

function pairs(text: string): Pairs {
  return [...text.matchAll(pair)].map(([, key = '', value = '']) => [key, valueOf(value)])
}

/**
 * `dev 253:0 ino 0x86 flags ILOCK_EXCL caller f+0x1f/0x30 [xfs]`: names and values in turn. An empty
 * value leaves two spaces, or one at the end of the line.
 */
function words(body: string): Pairs {
  const parts = body.replace(/ \[\w+\](?= |$)/g, '').split(' ')
  const fields: (readonly [string, FieldValue])[] = []
  for (let i = 0; i < parts.length; i += 2) {
    const key = parts[i] ?? ''
    const value = parts[i + 1] ?? ''
    if (/^[A-Za-z_]\w*$/.test(key)) {
      fields.push([key, key === 'caller' ? symbol(value) : valueOf(value)])
    }
  }
  return fields
}

/** `xfs_ilock_for_iomap+0x2f/0x50 [xfs]` is the function alone: offsets differ between builds. */
function symbol(text: string): string {
  return text.replace(/\+0x.*$/, '').replace(/ \[\w+\]$/, '')
}

function valueOf(text: string): FieldValue {
  if (!/^(?:-?\d+|0x[0-9a-fA-F]+)$/.test(text)) return text
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : text
}
