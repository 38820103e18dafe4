/** What went wrong outside of any verdict, as lines for the error stream and an exit code. */
import { InternalError } from '../assert.ts'
import { NotCertifiableError } from '../certificate/write.ts'
import { NotReducibleError } from '../counterexample/bisect.ts'
import { formatProblem, ScenarioError } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { NoTwinError } from '../export/explored.ts'
import { PropertyError } from '../model/claim.ts'
import { StartError } from '../model/model.ts'
import { ImpureMachineError } from '../model/xstate.ts'
import { ReproducerError } from '../scenario/reproducer.ts'
import { StripsError } from '../scenario/strips.ts'
import { TooManyGoalsError } from '../space/global-state.ts'
import { IncompatibleOptionsError } from '../space/reduction/combinations.ts'
import { SymmetryError } from '../space/reduction/permutations.ts'
import { UnknownStrategyError } from '../strategy/registry.ts'
import { exitCodes } from '../verdict/exit.ts'

/** A wrong command line: what is wrong, and the next thing to try. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Nothing is wrong with the command line, and yet it cannot be answered: what else can be asked. */
export class InconclusiveError extends Error {
  override readonly name = 'InconclusiveError'
}

const usage = [UsageError, UnknownStrategyError, IncompatibleOptionsError] as const
const inconclusive = [
  InconclusiveError,
  NotCertifiableError,
  NotReducibleError,
  NoTwinError,
] as const

export interface CliFailure {
  readonly code: number
  readonly lines: readonly string[]
}

/** A failure that was described elsewhere, by a worker. */
export class ForwardedFailure extends Error {
  override readonly name = 'ForwardedFailure'
  readonly failure: CliFailure

  constructor(failure: CliFailure) {
    super(failure.lines.join('\n'))
    this.failure = failure
  }
}

export function describeFailure(error: unknown): CliFailure {
  if (error instanceof ForwardedFailure) return error.failure
  if (error instanceof ScenarioError)
    return { code: exitCodes.usage, lines: problemLines(error.problems) }
  const message = error instanceof Error ? error.message : String(error)
  if (usage.some((kind) => error instanceof kind))
    return { code: exitCodes.usage, lines: [`error: ${message}`] }
  if (error instanceof ImpureMachineError) {
    const hint = 'keep everything a transition reads in the context or in the event'
    return { code: exitCodes.usage, lines: [`error[impure-machine] ${message}`, `hint: ${hint}`] }
  }
  if (error instanceof SymmetryError) {
    const hint = 'search without --reduce symmetry, or take what differs out of the list'
    return { code: exitCodes.usage, lines: [`error[symmetry] ${message}`, `hint: ${hint}`] }
  }
  if (inconclusive.some((kind) => error instanceof kind)) {
    return { code: exitCodes.inconclusive, lines: [`error: ${message}`] }
  }
  if (error instanceof TooManyGoalsError) {
    return { code: exitCodes.usage, lines: [`error: ${message}; split the scenario`] }
  }
  if (error instanceof StripsError || error instanceof ReproducerError) {
    return { code: exitCodes.usage, lines: [`error[bad-export] ${message}`] }
  }
  if (error instanceof PropertyError) {
    return { code: exitCodes.usage, lines: [`error[property] ${message}`] }
  }
  if (error instanceof StartError) {
    return { code: exitCodes.usage, lines: [`error[start-failed] ${message}`] }
  }
  const what = error instanceof InternalError ? message : `${message} (unexpected)`
  const lines = [`endio's own fault: ${what}`, 'No verdict of this command can be trusted.']
  return { code: exitCodes.internal, lines }
}

export function problemLines(problems: readonly Problem[]): readonly string[] {
  return problems.map(formatProblem)
}
