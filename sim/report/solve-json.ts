/** The answer of `solve` as JSON. */
import type { Solved } from './solve.ts'

export function solutionJson(endio: string, solved: Solved): object {
  const { scenarios, required, variables, solution, answers, lacks, silent } = solved
  const { kind, cost, undecided, alone } = solution
  return {
    schema: 'endio.solve/1',
    ...{ endio, scenarios, required, variables, lacks, silent, kind },
    ...(kind === 'found' && { cost }),
    ...{ answers, undecided, alone },
  }
}
