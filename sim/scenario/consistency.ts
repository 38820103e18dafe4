/**
 * What can be wrong between the parts of a file that are each well-formed: names, the product of
 * the variants, and expectations that contradict each other or say nothing.
 */
import { BUILT_IN_PROPERTIES } from './scenario.ts'
import { MAX_DESIGNS, designs, formatDesign, matches, productSize } from './design.ts'
import type { Findings } from './findings.ts'
import { IDENTIFIER } from './format.ts'
import type { Design, Draft, Expectation, When } from './scenario.ts'
import { keysOf } from './scope.ts'
import { nearest } from './suggest.ts'
import { find, plain } from './tree.ts'
import type { Path, Tree } from './tree.ts'

/** Reports into `findings`; returns the designs to be explored, none when there are too many. */
export function checkConsistency(draft: Draft, tree: Tree, findings: Findings): readonly Design[] {
  checkNames(tree, findings)
  checkUsage(draft, tree, findings)
  checkVariants(draft, findings)
  const properties = propertyNames(draft, tree, findings)
  for (const { path, when } of [...draft.exclude, ...draft.expect]) {
    checkWhen(when, [...path, 'when'], draft, tree, findings)
  }
  checkCost(tree, findings)
  for (const { path, violates } of draft.expect) {
    checkViolates(Object.keys(violates), [...path, 'violates'], properties, findings)
  }
  const size = productSize(draft)
  if (size > MAX_DESIGNS) {
    const message = `the variants multiply to ${size} designs, over the limit of ${MAX_DESIGNS}`
    findings.key(['variants'], 'too-many-designs', message)
    return []
  }
  const remaining = designs(draft)
  if (remaining.length === 0) findings.key(['exclude'], 'no-design', 'this excludes every design')
  else checkExpectations(draft, remaining, findings)
  return remaining
}

const NAMESPACE = ['params', 'actors', 'variants'] as const

function checkNames(tree: Tree, findings: Findings): void {
  const sections = new Map<string, string>()
  for (const section of NAMESPACE) {
    for (const name of keysOf(tree, section)) {
      const other = sections.get(name)
      if (other === undefined) sections.set(name, section)
      else findings.key([section, name], 'name-clash', `'${name}' is already used under ${other}`)
    }
  }
}

/** A name counts as used when it is referred to as `$name`, in values or inside an expression. */
function checkUsage(draft: Draft, tree: Tree, findings: Findings): void {
  const used = new Set<string>()
  for (const section of ['actors', 'properties', 'bound']) {
    const part = find(tree, [section])
    const text = part === undefined ? '' : JSON.stringify(plain(part))
    for (const [, name] of text.matchAll(/\$([A-Za-z_][A-Za-z0-9_]*)/g)) used.add(name ?? '')
  }
  for (const name of keysOf(tree, 'params').filter((key) => IDENTIFIER.test(key))) {
    if (!used.has(name))
      findings.key(['params', name], 'unused-param', `nothing refers to $${name}`)
  }
  for (const name of Object.keys(draft.variants)) {
    if (used.has(name)) continue
    findings.key(
      ['variants', name],
      'unused-variant',
      `nothing refers to $${name}, so it changes nothing`,
    )
  }
}

function checkVariants({ variants }: Draft, findings: Findings): void {
  for (const [name, choices] of Object.entries(variants)) {
    // Choices are told apart by their text, which is how designs are printed and picked.
    const seen = new Set<string>()
    for (const [index, choice] of choices.entries()) {
      const text = String(choice)
      if (seen.has(text))
        findings.value(
          ['variants', name, index],
          'duplicate-choice',
          `'${text}' is already a choice`,
        )
      seen.add(text)
    }
  }
}

function checkWhen(
  when: When,
  path: Path,
  { variants }: Draft,
  tree: Tree,
  findings: Findings,
): void {
  const names = keysOf(tree, 'variants')
  for (const [variant, wanted] of Object.entries(when)) {
    const place = [...path, variant]
    if (!names.includes(variant)) {
      findings.key(
        place,
        'unknown-variant',
        `there is no variant '${variant}'`,
        nearest(variant, names),
      )
      continue
    }
    const choices = Object.hasOwn(variants, variant) ? variants[variant] : undefined
    if (choices === undefined) continue
    const isList = find(tree, place)?.kind === 'list'
    for (const [index, choice] of wanted.entries()) {
      if (choices.includes(choice)) continue
      const message = `'${variant}' has no choice '${choice}'`
      const suggestion = nearest(String(choice), choices.map(String))
      findings.value(isList ? [...place, index] : place, 'unknown-choice', message, suggestion)
    }
  }
}

function checkCost(tree: Tree, findings: Findings): void {
  const names = keysOf(tree, 'variants')
  for (const variant of keysOf(tree, 'cost')) {
    if (names.includes(variant)) continue
    const message = `there is no variant '${variant}'`
    findings.key(['cost', variant], 'unknown-variant', message, nearest(variant, names))
  }
}

/** The names that expectations may use; entries that were refused keep theirs. */
function propertyNames({ properties }: Draft, tree: Tree, findings: Findings): readonly string[] {
  const names = new Set<string>(BUILT_IN_PROPERTIES)
  for (const { name, path } of properties) {
    if (names.has(name))
      findings.key(path, 'name-clash', `another property is called '${name}'; add a name:`)
    names.add(name)
  }
  const section = find(tree, ['properties'])
  for (const item of section?.kind === 'list' ? section.items : []) {
    const name = find(item, ['name']) ?? find(item, ['use'])
    if (name?.kind === 'scalar') names.add(String(name.value))
  }
  return [...names]
}

function checkViolates(
  violated: readonly string[],
  path: Path,
  properties: readonly string[],
  findings: Findings,
): void {
  for (const name of violated) {
    if (properties.includes(name)) continue
    const message = `the scenario does not ask for '${name}'`
    findings.key([...path, name], 'unchecked-property', message, nearest(name, properties))
  }
}

/** An entry with an unknown variant or choice has been reported, and is left out here. */
function checkExpectations(draft: Draft, remaining: readonly Design[], findings: Findings): void {
  const expect = draft.expect.filter(({ when }) => isKnown(when, draft))
  for (const [index, { path, when }] of expect.entries()) {
    const design = remaining.find((one) => matches(when, one))
    if (design === undefined) {
      findings.key(path, 'unmatched-expect', 'this matches no design that is left')
      continue
    }
    for (const earlier of expect.slice(0, index)) {
      const both = remaining.find((one) => matches(when, one) && matches(earlier.when, one))
      if (both === undefined || sameVerdict(earlier, expect[index])) continue
      const where = `entry ${Number(earlier.path[1]) + 1} of expect`
      findings.key(path, 'contradiction', `this contradicts ${where} for '${formatDesign(both)}'`)
    }
  }
}

function isKnown(when: When, { variants }: Draft): boolean {
  return Object.entries(when).every(([variant, wanted]) => {
    const choices = Object.hasOwn(variants, variant) ? variants[variant] : undefined
    return wanted.every((choice) => choices?.includes(choice))
  })
}

function sameVerdict(one: Expectation, other: Expectation | undefined): boolean {
  const sorted = (violates: Expectation['violates'] = {}): string =>
    JSON.stringify(Object.entries(violates).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return sorted(one.violates) === sorted(other?.violates)
}
