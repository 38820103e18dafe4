/** What an explorer says of a position, in a few words. */
import { violatedProperty } from '../model/violation.ts'
import type { Model } from '../model/model.ts'
import { changes, formatAccess } from '../report/access.ts'
import { alternativeName } from '../report/deviation.ts'
import { senderOf } from '../schedule/delivery.ts'
import type { Atlas } from './atlas.ts'
import type { Choice } from './guide.ts'
import { forecastOf, stepOf } from './position.ts'
import type { Arrival, Forecast, Position } from './position.ts'
import type { ForecastRecord, OfferRecord, Prospect } from './protocol.ts'

/** The states of a design, or why they are not known. */
export type Known = Atlas | { readonly why: string }

/** What may come next, with where each leads. */
export function offersOf(model: Model, position: Position, known: Known): readonly OfferRecord[] {
  const state = stateOf(position, known)
  return position.choices.map((choice): OfferRecord => {
    const step = stepOf(model, position, choice)
    const sender = senderOf(step.delivery)
    const taken = choice.take === 0 ? '' : `, takes ${choice.take}: ${alternativeName(step)}`
    return {
      deliver: choice.deliver,
      take: choice.take,
      from: model.names.indexOf(sender),
      to: choice.to,
      call: `${formatAccess(step)}${taken}`,
      changes: changes(step).map(short),
      usual: choice.usual,
      fault: choice.fault,
      prospect: prospectAfter(known, state, choice),
      forecast: forecastRecord(forecastOf(model, position, choice), position.decisions.length + 1),
    }
  })
}

export function prospectAt(position: Position, known: Known): Prospect {
  const state = stateOf(position, known)
  return 'why' in known || state === undefined ? unexplored(known) : explored(known, state)
}

/** Whether it matters which choice comes next: not all lead to the same ends. */
export function isDecisive(model: Model, arrival: Arrival, known: Known): boolean {
  const state = stateOf(arrival, known)
  const ends = arrival.choices.map((choice) => {
    const prospect = prospectAfter(known, state, choice)
    return prospect.kind === 'explored'
      ? `${prospect.passes} ${prospect.failures.join()}`
      : endWords(forecastOf(model, arrival, choice))
  })
  return new Set(ends).size > 1
}

/** From a run that has taken `from` steps. */
export function forecastRecord(forecast: Forecast, from: number): ForecastRecord {
  const left = forecast.steps - from
  const when = left <= 0 ? 'at once' : `after ${left} more ${left === 1 ? 'step' : 'steps'}`
  return { end: endWords(forecast), when }
}

function endWords({ ending }: Forecast): string {
  switch (ending.kind) {
    case 'passed':
      return 'passes'
    case 'violated':
      return `violates ${violatedProperty(ending.violation)}`
    case 'bound':
      return 'does not come to rest'
  }
}

/** A change that would fill the list is told by the name of its field. */
function short(change: string): string {
  return change.length <= 60 ? change : `${change.split(' ', 1).join()} changes`
}

function stateOf({ decisions }: Arrival, known: Known): number | undefined {
  return 'why' in known ? undefined : known.stateAfter(decisions)
}

function prospectAfter(known: Known, state: number | undefined, { decision }: Choice): Prospect {
  if ('why' in known || state === undefined) return unexplored(known)
  return explored(known, known.after(state, decision))
}

function explored(atlas: Atlas, state: number): Prospect {
  return { kind: 'explored', state, states: atlas.states, ...atlas.outlook(state) }
}

function unexplored(known: Known): Prospect {
  return { kind: 'unexplored', why: 'why' in known ? known.why : '' }
}
