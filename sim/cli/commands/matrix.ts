/** `endio matrix`: every design of every scenario against every invariant. */
import { matrixOf, rowVerdict } from '../../matrix/matrix.ts'
import type { Matrix, Row } from '../../matrix/matrix.ts'
import { toJson } from '../../report/json.ts'
import { matrixJson } from '../../report/matrix-json.ts'
import { matrixMarkdown } from '../../report/matrix-markdown.ts'
import { matrixLines, matrixMail } from '../../report/matrix.ts'
import type { Replay } from '../../report/matrix.ts'
import { designs } from '../../scenario/design.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { Evaluator } from '../solve/evaluate.ts'
import type { EvaluateWords } from '../solve/evaluate.ts'
import { scenarioPaths } from '../suite/find.ts'
import { openScenario } from '../open.ts'
import { checkCommandParts } from '../schedules/replay-command.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { version } from '../version.ts'

export interface MatrixOptions extends EvaluateWords {
  readonly format: 'text' | 'mail' | 'markdown' | 'json'
  readonly json?: boolean
  readonly ndjson?: boolean
}

/** Columns of a terminal; not measured, because the same command prints the same bytes. */
const terminalWidth = 100

export async function matrixCommand(
  paths: readonly string[],
  options: MatrixOptions,
  terminal: Terminal,
): Promise<number> {
  const evaluator = new Evaluator(options, terminal)
  const json = options.json === true || options.format === 'json'
  const all: Matrix[] = []
  const documents: object[] = []
  try {
    for (const path of await scenarioPaths(paths)) {
      const scenario = await openScenario(path, terminal)
      const matrix = await fill(scenario, evaluator)
      const replay: Replay = ({ design }) => checkCommandParts({ scenario, design }, path)
      if (options.ndjson === true) terminal.out(toJson(matrixJson(version, matrix, replay)))
      else if (json) documents.push(matrixJson(version, matrix, replay))
      else {
        if (all.length > 0) terminal.out('')
        for (const line of page(matrix, replay, options.format, terminal)) terminal.out(line)
      }
      all.push(matrix)
      if (evaluator.interrupted) break
    }
  } finally {
    evaluator.close()
  }
  const { interrupted } = evaluator
  if (json && options.ndjson !== true) {
    terminal.out(toJson({ schema: 'endio.matrices/1', interrupted, scenarios: documents }))
  }
  return interrupted ? exitCodes.interrupted : exitOf(all)
}

async function fill(scenario: Scenario, evaluator: Evaluator): Promise<Matrix> {
  const rows: Row[] = []
  for (const design of designs(scenario)) {
    const record = await evaluator.record({ scenario, design })
    rows.push({ design, ...(record !== undefined && { record }) })
  }
  return matrixOf(scenario, rows)
}

function page(
  matrix: Matrix,
  replay: Replay,
  format: MatrixOptions['format'],
  terminal: Terminal,
): readonly string[] {
  switch (format) {
    case 'markdown':
      return matrixMarkdown(matrix, replay)
    case 'mail':
      return matrixMail(matrix, replay)
    case 'text':
    case 'json':
      return matrixLines(matrix, replay, terminalWidth).map((line) =>
        line.replaceAll(/\b(?:sometimes|always)(?:\/always)? \d+/g, (word) =>
          terminal.style('bad', word),
        ),
      )
  }
}

function exitOf(all: readonly Matrix[]): number {
  const verdicts = new Set(all.flatMap((m) => m.rows.map(rowVerdict)))
  if (verdicts.has('violated')) return exitCodes.violated
  const undecided = verdicts.has('open') || verdicts.has('vacuous')
  return undecided ? exitCodes.inconclusive : exitCodes.clean
}
