/** The files that a page offers of a run: how to run it again, and what other tools read. */
import { deflateSync, strToU8 } from 'fflate'
import type { Study } from '../../api.ts'
import type { Download } from '../../document/document.ts'
import { chromeText } from '../../export/chrome.ts'
import { ftraceText } from '../../export/ftrace.ts'
import { itfText } from '../../export/itf.ts'
import { mermaidSequence } from '../../export/mermaid.ts'
import { shivizText } from '../../export/shiviz.ts'
import { traceDat } from '../../export/trace-dat.ts'
import { formatDesign } from '../../scenario/design.ts'
import type { Schedule } from '../../schedule/schedule.ts'
import type { Trace } from '../../trace/trace.ts'

/** ITF repeats every state at every step: of longer runs it would be most of the page. */
const maxItfSteps = 1000

export function runFiles(study: Study, trace: Trace, schedule: Schedule): readonly Download[] {
  const { scenario, design } = study
  const name = [scenario.name, scenario.hash, formatDesign(design)].join(' ').trim()
  const text = `${JSON.stringify(schedule, undefined, 2)}\n`
  const itf = trace.steps.length > maxItfSteps ? [] : [['run.itf.json', itfText(trace, name)]]
  return [
    { name: 'schedule.json', mediaType: 'application/json', content: { kind: 'text', text } },
    deflated('trace.dat', 'application/octet-stream', traceDat(trace)),
    deflated('ftrace.txt', 'text/plain', ftraceText(trace)),
    deflated('chrome.json', 'application/json', chromeText(trace, name)),
    ...itf.map(([file = '', json = '']) => deflated(file, 'application/json', json)),
    deflated('sequence.mmd', 'text/plain', mermaidSequence(trace)),
    deflated('shiviz.log', 'text/plain', shivizText(trace)),
  ]
}

function deflated(name: string, mediaType: string, data: string | Uint8Array): Download {
  // Not Node's own: its zlib differs between versions and builds, and with it the bytes of a report.
  const deflated = deflateSync(typeof data === 'string' ? strToU8(data) : data)
  const base64 = Buffer.from(deflated).toString('base64')
  return { name, mediaType, content: { kind: 'deflated', base64 } }
}
