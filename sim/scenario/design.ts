/**
 * Designs: the product of the variants minus what `exclude` leaves out. The product is small by
 * decree, so it is listed instead of being searched.
 */
import { invariant } from '../assert.ts'
import { problem } from '../errors.ts'
import type { ErrorCode, Problem } from '../errors.ts'
import { readSize } from './scalar.ts'
import type { Choice, Design, Draft, Exclusion, Expectation, When } from './scenario.ts'
import { nearest } from './suggest.ts'

/** Designs before exclusion. Each is explored by itself, so more would not be looked at. */
export const MAX_DESIGNS = 4096

type Variants = Pick<Draft, 'variants'>
type Excluding = Pick<Draft, 'variants' | 'exclude'>

/** How many designs the variants multiply to. */
export function productSize({ variants }: Variants): number {
  return Object.values(variants).reduce((size, choices) => size * choices.length, 1)
}

/**
 * All designs that are not excluded. The first variant changes slowest and the choices keep the
 * order of the file, so the design of all defaults comes first unless it is excluded.
 */
export function designs(scenario: Excluding): readonly Design[] {
  invariant(productSize(scenario) <= MAX_DESIGNS, 'a loaded scenario has a bounded product')
  return product(scenario).filter((design) => excluding(scenario, design) === undefined)
}

/** The first design: every variant at its default, unless that is excluded. */
export function defaultDesign(scenario: Excluding): Design {
  const [first] = designs(scenario)
  invariant(first !== undefined, 'a loaded scenario has a design')
  return first
}

/** `k=v k=v`, in the order of the file. Empty for a scenario without variants. */
export function formatDesign(design: Design): string {
  return Object.entries(design)
    .map(([variant, choice]) => `${variant}=${choice}`)
    .join(' ')
}

/** True when each variant that `when` names has one of the listed choices in `design`. */
export function matches(when: When, design: Design): boolean {
  return Object.entries(when).every(([variant, choices]) => {
    const choice = Object.hasOwn(design, variant) ? design[variant] : undefined
    return choice !== undefined && choices.includes(choice)
  })
}

/** What the file expects of `design`: the first entry that matches; later ones say the same. */
export function expected(scenario: Pick<Draft, 'expect'>, design: Design): Expectation | undefined {
  return scenario.expect.find(({ when }) => matches(when, design))
}

/** A design, or why there is none. */
export type ParsedDesign = { readonly design: Design } | { readonly problems: readonly Problem[] }

/**
 * The design that `words` of the form `variant=choice` pick. Variants that are not named keep
 * their default as far as `exclude` allows. Problems have the word as their excerpt.
 */
export function parseDesign(scenario: Excluding, words: readonly string[]): ParsedDesign {
  const problems: Problem[] = []
  const picked = new Map<string, Choice>()
  for (const word of words) {
    const pick = parseChoice(scenario, word)
    if ('problem' in pick) problems.push(pick.problem)
    else picked.set(pick.variant, pick.choice)
  }
  if (problems.length > 0) return { problems }
  const fits = (design: Design): boolean =>
    [...picked].every(([key, choice]) => design[key] === choice)
  const design = designs(scenario).find(fits)
  if (design !== undefined) return { design }
  const reasons = scenario.exclude.filter(({ when }) =>
    product(scenario).some((one) => fits(one) && matches(when, one)),
  )
  const because = reasons.map((exclusion) => exclusion.because).join('; ')
  const message = `every design with these choices is excluded: ${because}`
  return { problems: [inWord(words.join(' '), 0, 'excluded-design', message)] }
}

/** One choice, or why there is none. */
export type ParsedChoice =
  { readonly variant: string; readonly choice: Choice } | { readonly problem: Problem }

/** The choice that `variant=choice` names. */
export function parseChoice({ variants }: Variants, word: string): ParsedChoice {
  const equals = word.indexOf('=')
  if (equals < 0) {
    return { problem: inWord(word, 0, 'wrong-type', 'a design is given as variant=choice') }
  }
  const variant = word.slice(0, equals)
  const text = word.slice(equals + 1)
  if (!Object.hasOwn(variants, variant)) {
    const message = `there is no variant '${variant}'`
    const suggestion = nearest(variant, Object.keys(variants))
    return { problem: inWord(word, 0, 'unknown-variant', message, suggestion) }
  }
  const choices = variants[variant] ?? []
  const size = readSize(text)
  const choice = choices.find((one) => String(one) === text || one === size)
  if (choice !== undefined) return { variant, choice }
  const names = choices.map(String)
  const message = `'${variant}' is one of ${names.join(', ')}`
  return { problem: inWord(word, equals + 1, 'unknown-choice', message, nearest(text, names)) }
}

function inWord(
  word: string,
  start: number,
  code: ErrorCode,
  message: string,
  suggestion?: string,
): Problem {
  const hint = suggestion === undefined ? {} : { suggestion }
  const place = {
    file: 'design',
    line: 1,
    col: start + 1,
    length: Math.max(1, word.length - start),
  }
  return problem({ code, message, ...place, excerpt: word, ...hint })
}

function product({ variants }: Variants): readonly Design[] {
  return Object.entries(variants).reduce<readonly Design[]>(
    (partial, [variant, choices]) =>
      partial.flatMap((design) => choices.map((choice) => ({ ...design, [variant]: choice }))),
    [{}],
  )
}

function excluding({ exclude }: Excluding, design: Design): Exclusion | undefined {
  return exclude.find(({ when }) => matches(when, design))
}
