/**
 * States up to the names of interchangeable ids: the fingerprint of an orbit is the least, over all
 * permutations, of the exclusive or of the hashes of the renamed parts. Whole permuted states are
 * never built: the hash of a part under a permutation is that of its renamed text, and is kept. (Ip
 * and Dill, "Better verification through symmetry", FMSD 1996, have the quotient; the least over all
 * permutations makes it the true one, whatever order the search takes.)
 *
 * The search itself goes from real states to real states, so a counterexample is a run like any.
 *
 * Doubt: two orbits fall together when any two of their permuted fingerprints do, so the chance of
 * an omission is that of a plain search times the number of permutations.
 */
import { at, read } from '../../assert.ts'
import type { GlobalState } from '../global-state.ts'
import { hashText } from '../hash.ts'
import { Interchange } from './interchange.ts'
import { permutationsOf, SymmetryError } from './permutations.ts'
import type { Permutation } from './permutations.ts'
import { RenamedText } from './renamed-text.ts'

export class Symmetry {
  /** The lanes of the orbit that `look` saw last. */
  lo = 0
  hi = 0
  readonly interchange: Interchange
  private readonly state: GlobalState
  private readonly text: RenamedText
  private readonly permutations: readonly Permutation[]
  /** By local state and by content: both lanes of the hash under each permutation. */
  private readonly states: (Int32Array | undefined)[] = []
  private readonly contents: (Int32Array | undefined)[] = []
  private readonly sum: Int32Array

  /** @throws SymmetryError when the declared symmetry cannot be used. */
  constructor(state: GlobalState) {
    const { model } = state
    if (model.claims.some((c) => c.property.kind === 'eventually')) {
      throw new SymmetryError(
        `a run that never ends cannot be told from its renamed copy, so 'eventually' and symmetry exclude each other`,
      )
    }
    const { all, checked } = permutationsOf(model)
    this.state = state
    this.text = new RenamedText(model)
    this.permutations = all
    this.sum = new Int32Array(2 * all.length)
    this.interchange = new Interchange(state, at(all, 0), checked)
  }

  /** Computes the fingerprint of the orbit of the present state. */
  look(): void {
    const { state, sum } = this
    const { channelBase, enabled, faultsLeft } = state
    sum.fill(0)
    for (let slot = 0; slot < channelBase; slot++) this.add(this.ofState(read(state.slots, slot)))
    for (let word = 0; word < enabled.length; word++) {
      let bits = read(enabled, word)
      while (bits !== 0) {
        const bit = bits & -bits
        bits ^= bit
        this.add(this.ofContent((word << 5) | (31 - Math.clz32(bit))))
      }
    }
    this.least()
    const faults = hashText(`faults ${faultsLeft}`)
    this.lo ^= faults.lo
    this.hi ^= faults.hi
  }

  private least(): void {
    const { sum } = this
    let best = 0
    for (let i = 2; i < sum.length; i += 2) {
      const [a, b] = [read(sum, i), read(sum, best)]
      if (a < b || (a === b && read(sum, i + 1) < read(sum, best + 1))) best = i
    }
    this.lo = read(sum, best)
    this.hi = read(sum, best + 1)
  }

  private add(lanes: Int32Array): void {
    const { sum } = this
    for (let i = 0; i < sum.length; i++) sum[i] = read(sum, i) ^ read(lanes, i)
  }

  private ofState(local: number): Int32Array {
    return (this.states[local] ??= this.hashes((p) => this.text.state(local, p)))
  }

  private ofContent(channel: number): Int32Array {
    const { state } = this
    const content = state.contentOf(channel)
    return (this.contents[content] ??= this.hashes((p) =>
      this.text.content(state.contents, channel, content, p),
    ))
  }

  private hashes(text: (permutation: Permutation) => string): Int32Array {
    return Int32Array.from(
      this.permutations.flatMap((p) => {
        const { lo, hi } = hashText(text(p))
        return [lo, hi]
      }),
    )
  }
}
