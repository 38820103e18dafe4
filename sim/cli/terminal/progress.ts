/**
 * Progress on the error stream: a bar with rate and remaining time for somebody who watches, a line
 * each ten seconds for a log.
 */
import type { Terminal } from './terminal.ts'

const liveEvery = 100
const loggedEvery = 10_000
const barWidth = 24

export interface Progress {
  readonly update: (done: number, note: string) => void
}

/** `unit` is what `done` counts, such as 'runs'; `total` may be unknown. */
export function progress(terminal: Terminal, total: number | undefined, unit: string): Progress {
  const start = terminal.now()
  let shown = start
  return {
    update: (done, note) => {
      const now = terminal.now()
      if (now - shown < (terminal.live ? liveEvery : loggedEvery)) return
      shown = now
      const rate = done / Math.max((now - start) / 1_000, 0.001)
      const line = describe(done, total, unit, rate, note)
      if (terminal.live) terminal.status(`${bar(done, total)}${line}`)
      else terminal.err(line)
    },
  }
}

function describe(
  done: number,
  total: number | undefined,
  unit: string,
  rate: number,
  note: string,
): string {
  const count = total === undefined ? `${done}` : `${done}/${total}`
  const left = total === undefined || rate === 0 ? '' : `, ${seconds((total - done) / rate)} left`
  return `${count} ${unit}, ${Math.round(rate)}/s${left}${note === '' ? '' : `, ${note}`}`
}

function bar(done: number, total: number | undefined): string {
  if (total === undefined) return ''
  const full = Math.round((barWidth * done) / Math.max(total, 1))
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] `
}

function seconds(s: number): string {
  return s < 90 ? `${Math.ceil(s)} s` : `${Math.ceil(s / 60)} min`
}
