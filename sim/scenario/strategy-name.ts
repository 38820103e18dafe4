/** The strategies that `sweep:` and `--strategy` may name; sim/strategy has one file for each. */
export const strategyNames = ['uniform', 'sequential'] as const
export type StrategyName = (typeof strategyNames)[number]
