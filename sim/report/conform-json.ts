/** What a log came to, for machines. */
import type { Conformance, FileResult } from '../conform/conform.ts'
import type { Observation } from '../conform/observation.ts'
import { describeSeen } from '../conform/pattern.ts'
import type { Tally } from '../conform/tally.ts'
import { violatedProperty, violationSentence } from '../model/violation.ts'
import { outcomeOf } from './conform.ts'
import type { Provenance } from './json.ts'

export function conformJson(origin: Provenance, result: Conformance): object {
  const { log, strays, homeless, misfits, asides, files, ignored, outside } = result
  return {
    schema: 'endio.conform/1',
    ...origin,
    file: log.file,
    outcome: outcomeOf(result),
    lost: log.lost,
    ...(log.cutOff !== undefined && { cutOff: log.cutOff }),
    strays: strays.map(({ event, thread, call, expected, brokenOff, uncovered }) => ({
      ...{ line: event.line, thread, call: call?.kind, brokenOff, uncovered },
      expected: expected.map(describeSeen),
    })),
    homeless: homeless.map(({ event, thread, call }) => ({
      line: event.line,
      thread,
      call: call.kind,
    })),
    misfits,
    asides: asides.map(({ event, thread, about }) => ({ line: event.line, thread, about })),
    files: files.map(fileJson),
    ignored: Object.fromEntries(ignored),
    outside: outside.map(({ line }) => line),
  }
}

function fileJson({ inode, start, instances, explained, judged }: FileResult): object {
  const { kind, seen, states, decisions } = explained
  const violation =
    judged?.trace.ending.kind === 'violated' ? judged.trace.ending.violation : undefined
  return {
    ...{ inode, start, kind, states, steps: decisions.length },
    tasks: instances.map(({ group, number, variables }) => ({
      ...{ group, number },
      variables: Object.fromEntries([...variables].map(([name, { value }]) => [name, value])),
    })),
    events: seen.map(({ observation, step }) => ({ line: observation.event.line, step })),
    ...(violation !== undefined && {
      violates: violatedProperty(violation),
      because: violationSentence(violation),
      since: judged?.since ?? judged?.trace.steps.length,
    }),
    ...(explained.kind !== 'accepted' && {
      blocked: explained.blocked.map(({ observation, obstacles }) => ({
        ...place(observation),
        obstacles,
      })),
      idle: explained.idle,
    }),
  }
}

function place({ event, thread, actor, states }: Observation): object {
  return { line: event.line, thread, actor, states }
}

export function mutantsJson(origin: Provenance, file: string, tallies: readonly Tally[]): object {
  return { schema: 'endio.conform-mutants/1', ...origin, file, tallies }
}
