/** The strategies a user can name. */
import { sequential } from './sequential.ts'
import type { Strategy } from './strategy.ts'
import { uniform } from './uniform.ts'

export const strategies: Readonly<Record<string, () => Strategy>> = {
  uniform,
  sequential: () => sequential,
}

/** A name that is no strategy; a scenario or a library caller may give one. */
export class UnknownStrategyError extends Error {
  override readonly name = 'UnknownStrategyError'
}

/** @throws UnknownStrategyError listing those that exist. */
export function strategyOf(name = 'uniform'): Strategy {
  const make = Object.hasOwn(strategies, name) ? strategies[name] : undefined
  if (make !== undefined) return make()
  const names = Object.keys(strategies).join(', ')
  throw new UnknownStrategyError(`there is no strategy '${name}'; there are ${names}`)
}
