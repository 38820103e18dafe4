/** What every page of one design has, whatever it shows: its charts, its text, its facts. */
import type { Study } from '../../api.ts'
import type { Chart } from '../../document/chart.ts'
import type { Document } from '../../document/document.ts'
import { Charts } from '../../document/charts.ts'
import { limits, runFacts, scenarioFacts } from '../../document/facts.ts'
import { actorLines } from '../../document/places.ts'
import type { RunRecord } from '../../document/run.ts'
import { recordOf } from '../../document/trace.ts'
import type { About } from '../../document/trace.ts'
import { formatDesign } from '../../scenario/design.ts'
import type { Trace } from '../../trace/trace.ts'
import { version } from '../version.ts'

export class Subject {
  readonly study: Study
  readonly path: string
  private readonly charts: Charts

  constructor(study: Study, path: string) {
    this.study = study
    this.path = path
    this.charts = new Charts(study.model.system)
  }

  record(trace: Trace, about: Omit<About, 'lines' | 'design'>): RunRecord {
    const { scenario, design, model } = this.study
    const ids = model.system.actors.map((a) => a.id)
    return recordOf(model.system, this.charts, trace, {
      ...about,
      design: formatDesign(design),
      lines: actorLines(scenario, ids),
    })
  }

  /** A page of `parts`, with the facts that need no telling. */
  document(
    parts: Pick<
      Document,
      'headline' | 'leads' | 'runs' | 'tables' | 'facts' | 'downloads' | 'mail'
    >,
  ): Document {
    const { scenario, design, model } = this.study
    const { name, hash, title, file, source } = scenario
    const [first] = parts.runs
    return {
      schema: 'endio.report/1',
      endio: version,
      scenario: { name, hash, title, file, text: source.text },
      ...parts,
      charts: this.charts.charts,
      facts: [
        ...scenarioFacts(version, scenario, formatDesign(design), model.system),
        ...(first === undefined ? [] : runFacts(first, this.charts.charts)),
        ...parts.facts,
        limits,
      ],
    }
  }

  /** The chart of `machine` drawn, as far as it can be; undefined when the design has no such machine. */
  async chart(machine: string): Promise<Chart | undefined> {
    const { [machine]: chart } = await this.charts.drawn([machine])
    return chart
  }

  /** `document` with its statecharts drawn. */
  async drawn(document: Document): Promise<Document> {
    return { ...document, charts: await this.charts.drawn() }
  }
}
