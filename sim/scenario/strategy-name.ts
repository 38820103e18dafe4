/**
 * The strategies that `sweep.strategy` and `--strategy` may name, with their parameters:
 * `pct:3`, `pct:3:120`, `delay-bounded:2`, `portfolio:uniform+pos+pctcp:2`. sim/strategy has one
 * file for each name.
 */
import { nearest } from './suggest.ts'

export const strategyNames = [
  'uniform',
  'pct',
  'pctcp',
  'pos',
  'urw',
  'surw',
  'delay-bounded',
  'preemption-bounded',
  'sequential',
  'portfolio',
] as const
type StrategyName = (typeof strategyNames)[number]

/** A strategy with its parameters. A length that is not given is measured on the model. */
export type StrategySpec =
  | { readonly name: 'uniform' | 'pos' | 'urw' | 'surw' | 'sequential' }
  | { readonly name: 'pct' | 'pctcp'; readonly depth: number; readonly length?: number }
  | { readonly name: 'delay-bounded'; readonly bound: number; readonly length?: number }
  | { readonly name: 'preemption-bounded'; readonly bound: number }
  | { readonly name: 'portfolio'; readonly members: readonly Member[] }

/** What a portfolio may hold. */
export type Member = Exclude<StrategySpec, { name: 'portfolio' }>

export type ParsedStrategy =
  | { readonly ok: true; readonly spec: StrategySpec }
  | { readonly ok: false; readonly message: string }

const defaults = { depth: 3, bound: 2 } as const

const defaultMembers: readonly Member[] = [
  { name: 'uniform' },
  { name: 'pos' },
  { name: 'pctcp', depth: 2 },
  { name: 'pctcp', depth: 3 },
  { name: 'surw' },
  { name: 'delay-bounded', bound: defaults.bound },
]

const length = '(?::[1-9]\\d{0,5})?'
const member = [
  'uniform|pos|urw|surw|sequential',
  `(?:pct|pctcp)(?::[1-9]${length})?`,
  `delay-bounded(?::\\d${length})?`,
  'preemption-bounded(?::\\d)?',
].join('|')

/** What `parseStrategy` accepts, for editors. */
export const strategyPattern = new RegExp(
  `^(?:${member}|portfolio(?::(?:${member})(?:\\+(?:${member}))*)?)$`,
)

/** Reads a strategy as the user writes it. */
export function parseStrategy(text: string): ParsedStrategy {
  const [head = '', ...params] = text.split(':')
  const name = strategyNames.find((n) => n === head)
  if (name === undefined) return refused(unknownName(head))
  if (name === 'portfolio') return portfolio(text.slice(head.length + 1), params.length > 0)
  const spec = single(name, params)
  return spec === undefined ? refused(badParameters(text, name)) : { ok: true, spec }
}

/** The shortest text that `parseStrategy` reads as `spec`, parameters always given. */
export function formatStrategy(spec: StrategySpec): string {
  switch (spec.name) {
    case 'pct':
    case 'pctcp':
      return join(spec.name, spec.depth, spec.length)
    case 'delay-bounded':
      return join(spec.name, spec.bound, spec.length)
    case 'preemption-bounded':
      return join(spec.name, spec.bound)
    case 'portfolio':
      return `portfolio:${spec.members.map(formatStrategy).join('+')}`
    case 'uniform':
    case 'pos':
    case 'urw':
    case 'surw':
    case 'sequential':
      return spec.name
  }
}

function join(name: string, ...params: readonly (number | undefined)[]): string {
  return [name, ...params.filter((p) => p !== undefined)].join(':')
}

function portfolio(list: string, given: boolean): ParsedStrategy {
  if (!given) return { ok: true, spec: { name: 'portfolio', members: defaultMembers } }
  const members: Member[] = []
  for (const text of list.split('+')) {
    const parsed = parseStrategy(text)
    if (!parsed.ok) return refused(`in the portfolio: ${parsed.message}`)
    if (parsed.spec.name === 'portfolio') return refused('a portfolio holds no other portfolio')
    members.push(parsed.spec)
  }
  return { ok: true, spec: { name: 'portfolio', members } }
}

function single(
  name: Exclude<StrategyName, 'portfolio'>,
  params: readonly string[],
): Member | undefined {
  const text = [name, ...params].join(':')
  if (!strategyPattern.test(text)) return undefined
  const [first, second] = params.map(Number)
  const longest = second === undefined ? {} : { length: second }
  switch (name) {
    case 'pct':
    case 'pctcp':
      return { name, depth: first ?? defaults.depth, ...longest }
    case 'delay-bounded':
      return { name, bound: first ?? defaults.bound, ...longest }
    case 'preemption-bounded':
      return { name, bound: first ?? defaults.bound }
    case 'uniform':
    case 'pos':
    case 'urw':
    case 'surw':
    case 'sequential':
      return { name }
  }
}

const usage: Readonly<Record<Exclude<StrategyName, 'portfolio'>, string>> = {
  uniform: "'uniform' takes no parameter",
  pos: "'pos' takes no parameter",
  urw: "'urw' takes no parameter",
  surw: "'surw' takes no parameter",
  sequential: "'sequential' takes no parameter",
  pct: "write pct:DEPTH or pct:DEPTH:LENGTH with a depth of 1 to 9, such as 'pct:3'",
  pctcp: "write pctcp:DEPTH or pctcp:DEPTH:LENGTH with a depth of 1 to 9, such as 'pctcp:3'",
  'delay-bounded':
    "write delay-bounded:BOUND or delay-bounded:BOUND:LENGTH with a bound of 0 to 9, such as 'delay-bounded:2'",
  'preemption-bounded':
    "write preemption-bounded:BOUND with a bound of 0 to 9, such as 'preemption-bounded:2'",
}

function badParameters(text: string, name: Exclude<StrategyName, 'portfolio'>): string {
  return `'${text}' is no strategy; ${usage[name]}`
}

function unknownName(name: string): string {
  const meant = nearest(name, strategyNames)
  const hint = meant === undefined ? '' : ` (did you mean '${meant}'?)`
  return `there is no strategy '${name}'; there are ${strategyNames.join(', ')}${hint}`
}

function refused(message: string): ParsedStrategy {
  return { ok: false, message }
}
