/** What the explorer's thread does, without a thread; and what the server tells it of a page. */
import { expect, it } from 'vitest'
import type { Told } from '../../serve/protocol.ts'
import { counterFiles } from '../counter.fixture.ts'
import { folder } from '../endio.fixture.ts'
import { Explorer } from './explorer.ts'
import { listen } from './served.fixture.ts'
import { ExplorerServer } from './server.ts'

it('stops a sweep without end when its page has gone, and only this one', async () => {
  const told: (Told & { readonly stream?: string })[] = []
  const states = (stream: string): readonly string[] =>
    told.flatMap((t) => (t.kind === 'progress' && t.stream === stream ? [t.job.state] : []))
  let wake: () => void = () => undefined
  const explorer = new Explorer({
    paths: [folder(counterFiles())],
    maxStates: 1_000,
    tell: (one, stream) => {
      told.push({ ...one, ...(stream !== undefined && { stream }) })
      wake()
    },
  })
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const list = await explorer.answer({ kind: 'list' })
  const scenario = list.kind === 'list' ? (list.scenarios[0]?.id ?? '') : ''
  for (const stream of ['leaves', 'stays']) {
    const job = { kind: 'sweep', first: 1, last: 1e15 } as const
    await explorer.answer({ kind: 'start', scenario, design: [], stream, job })
  }
  await until(() => states('leaves').length > 1 && states('stays').length > 1)
  await explorer.answer({ kind: 'stop', stream: 'leaves' })
  await until(() => states('leaves').includes('stopped'))
  const [left, before] = [states('leaves').length, states('stays').length]
  await until(() => states('stays').length > before + 2)
  expect(states('leaves')).toHaveLength(left)
  await explorer.answer({ kind: 'stop', stream: 'stays' })
  await until(() => states('stays').includes('stopped'))
})

it('is told of each page that has gone', async () => {
  let gone: (stream: string) => void = () => undefined
  const left = new Promise<string>((resolve) => {
    gone = resolve
  })
  const server = new ExplorerServer({
    port: 0,
    token: 'token',
    page: { html: '', policy: "default-src 'none'" },
    ask: async () => ({ kind: 'done' }),
    gone: (stream) => gone(stream),
  })
  const port = await server.listen()
  const page = await listen({ port, token: 'token' })
  const hello = await page.until((t) => t.kind === 'hello')
  page.leave()
  expect(await left).toBe(hello.kind === 'hello' ? hello.stream : '')
  await server.close()
})
