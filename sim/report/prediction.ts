/**
 * Predictions as text, in the forms that kernel developers know: lockdep's circular locking
 * dependency and its sleeping function, KCSAN's data race. No names of these tools are printed,
 * because what they say of a kernel is more than what a run of a model shows.
 */
import type { Action } from '../predict/action.ts'
import type { Cycle, Dependency, Finding, Node, Race, Side, Sleep } from '../predict/finding.ts'
import type { WrongContext } from '../predict/finding.ts'
import { predictable } from '../predict/predict.ts'
import type { Prediction } from '../predict/predict.ts'
import type { System } from '../scenario/system.ts'
import { changes, formatAccess } from './access.ts'
import { lanes } from './lanes.ts'
import { count, mailWidth, wrap } from './text.ts'

const rule = '='.repeat(66)

/** A finding; in a sweep with where it was seen first, and in how many runs of how many. */
export interface Predicted {
  readonly finding: Finding
  readonly seen?: Omit<Prediction, 'finding'> & { readonly of: number }
}

/** The lines under a run or a design; one line that says so where there is nothing. */
export function predictionLines(all: readonly Predicted[], system: System): readonly string[] {
  if (!predictable(system)) {
    return wrap(
      "Predicted: nothing, because no machine says what its locks or accesses are ('locks', " +
        "'accesses' beside 'holders').",
      mailWidth,
    )
  }
  if (all.length === 0) return ['Predicted: nothing.']
  const title = `Predicted: ${count(all.length, 'finding')}. None is a violation: other timing may reach it, or not.`
  return [...wrap(title, mailWidth), ...all.flatMap(pageOf), rule]
}

function pageOf({ finding, seen }: Predicted): readonly string[] {
  if (seen === undefined) return [rule, ...findingLines(finding)]
  const { runs, of, passed, seed } = seen
  const text = `Seen in ${runs} of ${count(of, 'run')}, ${passed} of which passed; first with seed ${seed}.`
  return [rule, ...findingLines(finding), '', ...wrap(text, mailWidth)]
}

function findingLines(finding: Finding): readonly string[] {
  switch (finding.kind) {
    case 'lock-order':
      return cycleLines(finding)
    case 'sleep':
      return sleepLines(finding)
    case 'wrong-context':
      return contextLines(finding)
    case 'data-race':
    case 'lost-update':
      return raceLines(finding)
  }
}

function cycleLines({ dependencies, writers }: Cycle): readonly string[] {
  const chain = [...dependencies, ...dependencies.slice(0, 1)].map((d) => d.held.class)
  const steps = dependencies.map((d) => d.attempt.step)
  return [
    'WARNING: possible circular locking dependency',
    ...wrap(chain.join(' -> '), mailWidth, '  '),
    '',
    'The dependency chain, in reverse order:',
    ...dependencies.map(dependencyLines).toReversed().flat(),
    ...writers.flatMap((w) =>
      wrap(`Two readers stop each other where ${line(w)} waits between them.`, mailWidth),
    ),
    '',
    'Possible unsafe scenario:',
    ...lanes(steps, new Map([[steps.at(-1)?.index ?? 0, '*** DEADLOCK ***']])),
  ]
}

function dependencyLines(
  { held, since, wanted, attempt, ends }: Dependency,
  index: number,
): readonly string[] {
  const holds =
    ends === undefined
      ? `holding ${nameOf(held)} since step ${since}`
      : `on the way to ${line(ends)}, for which others wait since step ${since}`
  return [
    ...wrap(`-> #${index} ${wanted.class}: ${line(attempt)}`, mailWidth),
    ...wrap(holds, mailWidth, '     '),
    ...wrap(`holding: ${heldBy(attempt)}`, mailWidth, '     '),
  ]
}

function nameOf({ class: name, object, shared }: Node): string {
  const mode = shared ? ' (shared)' : ''
  return name === object ? `${name}${mode}` : `${name} of ${object}${mode}`
}

function sleepLines({ action, because }: Sleep): readonly string[] {
  const where = because.kind === 'context' ? because.name : `a section of ${because.name}`
  return [
    'BUG: sleeping function called from invalid context',
    ...wrap(`${line(action)} may sleep, in ${where}`, mailWidth, '  '),
    ...wrap(`holding: ${heldBy(action)}`, mailWidth, '  '),
  ]
}

function contextLines({ class: name, atomic, process }: WrongContext): readonly string[] {
  const { context = '' } = atomic.actor.sync ?? {}
  return [
    'WARNING: inconsistent lock state',
    ...wrap(`${name} is taken in ${context}: ${line(atomic)}`, mailWidth, '  '),
    ...wrap(`and elsewhere with interrupts on: ${line(process)}`, mailWidth, '  '),
  ]
}

function raceLines({ kind, variable, first, second }: Race): readonly string[] {
  const places = [first, second].map(({ action }) => `${action.actor.id} ${action.place}`)
  const what = kind === 'data-race' ? 'data-race' : 'race of marked accesses, one update is lost'
  return [
    ...wrap(`BUG: ${what} in ${places.join(' / ')}`, mailWidth),
    '',
    ...sideLines(first, variable),
    '',
    ...sideLines(second, variable),
    '',
    'Nothing orders the two: no lock, no event, no message.',
  ]
}

function sideLines({ action, access, marked }: Side, variable: string): readonly string[] {
  const { step } = action
  const how = marked ? `${access} (marked)` : access
  const changed = access === 'write' ? changes(step) : []
  return [
    ...wrap(`${how} of ${variable} by ${line(action)}`, mailWidth),
    ...wrap(`holding: ${heldBy(action)}`, mailWidth, '  '),
    ...changed.flatMap((c) => wrap(`value changed: ${step.delivery.to}.${c}`, mailWidth, '  ')),
  ]
}

function line({ actor, place, step }: Action): string {
  // A state that is named after what it asks for says nothing more.
  const where = place === step.event.type ? '' : `, ${place}`
  return `${actor.id} at step ${step.index}${where}: ${formatAccess(step)}`
}

function heldBy({ held }: Action): string {
  return held.length === 0 ? 'nothing' : held.map((h) => `${h.object} (${h.mode})`).join(', ')
}
