/**
 * The way of a depth-first search to the present state, and what is needed to come back along it.
 *
 * Representation: by level, the first of the state's moves on the stack, the mark for `undo`, the
 * fingerprint, and the steps to it, which are more than levels where a move takes several.
 */
import { read } from '../assert.ts'
import type { Expansion } from './expansion.ts'
import type { Path } from './findings.ts'
import type { Refused } from './moves.ts'

export class Trail {
  /** The decisions that lead to the present state, the first `depth` of them. */
  readonly decisions: Int32Array
  readonly starts: Int32Array
  depth = 0
  private readonly expansion: Expansion
  private readonly marks: Int32Array
  private readonly los: Int32Array
  private readonly his: Int32Array
  private readonly depths: Int32Array

  /** `spare`: most steps beyond one for each level. */
  constructor(expansion: Expansion, levels: number, spare: number) {
    this.expansion = expansion
    this.decisions = new Int32Array(levels + spare)
    this.starts = new Int32Array(levels)
    this.marks = new Int32Array(levels)
    this.los = new Int32Array(levels)
    this.his = new Int32Array(levels)
    this.depths = new Int32Array(levels)
  }

  readonly took = (decision: number): void => {
    this.decisions[this.depth++] = decision
  }

  /** The present state becomes that of `level`. */
  remember(level: number): void {
    const { state, moves } = this.expansion
    this.starts[level] = moves.length
    this.marks[level] = state.mark
    this.los[level] = state.lo
    this.his[level] = state.hi
    this.depths[level] = this.depth
  }

  /** Goes back to the state of `level`. */
  back(level: number): void {
    this.depth = read(this.depths, level)
    this.expansion.state.undo(read(this.marks, level), read(this.los, level), read(this.his, level))
  }

  readonly here: Path = () => this.decisions.subarray(0, this.depth)

  /** A step that is itself a violation. */
  readonly refused: Refused = (violation, decision) => {
    this.decisions[this.depth] = decision
    this.expansion.findings.record(violation, this.depth + 1, () =>
      this.decisions.subarray(0, this.depth + 1),
    )
  }
}
