/** All permutations of the groups of interchangeable ids, and those that are tried as a check. */
import { at } from '../../assert.ts'
import type { Model } from '../../model/model.ts'
import type { Renaming } from '../../model/value.ts'

/** The true quotient looks at all permutations: 7! of them, and the search waits for each. */
const maxPermutations = 5_040

/** With so few, all are tried as a check; with more, those that exchange two neighbours. */
const fewPermutations = 6

/** Ids are declared interchangeable and are not, or there are too many ways to exchange them. */
export class SymmetryError extends Error {
  override readonly name = 'SymmetryError'
}

export interface Permutation extends Renaming {
  /** The ids that get another name. */
  readonly moved: readonly string[]
  /** The actor whose place is taken by actor `index`. */
  readonly origin: (index: number) => number
}

export interface Permutations {
  /** The first is the identity. */
  readonly all: readonly Permutation[]
  readonly checked: readonly Permutation[]
}

/** @throws SymmetryError when the declaration of the system makes no sense. */
export function permutationsOf(model: Model): Permutations {
  const groups = model.system.symmetry ?? []
  if (groups.length === 0) {
    throw new SymmetryError(`${model.system.name} declares no interchangeable ids (symmetry)`)
  }
  checkGroups(model, groups)
  const names = groups.reduce<readonly Names[]>(
    (known, group) =>
      known.flatMap((one) => orders(group).map((order) => named(one, group, order))),
    [new Map()],
  )
  const all = names.map((ids) => permutation(model, ids))
  if (all.length <= fewPermutations) return { all, checked: all.slice(1) }
  const swaps = groups.flatMap((group) =>
    group.slice(1).map((b, i) => {
      const a = at(group, i)
      return permutation(
        model,
        new Map([
          [a, b],
          [b, a],
        ]),
      )
    }),
  )
  return { all, checked: swaps }
}

type Names = ReadonlyMap<string, string>

function named(known: Names, group: readonly string[], order: readonly string[]): Names {
  return new Map([...known, ...group.map((id, i) => [id, at(order, i)] as const)])
}

function orders(group: readonly string[]): readonly (readonly string[])[] {
  if (group.length === 0) return [[]]
  return group.flatMap((first, i) => orders(group.toSpliced(i, 1)).map((rest) => [first, ...rest]))
}

function permutation({ names }: Model, ids: Names): Permutation {
  const target = names.map((id) => names.indexOf(ids.get(id) ?? id))
  const origin = names.map((_, i) => target.indexOf(i))
  return {
    moved: [...ids.keys()].filter((id) => ids.get(id) !== id),
    id: (text) => ids.get(text) ?? text,
    actor: (index) => target[index] ?? index,
    origin: (index) => origin[index] ?? index,
  }
}

function checkGroups(model: Model, groups: readonly (readonly string[])[]): void {
  const ids = groups.flat()
  const twice = ids.find((id, i) => ids.indexOf(id) < i)
  if (twice !== undefined) throw new SymmetryError(`symmetry names ${twice} twice`)
  const sizes = groups.flatMap((group) => group.map((_, i) => i + 1))
  const count = sizes.reduce((product, n) => product * n, 1)
  if (count > maxPermutations) {
    throw new SymmetryError(
      `the groups of symmetry have ${count} permutations, and at most ${maxPermutations} can be searched: make a group smaller`,
    )
  }
  for (const group of groups) checkGroup(model, group)
}

function checkGroup({ system, names }: Model, group: readonly string[]): void {
  const actors = system.actors.filter(({ id }) => group.includes(id))
  const [first] = actors
  if (first === undefined) return
  const stranger = group.find((id) => !names.includes(id))
  if (stranger !== undefined) {
    throw new SymmetryError(`symmetry puts ${stranger}, which is no actor, with actor ${first.id}`)
  }
  const other = actors.find((a) => a.machine !== first.machine)
  if (other === undefined) return
  const machineOf = ({ machine, machineName = machine.id }: typeof first): string => machineName
  throw new SymmetryError(
    `${first.id} and ${other.id} are not interchangeable: their machines are ${machineOf(first)} and ${machineOf(other)}`,
  )
}
