/**
 * Pictures that a module draws of the states of a scenario: strips of segments along one axis, such
 * as the bytes of a file. A report shows them at each step; they change no run. Parsed here, trusted
 * later.
 */
import type { AnyMachineSnapshot } from 'xstate'
import * as z from 'zod'

const words = z.array(z.string())

const segmentSchema = z.strictObject({
  /** Half open, in units of the strip. */
  from: z.number(),
  to: z.number(),
  /** What is there, in a word. */
  text: z.string(),
  /** Where it comes from; `absent`: this row knows nothing of it. */
  origin: z.enum(['hole', 'absent', 'old', 'zero', 'foreign', 'reserved', 'write']),
  /** The actor that wrote it. */
  by: z.string().optional(),
  flags: words.optional(),
})

const stripSchema = z.strictObject({
  title: z.string(),
  unit: z.string(),
  rows: z.array(
    z.strictObject({
      label: z.string(),
      /** What is said of the row as a whole. */
      flags: words.optional(),
      segments: z.array(segmentSchema),
    }),
  ),
  /** `end`: a limit that has a meaning, such as EOF; `edge`: a division. */
  marks: z.array(
    z.strictObject({ at: z.number(), label: z.string(), kind: z.enum(['end', 'edge']) }),
  ),
})

export type Strip = Readonly<z.output<typeof stripSchema>>

/** An actor as a strip is drawn from it. */
export interface StripPart {
  readonly id: string
  /** The export name of its machine. */
  readonly machine: string
  readonly snapshot: AnyMachineSnapshot
}

/** Draws the strips of one state of all actors. Pure. */
export type StripsOf = (parts: readonly StripPart[]) => readonly Strip[]

/** What a module draws is no picture. */
export class StripsError extends Error {
  override readonly name = 'StripsError'
}

/** What `draw` of a module gives, checked. @throws StripsError when it is no list of strips. */
export function parsedStrips(draw: (parts: readonly StripPart[]) => unknown): StripsOf {
  return (parts) => {
    const parsed = z.array(stripSchema).safeParse(drawn(draw, parts))
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    const where = issue?.path.map(String).join('.') ?? ''
    throw new StripsError(
      `'strips' of a module gives no list of strips (${where}: ${issue?.message})`,
    )
  }
}

function drawn(
  draw: (parts: readonly StripPart[]) => unknown,
  parts: readonly StripPart[],
): unknown {
  try {
    return draw(parts)
  } catch (error) {
    throw new StripsError(`'strips' of a module throws: ${String(error)}`)
  }
}
