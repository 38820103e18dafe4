/**
 * The server of the live explorer: one page, one stream of events, one question at a time. It listens
 * on the loopback address only; see guard.ts for who is answered.
 */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseRequest } from '../../serve/requests.ts'
import type { Answer, Request, Told } from '../../serve/protocol.ts'
import { UsageError } from '../failure.ts'
import { guarded } from './guard.ts'
import type { Allowed, Head } from './guard.ts'
import { Streams } from './streams.ts'

/** A page and the policy that goes with it. */
export interface ServedPage {
  readonly html: string
  readonly policy: string
}

export interface ServerOptions {
  /** 0: any that is free. */
  readonly port: number
  readonly token: string
  readonly page: ServedPage
  readonly ask: (request: Request) => Promise<Answer>
  /** Of a page that has gone. */
  readonly gone: (stream: string) => void
}

/** Bytes of a request: a position of a few thousand steps by name. */
const maxBody = 1 << 20
/** Pages that may be open at once. */
const maxStreams = 32
const requestTimeout = 10_000
const headersTimeout = 5_000

const safe = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

export class ExplorerServer {
  private readonly options: ServerOptions
  private readonly server: Server
  private readonly streams: Streams

  constructor(options: ServerOptions) {
    this.options = options
    this.streams = new Streams(options.gone)
    this.server = createServer({ requestTimeout, headersTimeout }, (request, response) => {
      this.respond(request, response).catch(() => response.destroy())
    })
  }

  /** The port. @throws UsageError when it cannot be had. */
  async listen(): Promise<number> {
    const { server } = this
    const { port } = this.options
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => {
        reject(new UsageError(`cannot listen on 127.0.0.1:${port}: ${error.message}; try --port 0`))
      })
      server.listen({ host: '127.0.0.1', port }, resolve)
    })
    return (server.address() as AddressInfo).port
  }

  tell(told: Told, stream?: string): void {
    if (stream === undefined) this.streams.tellAll(told)
    else this.streams.tell(stream, told)
  }

  /** Ends the streams, waits for what is being answered, and listens no more. */
  async close(): Promise<void> {
    this.streams.end()
    this.server.closeIdleConnections()
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve())
    })
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(safe)) response.setHeader(name, value)
    const { page, token } = this.options
    const { port } = this.server.address() as AddressInfo
    const allowed: Allowed = { port, token }
    const answer = guarded(headOf(request), allowed)
    if (answer.kind === 'refused') {
      refuse(response, answer.status, answer.why)
      return
    }
    switch (answer.route) {
      case 'page':
        response.setHeader('content-security-policy', `${page.policy}; frame-ancestors 'none'`)
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page.html)
        return
      case 'events':
        if (this.streams.size >= maxStreams) refuse(response, 503, 'too many pages are open')
        else this.streams.add(response)
        return
      case 'ask':
        await this.ask(request, response)
    }
  }

  private async ask(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    if (body === undefined) {
      refuse(response, 413, `a request has at most ${maxBody} bytes`)
      return
    }
    const asked = parseRequest(body)
    if (asked === undefined) {
      refuse(response, 400, 'this is no request of the explorer')
      return
    }
    const answer = await this.options.ask(asked)
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify(answer))
  }
}

function headOf({ method = '', url = '', headers }: IncomingMessage): Head {
  const one = (name: string): string | undefined => {
    const value = headers[name]
    return Array.isArray(value) ? value.join() : value
  }
  return {
    method,
    url,
    host: headers.host,
    origin: headers.origin,
    token: one('x-endio-token'),
    site: one('sec-fetch-site'),
  }
}

/** What is refused is not read any further. */
function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end(`${why}\n`)
}

/** Undefined when it is longer than allowed. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > maxBody) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}
