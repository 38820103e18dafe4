/**
 * The world outside: two streams, their colours, and the clock that progress needs. Commands get
 * this as a value, so that tests can look at what they print.
 */
import { styleText } from 'node:util'

export interface Terminal {
  /** Results. */
  readonly out: (line: string) => void
  /** Progress, warnings and errors. */
  readonly err: (line: string) => void
  /** Replaces the last line of the error stream; only where `live`. */
  readonly status: (line: string) => void
  /** Whether somebody watches the error stream. */
  readonly live: boolean
  readonly style: (kind: Style, text: string) => string
  /** Milliseconds of a monotonic clock. It measures progress and decides nothing. */
  readonly now: () => number
}

export type Style = 'bad' | 'good' | 'doubt'

/** `auto` colours a terminal unless NO_COLOR is set or FORCE_COLOR says otherwise. */
export type ColorMode = 'auto' | 'always' | 'never'

const formats = { bad: 'red', good: 'green', doubt: 'yellow' } as const

export function systemTerminal(color: ColorMode): Terminal {
  const { stdout, stderr } = process
  const style = (kind: Style, text: string): string =>
    color === 'never'
      ? text
      : styleText(formats[kind], text, { validateStream: color === 'auto', stream: stdout })
  let open = false
  const close = (): void => {
    if (open) stderr.write('\r\u001B[K')
    open = false
  }
  return {
    out: (line) => {
      close()
      stdout.write(`${line}\n`)
    },
    err: (line) => {
      close()
      stderr.write(`${line}\n`)
    },
    status: (line) => {
      stderr.write(`\r\u001B[K${line}`)
      open = true
    },
    live: stderr.isTTY,
    style,
    now: () => performance.now(),
  }
}
