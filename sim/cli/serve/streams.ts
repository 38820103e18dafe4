/** Server-sent events: one stream a page, which ends when the page goes or the server closes. */
import type { ServerResponse } from 'node:http'
import type { Told } from '../../serve/protocol.ts'

export class Streams {
  private readonly open = new Map<string, ServerResponse>()
  private opened = 0
  private readonly gone: (stream: string) => void

  /** `gone` is told of each stream that has ended. */
  constructor(gone: (stream: string) => void) {
    this.gone = gone
  }

  get size(): number {
    return this.open.size
  }

  add(response: ServerResponse): void {
    const stream = String(++this.opened)
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
    this.open.set(stream, response)
    response.on('close', () => {
      this.open.delete(stream)
      this.gone(stream)
    })
    this.tell(stream, { kind: 'hello', stream })
  }

  /** To one page; what has gone is told nothing. */
  tell(stream: string, told: Told): void {
    // JSON has no line breaks, which would end the event.
    this.open.get(stream)?.write(`data: ${JSON.stringify(told)}\n\n`)
  }

  tellAll(told: Told): void {
    for (const stream of this.open.keys()) this.tell(stream, told)
  }

  end(): void {
    for (const response of this.open.values()) response.end()
  }
}
