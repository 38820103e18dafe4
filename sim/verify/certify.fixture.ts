/** Certificates in memory: written by the one side, checked by the other. */
import { writeCertificate } from '../certificate/write.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import type { System } from '../scenario/system.ts'
import { MalformedError, RefusedError } from './refused.ts'
import { readHeader } from './read-line.ts'
import { Verification } from './verify.ts'
import type { Proof } from './verify.ts'

export const provenance = {
  endio: '0',
  scenario: { path: 'scenario.yaml', name: 'toy', hash: '0' },
  design: {},
}

export function certificateOf(system: System, model: Model = createModel(system)): string[] {
  const lines: string[] = []
  writeCertificate(model, provenance, (line) => lines.push(line))
  return lines
}

/** @throws RefusedError, MalformedError */
export function verifyLines(system: System, lines: readonly string[]): Proof {
  const [first = '', ...rest] = lines
  const verification = new Verification(system, readHeader(first))
  for (const line of rest) verification.read(line)
  const work = verification.conclude()
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
  }
}

/** `holds`, or `line: message` as refused, or `line:col: message` as malformed. */
export function verdictOf(system: System, lines: readonly string[]): string {
  try {
    verifyLines(system, lines)
    return 'holds'
  } catch (error) {
    if (error instanceof RefusedError) return `${error.line}: ${error.message}`
    if (error instanceof MalformedError) return `${error.line}:${error.col}: ${error.message}`
    throw error
  }
}
