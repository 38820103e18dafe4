/** A matrix as JSON: every cell, what it rests on, and every claim with its numbers. */
import { findingsOf } from '../matrix/claims.ts'
import { rowVerdict, standingAt } from '../matrix/matrix.ts'
import type { Matrix } from '../matrix/matrix.ts'
import { unreachedOf } from '../matrix/record.ts'
import { findingSentences } from './matrix-words.ts'
import type { Replay } from './matrix.ts'

export function matrixJson(endio: string, matrix: Matrix, replay: Replay): object {
  const { rows, scenario, hash, variants, invariants } = matrix
  const findings = findingsOf(matrix)
  return {
    schema: 'endio.matrix/1',
    ...{ endio, scenario, hash, variants, invariants },
    designs: rows.map((row) => {
      const { record, design } = row
      if (record === undefined) return { design, verdict: 'open', cells: [] }
      const { cells, ...proof } = record
      const command = replay(row).join(' ')
      return {
        design,
        verdict: rowVerdict(row),
        proof: { ...proof, reductions: [], unreached: unreachedOf(record) },
        cells: cells.map((cell) => ({
          ...cell,
          ...(standingAt(row, cell.property) === 'violated' && { replay: command }),
        })),
      }
    }),
    claims: findings.claims,
    together: findings.together,
    indifferent: findings.indifferent,
    sentences: findingSentences(findings),
  }
}
