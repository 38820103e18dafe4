/** The strategies a user can name. */
import { strategyNames } from '../scenario/strategy-name.ts'
import type { StrategyName } from '../scenario/strategy-name.ts'
import { sequential } from './sequential.ts'
import type { Strategy } from './strategy.ts'
import { uniform } from './uniform.ts'

export const strategies: Readonly<Record<StrategyName, () => Strategy>> = {
  uniform,
  sequential: () => sequential,
}

/** A name that is no strategy. */
export class UnknownStrategyError extends Error {
  override readonly name = 'UnknownStrategyError'
}

/** @throws UnknownStrategyError listing those that exist. */
export function strategyOf(name = 'uniform'): Strategy {
  const known = strategyNames.find((n) => n === name)
  if (known !== undefined) return strategies[known]()
  const names = strategyNames.join(', ')
  throw new UnknownStrategyError(`there is no strategy '${name}'; there are ${names}`)
}
