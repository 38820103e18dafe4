/** A server as a user starts it, asked by hand, so that every header can be wrong. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import type { Answer, Request, Told, View } from '../../serve/protocol.ts'
import { bin } from '../endio.fixture.ts'

export interface Served {
  readonly child: ChildProcess
  readonly address: string
  readonly port: number
  readonly token: string
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>
}

/** Starts `endio serve ...args` and ends it after the test. */
export async function serve(args: readonly string[], cwd?: string): Promise<Served> {
  const child = spawn(process.execPath, [bin, 'serve', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  let [out, err] = ['', '']
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (out.includes('\n')) resolve(out.trim())
    })
    child.on('close', (code) => reject(new Error(`serve ended with ${code}: ${err}`)))
  })
  const { port, searchParams } = new URL(address)
  return { child, address, port: Number(port), token: searchParams.get('token') ?? '', ended }
}

export interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Got {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** One request; without more, the page with the right token. */
export async function send({ port, token }: Served, sent: Sent = {}): Promise<Got> {
  const { method = 'GET', path = '/', headers = { 'x-endio-token': token }, body = '' } = sent
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

export async function ask(served: Served, asked: Request): Promise<Answer> {
  const { text } = await send(served, {
    method: 'POST',
    path: '/api/ask',
    body: JSON.stringify(asked),
  })
  return JSON.parse(text) as Answer
}

/** @throws Error with what was refused. */
export async function viewAt(
  served: Served,
  scenario: string,
  moves: string,
  go: 'stay' | 'decisive' | 'end' = 'stay',
): Promise<View> {
  const answer = await ask(served, { kind: 'at', scenario, design: [], moves, go })
  if (answer.kind === 'view') return answer.view
  throw new Error(JSON.stringify(answer))
}

export interface Listening {
  /** The first event of which `wanted` is true, of those to come and those that came. */
  readonly until: (wanted: (told: Told) => boolean) => Promise<Told>
  readonly leave: () => void
  /** Resolves when the server ends the stream. */
  readonly over: Promise<void>
}

export async function listen({ port, token }: Pick<Served, 'port' | 'token'>): Promise<Listening> {
  const heard: Told[] = []
  const waiting = new Set<() => void>()
  let over: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    over = resolve
  })
  const outgoing = request({ host: '127.0.0.1', port, path: `/api/events?token=${token}` })
  outgoing.on('error', () => over())
  outgoing.on('response', (response) => {
    let text = ''
    response.on('error', () => over())
    response.on('close', () => over())
    response.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      heard.push(...events.map((e) => JSON.parse(e.replace(/^data: /, '')) as Told))
      for (const look of waiting) look()
    })
  })
  outgoing.end()
  onTestFinished(() => {
    outgoing.destroy()
  })
  const until = async (wanted: (told: Told) => boolean): Promise<Told> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = heard.find(wanted)
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  return { until, leave: () => outgoing.destroy(), over: ended }
}
