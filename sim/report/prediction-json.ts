/** Predictions as data, under `predictions` of a run or of a swept design. */
import type { Action } from '../predict/action.ts'
import type { Finding, Side } from '../predict/finding.ts'
import type { Predicted } from './prediction.ts'

export function predictionJson(finding: Finding): object {
  const { kind, key } = finding
  switch (finding.kind) {
    case 'lock-order':
      return {
        ...{ kind, key },
        dependencies: finding.dependencies.map(({ held, since, wanted, attempt, ends }) => ({
          ...{ held, since, wanted, attempt: actionJson(attempt) },
          ...(ends && { ends: actionJson(ends) }),
        })),
        writers: finding.writers.map(actionJson),
      }
    case 'sleep':
      return { kind, key, action: actionJson(finding.action), because: finding.because }
    case 'wrong-context':
      return {
        ...{ kind, key, class: finding.class },
        ...{ atomic: actionJson(finding.atomic), process: actionJson(finding.process) },
      }
    case 'data-race':
    case 'lost-update':
      return {
        ...{ kind, key, variable: finding.variable },
        ...{ first: sideJson(finding.first), second: sideJson(finding.second) },
      }
  }
}

export function predictedJson({ finding, seen }: Predicted): object {
  return { ...predictionJson(finding), ...seen }
}

function sideJson({ action, access, marked }: Side): object {
  return { access, marked, ...actionJson(action) }
}

function actionJson({ actor, place, step, held }: Action): object {
  const { index, event, delivery } = step
  return { step: index, actor: actor.id, place, operation: event.type, object: delivery.to, held }
}
