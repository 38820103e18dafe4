/** `endio verify`: checks a certificate without any code of the search that wrote it. */
import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import type { Header } from '../../certificate/format.ts'
import { InternalError } from '../../assert.ts'
import { toJson } from '../../report/json.ts'
import { bind } from '../../scenario/bind.ts'
import { formatDesign } from '../../scenario/design.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { MalformedError, RefusedError } from '../../verify/refused.ts'
import { readHeader } from '../../verify/read-line.ts'
import { Verification } from '../../verify/verify.ts'
import type { Proof } from '../../verify/verify.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { UsageError } from '../failure.ts'
import { drain } from '../terminal/interrupt.ts'
import { chooseDesign, openScenario } from '../open.ts'
import { progress } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface VerifyOptions {
  readonly scenario?: string
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly quiet?: boolean
}

/** Characters to a line, more than any state needs. */
const longestLine = 1 << 24

/** Lines between two looks at the clock. */
const batch = 1_000

export async function verifyCommand(
  file: string,
  options: VerifyOptions,
  terminal: Terminal,
): Promise<number> {
  const lines = linesOf(file)
  let header: Header | undefined
  try {
    const first = lines.next()
    header = readHeader(first.done === true ? '' : first.value)
    const path = options.scenario ?? header.scenario.path
    const scenario = await openScenario(path, terminal)
    sameScenario(header, scenario, path)
    const words = Object.entries(header.design).map(([variant, choice]) => `${variant}=${choice}`)
    const system = bind(scenario, chooseDesign(scenario, words))
    const bar = progress(terminal, undefined, 'checked')
    const work = verified(new Verification(system, header), lines)
    const { last, interrupted } = await drain(work, (at) => {
      if (typeof at === 'object' && 'note' in at) bar.update(at.done, at.note)
    })
    if (interrupted) {
      terminal.err('interrupted: nothing is known of this certificate')
      return exitCodes.interrupted
    }
    if (last === undefined || 'note' in last) throw new InternalError('verification gave no result')
    report(file, header, last, options, terminal)
    return exitCodes.clean
  } catch (error) {
    return failed(file, header, error, options, terminal)
  } finally {
    lines.return()
  }
}

interface Progressed {
  readonly done: number
  readonly note: string
}

/** The last value is the proof. */
function* verified(
  verification: Verification,
  lines: Iterable<string>,
): Generator<Progressed | Proof, void> {
  let read = 0
  for (const line of lines) {
    verification.read(line)
    if (++read % batch === 0) yield { done: read, note: 'reading lines' }
  }
  const work = verification.conclude()
  for (let at = work.next(); ; at = work.next()) {
    if (at.done === true) {
      yield at.value
      return
    }
    yield { done: at.value, note: 'states, every step taken again' }
  }
}

function sameScenario({ scenario: said }: Header, { name, hash }: Scenario, path: string): void {
  if (said.name === name && said.hash === hash) return
  throw new UsageError(
    `the certificate is of ${said.name} ${said.hash}, and ${path} is ${name} ${hash} now; run endio check --certificate again, or name another with --scenario`,
  )
}

function report(
  file: string,
  { scenario, design, endio }: Header,
  proof: Proof,
  options: VerifyOptions,
  terminal: Terminal,
): void {
  if (options.json === true || options.ndjson === true) {
    const origin = { endio, scenario: scenario.name, hash: scenario.hash, design }
    terminal.out(toJson({ schema: 'endio.verify/1', file, holds: true, ...origin, ...proof }))
    return
  }
  const { states, transitions, rests, properties } = proof
  const left = properties.filter((p) => !p.covered).length
  const except =
    left === 0
      ? ''
      : `, except that ${left} ${left === 1 ? 'property is' : 'properties are'} not covered`
  terminal.out(
    terminal.style(
      left === 0 ? 'good' : 'doubt',
      `certificate holds${except}: ${states} states, ${transitions} steps, ${rests} states at rest`,
    ),
  )
  if (options.quiet === true) return
  terminal.out(`Scenario:  ${scenario.name} ${scenario.hash}`)
  if (Object.keys(design).length > 0) terminal.out(`Design:    ${formatDesign(design)}`)
  for (const property of properties) {
    const { name, kind } = property
    const how = !property.covered
      ? `NOT COVERED: ${property.because}`
      : property.witness === undefined
        ? `holds (${kind})`
        : `reached in state ${property.witness}`
    terminal.out(`  ${name}: ${how}`)
  }
  terminal.out('  deadlock, unhandled, machine-error: none')
}

function failed(
  file: string,
  header: Header | undefined,
  error: unknown,
  options: VerifyOptions,
  terminal: Terminal,
): number {
  if (error instanceof MalformedError) {
    const { line, col, message } = error
    terminal.err(`${file}:${line}:${col}: error[malformed-certificate] ${message}`)
    return exitCodes.usage
  }
  if (!(error instanceof RefusedError)) throw error
  const { line, message } = error
  if (options.json === true || options.ndjson === true) {
    const { name, hash } = header?.scenario ?? {}
    const document = { schema: 'endio.verify/1', file, holds: false, scenario: name, hash }
    terminal.out(toJson({ ...document, line, message }))
  } else terminal.out(terminal.style('bad', `${file}:${line}: REFUSED: ${message}`))
  return exitCodes.violated
}

/**
 * The lines of a file, one at a time. `node:readline` would also end a line at U+2028, which JSON
 * allows in a string.
 */
function* linesOf(file: string): Generator<string, void> {
  const descriptor = reading(file, () => openSync(file, 'r'))
  try {
    const decoder = new StringDecoder('utf8')
    const buffer = Buffer.alloc(1 << 16)
    let rest = ''
    for (let line = 1; ;) {
      const bytes = reading(file, () => readSync(descriptor, buffer))
      const parts = (
        rest + (bytes === 0 ? decoder.end() : decoder.write(buffer.subarray(0, bytes)))
      ).split('\n')
      rest = parts.pop() ?? ''
      yield* parts
      line += parts.length
      if (rest.length > longestLine) throw new MalformedError(line, 1, 'the line is too long')
      if (bytes === 0) break
    }
    if (rest !== '') yield rest
  } finally {
    closeSync(descriptor)
  }
}

function reading(file: string, work: () => number): number {
  try {
    return work()
  } catch {
    throw new UsageError(
      `cannot read the certificate '${file}'; endio check --certificate FILE writes one`,
    )
  }
}
