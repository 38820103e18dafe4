/** Requests as they arrive, from whoever has the token: checked in shape and size before anything else. */
import * as z from 'zod'
import type { Request } from './protocol.ts'

const place = {
  scenario: z.string().max(4096),
  design: z.array(z.string().max(256)).max(64).readonly(),
}
const seed = z.int().min(0).max(1e15)

const request = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('list') }),
  z.strictObject({ kind: z.literal('open'), ...place }),
  z.strictObject({ kind: z.literal('chart'), ...place, machine: z.string().max(256) }),
  z.strictObject({
    kind: z.literal('at'),
    ...place,
    moves: z.string().max(1_000_000),
    go: z.enum(['stay', 'decisive', 'end']),
  }),
  z.strictObject({
    kind: z.literal('start'),
    ...place,
    stream: z.string().max(64),
    job: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('sweep'), first: seed, last: seed }),
      z.strictObject({ kind: z.literal('check') }),
    ]),
  }),
  z.strictObject({ kind: z.literal('stop'), stream: z.string().max(64) }),
])

/** Undefined when `text` is no request. */
export function parseRequest(text: string): Request | undefined {
  try {
    return request.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
