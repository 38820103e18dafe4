/** What the server says as the page shows it; what goes back to the server stays as it came. */
import type { Answer, Told, View } from '../../serve/protocol.ts'
import { visible, visibleDocument } from '../visible.ts'

export function visibleAnswer(answer: Answer): Answer {
  switch (answer.kind) {
    case 'list': {
      const scenarios = answer.scenarios.map((s) => ({ ...visible(s), id: s.id }))
      return { ...answer, scenarios }
    }
    case 'opened': {
      const { opened } = answer
      return { ...answer, opened: { ...opened, document: visibleDocument(opened.document) } }
    }
    case 'chart':
      return { ...answer, chart: visible(answer.chart) }
    case 'view':
      return { ...answer, view: visibleView(answer.view) }
    case 'refused':
      return visible(answer)
    case 'done':
      return answer
  }
}

function visibleView(view: View): View {
  const offers = view.offers.map((o) => ({ ...visible(o), deliver: o.deliver }))
  return { ...view, run: visible(view.run), offers, forecast: visible(view.forecast) }
}

export function visibleTold(told: Told): Told {
  if (told.kind !== 'progress') return told
  const { job } = told
  const found = job.found.map((f) => ({ ...visible(f), moves: f.moves }))
  return { ...told, job: { ...visible(job), found } }
}
