/** The built server, asked over real HTTP. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { counterFiles } from '../counter.fixture.ts'
import { endio, folder } from '../endio.fixture.ts'
import { ask, listen, send, serve, viewAt } from './served.fixture.ts'

const files = counterFiles()
const counter = (): string => folder(files)

describe('endio serve', () => {
  it('answers only who has the token, names this host and comes from this origin', async () => {
    const served = await serve([counter()])
    const { port, token } = served
    const good = { 'x-endio-token': token }
    const status = async (path: string, headers: Record<string, string>): Promise<number> =>
      (await send(served, { path, headers })).status
    expect(await status('/', good)).toBe(200)
    expect(await status(`/?token=${token}`, {})).toBe(200)
    expect(await status('/', { ...good, host: `localhost:${port}` })).toBe(200)
    expect(await status('/', { ...good, origin: `http://127.0.0.1:${port}` })).toBe(200)
    const refused: readonly Record<string, string>[] = [
      {},
      { 'x-endio-token': '' },
      { 'x-endio-token': `${token}x` },
      { 'x-endio-token': token.slice(1) },
      { ...good, host: `evil.example:${port}` },
      { ...good, host: '127.0.0.1' },
      { ...good, host: `127.0.0.1:${port}.evil.example` },
      { ...good, origin: 'https://evil.example' },
      { ...good, origin: 'null' },
      { ...good, origin: `http://localhost:${port}` },
      { ...good, 'sec-fetch-site': 'cross-site' },
      { ...good, 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of refused) {
      const got = [await status('/', headers), await status('/api/events', headers)]
      expect({ headers, got }).toEqual({ headers, got: [403, 403] })
    }
  })

  it('listens on the loopback address, and tells every page its policy', async () => {
    const served = await serve([counter()])
    expect(served.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{22}$/)
    const { headers, text } = await send(served)
    const policy = headers['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(text).not.toContain(served.token)
  })

  it('has one page, and no way to a file by its path', async () => {
    const served = await serve([counter()])
    const paths = [
      '/scenario.yaml',
      '/../../../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '//etc/passwd',
      '/api',
      '/api/ask/',
      '/__proto__',
      '/constructor',
    ]
    for (const path of paths) {
      const { status } = await send(served, { path })
      expect({ path, status }).toEqual({ path, status: 404 })
    }
    expect((await send(served, { path: '/api/ask' })).status).toBe(405)
    expect((await send(served, { method: 'POST' })).status).toBe(405)
    expect((await send(served, { method: 'OPTIONS', path: '/api/ask' })).status).toBe(405)
    expect((await send(served, { method: 'DELETE' })).status).toBe(405)
  })

  it('reads the scenarios that it was given and no other', async () => {
    const [given, secret] = [counter(), counter()]
    const linked = join(given, 'linked')
    mkdirSync(linked)
    symlinkSync(join(secret, 'scenario.yaml'), join(linked, 'scenario.yaml'))
    symlinkSync(secret, join(given, 'folder'))
    const served = await serve([given])
    const list = await ask(served, { kind: 'list' })
    expect(list).toMatchObject({ kind: 'list', scenarios: [{ id: given, name: 'lost-update' }] })
    for (const scenario of [
      secret,
      linked,
      join(given, 'folder'),
      `${given}/../x`,
      '/etc/passwd',
    ]) {
      const answer = await ask(served, { kind: 'open', scenario, design: [] })
      const lines = ['error: this server was not given such a scenario']
      expect({ scenario, answer }).toEqual({ scenario, answer: { kind: 'refused', lines } })
    }
  })

  it('refuses what is too long, and what is no request', async () => {
    const served = await serve([counter()])
    const post = async (body: string): Promise<number> =>
      (await send(served, { method: 'POST', path: '/api/ask', body })).status
    expect(await post('x'.repeat((1 << 20) + 1)).catch(() => 413)).toBe(413)
    for (const body of ['', '{', '[]', '{"kind":"rm"}', '{"kind":"list","more":1}', 'null']) {
      expect({ body, status: await post(body) }).toEqual({ body, status: 400 })
    }
    expect(await post('{"kind":"list"}')).toBe(200)
  })

  it('goes to a position and says what may come next', async () => {
    const path = counter()
    const served = await serve([path])
    const events = await listen(served)
    await ask(served, { kind: 'open', scenario: path, design: [] })
    await events.until((t) => t.kind === 'explored' && t.done)
    const start = await viewAt(served, path, '')
    expect(start.offers.map((o) => [o.deliver, o.usual, o.call])).toEqual([
      ['a>counter:read', true, 'read(counter, 0) = 0'],
      ['b>counter:read', false, 'read(counter, 0) = 0'],
    ])
    expect(start.prospect).toMatchObject({
      kind: 'explored',
      passes: true,
      failures: ['both-count'],
    })
    const racing = await viewAt(served, path, '1 b>counter:read')
    expect(racing.prospect).toMatchObject({ passes: false, failures: ['both-count'] })
    const end = await viewAt(served, path, racing.names, 'end')
    expect(end.offers).toEqual([])
    expect(end.run.ending).toMatchObject({ kind: 'violated', property: 'both-count' })
    const next = await viewAt(served, path, '', 'decisive')
    expect(next.moves).toBe('1')
    expect(
      await ask(served, { kind: 'at', scenario: path, design: [], moves: '?', go: 'stay' }),
    ).toEqual({ kind: 'refused', lines: ['error: this is no position'] })
  })

  it('saves a schedule that endio run takes', async () => {
    const path = counter()
    const served = await serve([path])
    const { schedule } = await viewAt(served, path, '1 b>counter:read', 'end')
    const file = join(path, 'schedule.json')
    writeFileSync(file, schedule)
    const { code, out } = endio(['run', path, '--schedule', file])
    expect(code).toBe(1)
    expect(out).toContain('both-count')
  })

  it('tells of a sweep and of a search while they run, with a run for what they found', async () => {
    const path = counter()
    const served = await serve([path])
    const events = await listen(served)
    const hello = await events.until((t) => t.kind === 'hello')
    const stream = hello.kind === 'hello' ? hello.stream : ''
    const jobs = [{ kind: 'sweep', first: 1, last: 200 }, { kind: 'check' }] as const
    for (const job of jobs) {
      const place = { scenario: path, design: [] }
      expect(await ask(served, { kind: 'start', ...place, stream, job })).toEqual({ kind: 'done' })
      const told = await events.until(
        (t) => t.kind === 'progress' && t.job.kind === job.kind && t.job.state === 'done',
      )
      const found = told.kind === 'progress' ? told.job.found : []
      expect(found.map((f) => f.property)).toContain('both-count')
      const { run } = await viewAt(served, path, found[0]?.moves ?? '')
      expect(run.ending.kind).toBe('violated')
    }
  })

  it('keeps the position when a machine is edited, as far as it goes', async () => {
    const path = counter()
    const served = await serve([path])
    const events = await listen(served)
    const before = await viewAt(served, path, '1 b>counter:read 1')
    expect(before.run.steps).toHaveLength(3)
    const module = files['counter.js'] ?? ''
    writeFileSync(
      join(path, 'counter.js'),
      module.replaceAll("'write'", "'store'").replace('write:', 'store:'),
    )
    await events.until((t) => t.kind === 'changed')
    const kept = await viewAt(served, path, `${before.names} b>counter:write`)
    expect(kept.stopped).toBe('b>counter:write')
    expect(kept.run.steps).toHaveLength(3)
    expect(kept.offers.map((o) => o.deliver)).toContain('b>counter:store')
  })

  it('says what is wrong with a scenario, and goes on when it is put right', async () => {
    const path = folder({ ...files, 'scenario.yaml': 'endio: 1\n' })
    const served = await serve([path])
    const events = await listen(served)
    const bad = await ask(served, { kind: 'open', scenario: path, design: [] })
    expect(bad.kind).toBe('refused')
    expect(JSON.stringify(bad)).toContain('scenario.yaml:1:1: error[missing-key]')
    expect(JSON.stringify(bad)).not.toContain('    at ')
    writeFileSync(join(path, 'scenario.yaml'), files['scenario.yaml'] ?? '')
    await events.until((t) => t.kind === 'changed')
    expect((await ask(served, { kind: 'open', scenario: path, design: [] })).kind).toBe('opened')
  })

  it('outlives a machine module that ends the process', async () => {
    const path = folder({ ...files, 'counter.js': 'process.exit(7)\n' })
    const served = await serve([path])
    const events = await listen(served)
    const dead = await ask(served, { kind: 'open', scenario: path, design: [] })
    expect(dead).toMatchObject({
      kind: 'refused',
      lines: [expect.stringContaining('does a machine module end the process')],
    })
    // Pages that were not waiting for an answer may wait for a job.
    await events.until((t) => t.kind === 'failed' && t.why.includes('end the process'))
    writeFileSync(join(path, 'counter.js'), files['counter.js'] ?? '')
    await events.until((t) => t.kind === 'changed')
    expect((await ask(served, { kind: 'open', scenario: path, design: [] })).kind).toBe('opened')
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('closes on %s with a stream open', async (signal) => {
    const served = await serve([counter()])
    const events = await listen(served)
    await events.until((t) => t.kind === 'hello')
    served.child.kill(signal)
    expect(await served.ended).toBe(0)
    await events.over
    await expect(send(served)).rejects.toThrow('ECONNREFUSED')
  })

  it.each([
    [['nowhere'], "there is no 'nowhere'"],
    [['sim/html'], 'no scenario.yaml below'],
    [['scenarios/isize', '--port', '99999'], "--port '99999' is not a port"],
    [['scenarios/isize', '--max-states', 'x'], "--max-states 'x'"],
  ])('refuses %j', (args, words) => {
    const { code, err } = endio(['serve', ...args])
    expect(code).toBe(2)
    expect(err).toContain(words)
  })

  it('says when the port is taken', async () => {
    const { port } = await serve([counter()])
    const { code, err } = endio(['serve', 'scenarios/isize', '--port', String(port)])
    expect(code).toBe(2)
    expect(err).toContain('try --port 0')
  })
})
