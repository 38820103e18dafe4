/** What a log of a kernel came to, as text: the run that explains it, or why there is none. */
import type { Stray } from '../conform/calls.ts'
import { isRefused } from '../conform/conform.ts'
import type { Conformance, FileResult, Misfit } from '../conform/conform.ts'
import type { Sighting } from '../conform/groups.ts'
import { describeSeen } from '../conform/pattern.ts'
import type { Obstacle, Phase } from '../conform/place.ts'
import type { Blocked } from '../conform/search.ts'
import type { FieldValue, LogEvent } from '../ftrace/event.ts'
import { formatProblem } from '../errors.ts'
import { violatedProperty, violationSentence } from '../model/violation.ts'
import { formatAccess } from './access.ts'
import { count, mailWidth, wrap } from './text.ts'

/** States of a refusal that are told; the others are counted. */
const maxObstacles = 6
/** Positions that are told. */
const maxPositions = 12

export type Outcome = 'accepted' | 'violated' | 'refused' | 'gave-up' | 'lost'

/** The worst of what a log came to. Lost events leave it open, unless it is refused without them. */
export function outcomeOf(result: Conformance): Outcome {
  const { log, files } = result
  const lost = log.lost.length > 0
  const kinds = new Set(files.map(({ explained }) => explained.kind))
  if (isRefused(result)) return lost ? 'lost' : 'refused'
  if (kinds.has('gave-up')) return 'gave-up'
  if (lost || files.length === 0) return 'lost'
  return files.some((f) => f.judged?.trace.ending.kind === 'violated') ? 'violated' : 'accepted'
}

/** The whole page of one log. */
export function conformLines(result: Conformance): readonly string[] {
  const { log, strays, homeless, misfits, files } = result
  return [
    `${log.file}: ${headline(result)}`,
    ...log.lost.flatMap(({ line, cpu, count: n }) =>
      indented(
        `line ${line}: ${cpu === undefined ? 'the buffers' : `CPU ${cpu}`} lost ${n === undefined ? 'events' : count(n, 'event')}. What is missing cannot be explained: record again with a larger buffer (trace-cmd record -b).`,
      ),
    ),
    ...(log.cutOff === undefined
      ? []
      : indented(`warning: line ${log.cutOff}, the last, is cut off and was left out.`)),
    ...asideLines(result),
    ...straysLines(strays),
    ...homeless.slice(0, 1).flatMap(homelessLines),
    ...misfits.flatMap(misfitLines),
    ...files.flatMap(fileLines),
    ...passedOver(result),
  ]
}

/** What was passed over because nothing else was under way on its file. */
function asideLines({ asides }: Conformance): readonly string[] {
  return asides.flatMap(({ event, thread, about }) =>
    indented(
      `warning: line ${event.line}: ${thread} makes ${about}, which the mapping does not cover; nothing else was under way on the file, and it was passed over.`,
    ),
  )
}

function headline(result: Conformance): string {
  switch (outcomeOf(result)) {
    case 'accepted':
      return 'ACCEPTED, nothing violated'
    case 'violated': {
      const names = result.files.flatMap(({ judged }) =>
        judged?.trace.ending.kind === 'violated'
          ? [violatedProperty(judged.trace.ending.violation)]
          : [],
      )
      return `ACCEPTED, and the run VIOLATES ${names.join(', ')}`
    }
    case 'refused':
      return 'REFUSED'
    case 'gave-up':
      return 'INCONCLUSIVE: the limit of states was reached; --max-states raises it'
    case 'lost':
      return result.log.lost.length > 0
        ? 'INCONCLUSIVE: events were lost'
        : 'INCONCLUSIVE: no call in it that the scenario follows'
  }
}

function fileLines(file: FileResult): readonly string[] {
  const { explained, start, inode, instances } = file
  const hex = typeof inode === 'number' ? `0x${inode.toString(16)}` : inode
  const about = `inode ${hex}, ${start.i_size} bytes at the start (${start.i_disk_size} on disk), ${count(instances.length, 'task')}`
  const { seen, states, decisions } = explained
  if (explained.kind === 'accepted') {
    return [
      ...indented(
        `${about}: ${count(seen.length, 'event')} explained by a run of ${count(decisions.length, 'step')}, found among ${count(states, 'state')}.`,
      ),
      ...verdictLines(file),
      ...positionLines(file),
    ]
  }
  return [
    ...indented(`${about}: ${count(states, 'state')} searched.`),
    ...refusalLines(explained.blocked, seen.length, seen.at(-1)?.observation.event),
    ...explained.idle.flatMap((actor) =>
      indented(
        `Every event has its place, but ${actor} stops in the middle of its call, and nothing keeps it there: an event is missing at the end, or the log was cut.`,
      ),
    ),
  ]
}

/** Where the model has other numbers than the log. */
function positionLines({ positions }: FileResult): readonly string[] {
  const other = positions.known.filter(([bytes, position]) => bytes !== position)
  if (other.length === 0) return []
  const told = other.slice(0, maxPositions).map(([bytes, position]) => `${position} is ${bytes}`)
  const more = other.length > maxPositions ? ', …' : ''
  return indented(`Positions of the model in bytes of the log: ${told.join(', ')}${more}.`)
}

function verdictLines({ judged, explained }: FileResult): readonly string[] {
  if (judged?.trace.ending.kind !== 'violated') return []
  const { violation } = judged.trace.ending
  const step = judged.since ?? judged.trace.steps.length
  const before = explained.seen.findLast((s) => s.step < step)?.observation.event
  const cause = judged.trace.steps[step - 1]
  const where =
    cause === undefined ? '' : `step ${step}, ${cause.delivery.from} ${formatAccess(cause)}`
  return [
    ...indented(`VIOLATES ${violationSentence(violation)}`),
    ...(violation.kind === 'property' ? indented(`Law: ${violation.law}`) : []),
    ...indented(`Since ${where}${before === undefined ? '' : `, after line ${before.line}`}.`),
  ]
}

function refusalLines(
  blocked: readonly Blocked[],
  seen: number,
  last: LogEvent | undefined,
): readonly string[] {
  const [first] = blocked
  if (first === undefined) return []
  const { event, states } = first.observation
  const obstacles = blocked
    .filter((b) => b.observation.event === event)
    .flatMap((b) => b.obstacles.map((obstacle) => ({ obstacle, held: b.held })))
  // Where the task got to its event says more than where it went when that did not fit.
  const told = [
    ...texts(obstacles, 'elsewhere').slice(-maxObstacles),
    ...texts(obstacles, 'disagrees'),
  ]
  const all = texts(obstacles, 'elsewhere').length + texts(obstacles, 'disagrees').length
  return [
    ...indented(
      `The longest prefix that a run explains has ${count(seen, 'event')}${last === undefined ? '' : `, up to line ${last.line}`}. Line ${event.line} cannot follow:`,
    ),
    `    ${event.text.trim()}`,
    ...(states.length === 0
      ? []
      : indented(`The mapping has it where the task is in ${states.join(' or ')}.`)),
    ...indented('What the model could do by then:'),
    ...told.slice(-maxObstacles).flatMap((text) => wrap(`- ${text}`, mailWidth, '    ')),
    ...(all > maxObstacles
      ? indented(`and ${all - maxObstacles} states more on the way there.`)
      : []),
    ...indented(advice(obstacles.map(({ obstacle }) => obstacle))),
  ]
}

function texts(
  obstacles: readonly { readonly obstacle: Obstacle; readonly held: readonly string[] }[],
  kind: Obstacle['kind'],
): readonly string[] {
  const mine = obstacles.filter(({ obstacle }) => obstacle.kind === kind)
  return [...new Set(mine.map(({ obstacle, held }) => obstacleText(obstacle, held)))]
}

const phases: Readonly<Record<Phase, string>> = {
  called: 'about to make its call',
  waiting: 'waiting for somebody else',
  answered: 'with its answer on the way',
  done: 'returned',
}

function obstacleText(obstacle: Obstacle, held: readonly string[]): string {
  if (obstacle.kind === 'elsewhere') {
    const { actor, state, phase } = obstacle
    const by = phase === 'waiting' && held.length > 0 ? `; ${held.join(', ')}` : ''
    return `${actor} is in ${state}, ${phases[phase]}${by}`
  }
  const { actor, state, disagreements } = obstacle
  const where = actor === undefined ? '' : `${actor} is in ${state}, as it should, but `
  return (
    where +
    disagreements
      .map(({ check, allowed }) => {
        const values = [...new Set(allowed.map((v) => valueText(v)))].join(' or ')
        return `${check.field} is ${valueText(check.said)} in the log and ${values} in the model (${check.sources.join(' or ')})`
      })
      .join('; ')
  )
}

function valueText(value: FieldValue | undefined): string {
  if (value === undefined) return 'no such value'
  return typeof value === 'number' && value > 4095
    ? `${value} (0x${value.toString(16)})`
    : `${value}`
}

/** Which of the three is wrong, as far as the kind of refusal tells. */
function advice(obstacles: readonly Obstacle[]): string {
  const values = obstacles.some(({ kind }) => kind === 'disagrees')
  return values
    ? 'The task gets there, and the value differs. Either the kernel did what the model says it cannot (another design: try --variant), or the machine moves this value elsewhere than the kernel does, or the mapping reads another field than it should.'
    : 'The task cannot get there by then. Either the mapping has this event at the wrong state, or the machine has a wait or a step that the kernel has not, or the events before it are not what happened.'
}

/** Where a path is not covered, other tasks go astray because of it: they are no news of the kernel. */
function straysLines(strays: readonly Stray[]): readonly string[] {
  const uncovered = strays.filter(({ uncovered: path }) => path !== undefined)
  if (uncovered.length === 0) return strays.flatMap(strayLines)
  return uncovered.flatMap(({ event, thread, uncovered: path = '' }) => [
    ...indented(
      `Line ${event.line}: ${thread} goes a way that the mapping does not cover, ${path}:`,
    ),
    `    ${event.text.trim()}`,
    ...indented(
      'This says nothing of the kernel: record a run without it, or add it to calls of the mapping.',
    ),
  ])
}

function strayLines({ event, thread, call, expected, brokenOff }: Stray): readonly string[] {
  const where = call === undefined ? 'between two calls' : `in ${call.kind}`
  const names = [...new Set(expected.map(describeSeen))]
  const begun = call?.matched[0]?.event.line
  const from = begun === undefined ? '' : `, which began at line ${begun}`
  if (brokenOff) {
    return indented(
      `Line ${event.line}: ${thread} stops ${where}${from}, long before the log ends: an event is missing after it.`,
    )
  }
  return [
    ...indented(`Line ${event.line}: no program of the mapping has this event ${where}${from}:`),
    `    ${event.text.trim()}`,
    ...(names.length === 0 ? [] : indented(`Expected of ${thread} here: ${names.join('; ')}.`)),
    ...indented(
      'Either the kernel took a path that the mapping lacks (add it to calls), or an event is missing or out of place.',
    ),
  ]
}

function homelessLines({ event, thread, call }: Sighting): readonly string[] {
  return [
    ...indented(
      `Line ${event.line}: ${thread} goes on with something that the log never began (${call.kind}):`,
    ),
    `    ${event.text.trim()}`,
    ...indented('Either the log begins too late, or its fields name another write than was made.'),
  ]
}

function misfitLines({ inode, problems, message }: Misfit): readonly string[] {
  return [
    ...indented(`Inode ${inode}: what the log shows cannot be put to the scenario: ${message}`),
    ...problems.flatMap((p) =>
      formatProblem(p)
        .split('\n')
        .map((line) => `    ${line}`),
    ),
  ]
}

function passedOver({ ignored, outside }: Conformance): readonly string[] {
  const parts = [...ignored].map(([because, n]) => `${n} (${because})`)
  const all = outside.length === 0 ? parts : [...parts, `${outside.length} between calls`]
  return all.length === 0 ? [] : indented(`Events passed over: ${all.join(', ')}.`)
}

function indented(text: string): readonly string[] {
  return wrap(text, mailWidth, '  ')
}
