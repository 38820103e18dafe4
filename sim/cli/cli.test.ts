import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { counterFiles } from './counter.fixture.ts'
import { endio, folder, interrupted, interruptedAt, shell } from './endio.fixture.ts'

const counter = (): string => folder(counterFiles())

/** Four steps are too few for any run of it. */
function shortened(): string {
  const files = counterFiles()
  const yaml = files['scenario.yaml']?.replace(/^bound:.*$/m, 'bound: {steps: 4}') ?? ''
  return folder({ ...files, 'scenario.yaml': yaml })
}

/** The replay command of a report, as it stands there. */
function replayLine(report: string): string {
  const [, command] = /^Replay: +((?:.*\\\n)*.*)$/m.exec(report) ?? []
  return command ?? ''
}

describe('run', () => {
  it('shows the default schedule and exits 0 when it passes', () => {
    const { code, out, err } = endio(['run', counter()])
    expect(code).toBe(0)
    expect(err).toBe('')
    expect(out).toContain('PASSED: at rest after 8 steps')
  })

  it('exits 1 on a failing seed, with sentence, picture, schedule and replay in this order', () => {
    const { code, out } = endio(['run', counter(), '--seed', '1'])
    expect(code).toBe(1)
    const order = ['VIOLATED', 'Interleaving', 'Schedule:', 'Replay:'].map((w) => out.indexOf(w))
    expect(order.every((at) => at >= 0)).toBe(true)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  it('prints one JSON document, or a stream', () => {
    const cwd = counter()
    const document = JSON.parse(endio(['run', '.', '--seed', '1', '--json'], cwd).out)
    expect(document).toMatchObject({ schema: 'endio.run/1', verdict: { kind: 'violated' } })
    const lines = endio(['run', '.', '--seed', '1', '--ndjson'], cwd).out.trim().split('\n')
    const schemas = lines.map((l) => JSON.parse(l).schema)
    expect(schemas).toEqual([...Array(8).fill('endio.step/1'), 'endio.run/1'])
  })

  it('prints nothing under --quiet but says the verdict by its code', () => {
    expect(endio(['run', counter(), '--seed', '1', '--quiet'])).toEqual({
      code: 1,
      out: '',
      err: '',
    })
  })

  it('agrees with XState at every step under --self-check', () => {
    expect(endio(['run', counter(), '--seed', '1', '--self-check']).code).toBe(1)
  })
})

describe('schedules', () => {
  it('replay what was saved, byte for byte', () => {
    const cwd = counter()
    const first = endio(['run', '.', '--seed', '1', '--save', 's.json', '--json'], cwd)
    const again = endio(['run', '.', '--schedule', 's.json', '--json'], cwd)
    expect(JSON.parse(again.out).steps).toEqual(JSON.parse(first.out).steps)
    expect(again.err).toContain('aligned 8')
  })

  it('are never overwritten', () => {
    const cwd = counter()
    endio(['run', '.', '--save', 's.json'], cwd)
    const { code, err } = endio(['run', '.', '--save', 's.json'], cwd)
    expect(code).toBe(2)
    expect(err).toBe("error: 's.json' exists; give another name\n")
  })

  it('that fit no more give 125 to git bisect run, and fitting ones 0 and 1', () => {
    const cwd = counter()
    const git = (file: string): number | null =>
      endio(['run', '.', '--schedule', file, '--exit-style', 'git-bisect'], cwd).code
    endio(['run', '.', '--save', 'pass.json'], cwd)
    endio(['run', '.', '--seed', '1', '--save', 'fail.json'], cwd)
    expect([git('pass.json'), git('fail.json')]).toEqual([0, 1])
    const scenario = join(cwd, 'scenario.yaml')
    writeFileSync(
      scenario,
      readFileSync(scenario, 'utf8').replace('b: {machine: task}', 'c: {machine: task}'),
    )
    expect(git('pass.json')).toBe(125)
    expect(endio(['run', '.', '--nope', '--exit-style', 'git-bisect'], cwd).code).toBe(125)
  })

  it('that ask for an alternative which is not offered decide nothing', () => {
    const { code, err } = endio(['run', '.', '--deviate', 'a>counter:read takes 3'], counter())
    expect(code).toBe(3)
    expect(err).toContain('this model cannot obey "a>counter:read takes 3"')
  })

  it.each([
    ['missing.json', undefined, "cannot read the schedule 'missing.json'"],
    ['bad.json', '{', "bad.json: not JSON; a schedule is what 'endio run --save FILE' writes"],
    [
      'other.json',
      '{"endio": "schedule/9"}',
      'other.json: endio: Invalid input: expected "schedule/1"',
    ],
  ])('of another kind are refused: %s', (file, text, message) => {
    const cwd = counter()
    if (text !== undefined) writeFileSync(join(cwd, file), text)
    expect(endio(['run', '.', '--schedule', file], cwd)).toEqual({
      code: 2,
      out: '',
      err: `error: ${message}\n`,
    })
  })
})

describe('bisect', () => {
  it('prints the race, whose replay line prints the same bytes, and then what is known of it', () => {
    const cwd = counter()
    const { code, out } = endio(['bisect', '.', '--seed', '1'], cwd)
    expect(code).toBe(1)
    const again = shell(replayLine(out), cwd)
    expect(again).toMatchObject({ code: 1, err: '' })
    expect(out.slice(0, again.out.length)).toBe(again.out)
    expect(out.slice(again.out.length)).toMatch(/^Point of no return: step \d+, .*\n/)
  })

  it('says the same twice', () => {
    const cwd = counter()
    const args = ['bisect', '.', '--seed', '1', '--json']
    expect(endio(args, cwd).out).toBe(endio(args, cwd).out)
  })

  it('samples where it may not explore, and says so', () => {
    const { out } = endio(['bisect', '.', '--seed', '1', '--max-states', '5'], counter())
    expect(out).toContain('Point of no return, sampled, not exact')
  })

  it('samples where no state can be kept, and says why', () => {
    const files = counterFiles()
    const goals = Array.from(
      { length: 32 },
      (_, i) => `{name: e${i}, eventually: 'counter.n >= 0'}`,
    )
    const yaml = (files['scenario.yaml'] ?? '').replace(
      'properties: [',
      `properties: [${goals.join(', ')}, `,
    )
    const cwd = folder({ ...files, 'scenario.yaml': yaml })
    const { code, out } = endio(['bisect', '.', '--seed', '1'], cwd)
    expect(code).toBe(1)
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      "Point of no return, sampled, not exact: no state can be kept, more than 31 properties are 'eventually'.",
    )
    const swept = endio(['sweep', '.', '--seeds', '1..9'], cwd).out.replaceAll(/\s+/g, ' ')
    expect(swept).toContain("No truth beside them: more than 31 properties are 'eventually'.")
  })

  it('stops when it is interrupted, with what is known', async () => {
    const { code, out } = await interruptedAt('Replay:', [
      'bisect',
      'scenarios/eof-folio/aio-endio-outside-inode-lock',
      '--seed',
      '4',
    ])
    expect(code).toBe(130)
    expect(out).toContain('RACE: store-has-block')
    expect(out).not.toContain('nothing violated, all')
  })

  it('stays within 72 ASCII columns', () => {
    const { out } = endio(['bisect', '.', '--seed', '1'], counter())
    // oxlint-disable-next-line no-control-regex
    expect(out).toMatch(/^[\n\x20-\x7E]*$/)
    expect(Math.max(...out.split('\n').map((l) => l.length))).toBeLessThanOrEqual(72)
  })

  it('saves a schedule that run takes', () => {
    const cwd = counter()
    endio(['bisect', '.', '--seed', '1', '--save', 'race.json'], cwd)
    expect(endio(['run', '.', '--schedule', 'race.json'], cwd).code).toBe(1)
  })

  describe('of a good and a bad run', () => {
    const pair = (): string => {
      const cwd = counter()
      endio(['run', '.', '--save', 'good.json'], cwd)
      endio(['run', '.', '--seed', '1', '--save', 'bad.json'], cwd)
      return cwd
    }

    it('tells the difference that decides', () => {
      const { code, out } = endio(
        ['bisect', '.', '--good', 'good.json', '--bad', 'bad.json'],
        pair(),
      )
      expect(code).toBe(1)
      expect(out).toMatch(/The good and the bad run differ in [^:]*decides?:/)
      expect(out).toMatch(/: fails\n.*: passes\n/)
    })

    it('writes a log that run takes, as a whole and line by line', () => {
      const cwd = pair()
      const files = ['--good', 'good.json', '--bad', 'bad.json', '--log', 'log.ndjson']
      endio(['bisect', '.', ...files], cwd)
      expect(endio(['run', '.', '--schedule', 'log.ndjson', '-q'], cwd).code).toBe(1)
      const lines = readFileSync(join(cwd, 'log.ndjson'), 'utf8').trim().split('\n')
      const outcomes = lines.map((l) => JSON.parse(l).outcome)
      expect(new Set(outcomes)).toContain('good')
      const codes = lines.map((line) => {
        writeFileSync(join(cwd, 'line.json'), line)
        return endio(['run', '.', '--schedule', 'line.json', '-q'], cwd).code
      })
      expect(codes).toEqual(outcomes.map((o) => ({ good: 0, bad: 1, skip: 3 })[o as 'good']))
    })

    it('refuses what is no such pair', () => {
      const cwd = pair()
      const good = readFileSync(join(cwd, 'good.json'), 'utf8')
      const changed = (change: object): string => JSON.stringify({ ...JSON.parse(good), ...change })
      writeFileSync(join(cwd, 'other.json'), changed({ scenario: 'other' }))
      writeFileSync(join(cwd, 'design.json'), changed({ design: { lock: 'other' } }))
      const cases: readonly (readonly [string, string])[] = [
        ['--good good.json', 'good needs --bad, too'],
        ['--bad bad.json', 'bad needs --good, too'],
        ['--good good.json --bad good.json', 'There is nothing to bisect'],
        ['--good bad.json --bad bad.json', '--good: VIOLATED'],
        ['--good none.json --bad bad.json', "cannot read the schedule 'none.json'"],
        ['--good other.json --bad bad.json', 'they must be of one scenario'],
        ['--good design.json --bad bad.json', 'the good run has the design'],
        ['--good good.json --bad bad.json --seed 1', 'three ways; give one'],
        ['--seed 1 --log bad.json', "'bad.json' exists"],
        ['--seed 1 --max-states -1', "--max-states '-1' is not a positive whole number"],
      ]
      for (const [args, message] of cases) {
        const { code, out, err } = endio(['bisect', '.', ...args.split(' ')], cwd)
        expect([args, code, out]).toEqual([args, 2, ''])
        expect(err).toContain(message)
      }
    })
  })

  it('says what to do about a seed that passes', () => {
    const cwd = counter()
    const passing = ['1', '2', '3', '4', '5', '6', '7', '8'].find(
      (s) => endio(['run', '.', '--seed', s], cwd).code === 0,
    )
    const { code, err } = endio(['bisect', '.', '--seed', passing ?? ''], cwd)
    expect(code).toBe(2)
    expect(err).toContain("There is nothing to bisect; 'endio sweep .' finds failing seeds")
  })

  it('is inconclusive about a run that spent the bound, and names the search of all states', () => {
    const { code, out, err } = endio(['bisect', '.', '--seed', '1'], shortened())
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('INCONCLUSIVE: the bound of 4 steps was spent')
    expect(err).toMatch(/fair cycles are found by a search of all states: npx endio check \.$/m)
  })
})

describe('sweep', () => {
  it('counts the failing runs of each property and names the next command', () => {
    const { code, out } = endio(['sweep', '.', '--seeds', '1..100'], counter())
    expect(code).toBe(1)
    expect(out).toMatch(/VIOLATED in \d+ of 100 runs/)
    expect(out).toContain('Next: npx endio bisect . --seed 1')
  })

  it('prints what is known when it is interrupted, and exits 130', async () => {
    const { code, out } = await interrupted(
      ['sweep', '.', '--seeds', '1..999999999'],
      1_500,
      counter(),
    )
    expect(code).toBe(130)
    expect(out).toMatch(/VIOLATED in \d+ of \d+ runs/)
  })

  it('is vacuous when a sometimes is never reached', () => {
    const files = counterFiles()
    const yaml = `${files['scenario.yaml']?.replace(/^properties:.*$/m, '')}properties: [{name: never, sometimes: 'counter.n == 9'}]\n`
    const { code, out } = endio(
      ['sweep', '.', '--seeds', '1..50'],
      folder({ ...files, 'scenario.yaml': yaml }),
    )
    expect(code).toBe(3)
    expect(out).toContain('VACUOUS: no violation in 50 runs, but never reached: never.')
  })

  it('is inconclusive when the bound on steps is spent', () => {
    const { code, out } = endio(['sweep', '.', '--seeds', '1..50'], shortened())
    expect(code).toBe(3)
    expect(out).toMatch(/^ {2}Next: npx endio check \.$/m)
  })
})

describe('errors', () => {
  it.each([
    [['rnu', '.'], "error: unknown command 'rnu'\n(Did you mean run?)"],
    [['run', '.', '--sede', '7'], "error: unknown option '--sede'"],
    [['run', '.', '--seed', 'x'], "error: --seed 'x' is not a whole number; try --seed 4"],
    [['run', '.', '--strategy', 'magic', '--seed', '1'], "argument 'magic' is invalid"],
    [['run', '.', '--deviate', 'nonsense'], "error: --deviate: 'nonsense' is neither"],
    [['run', '.', '--seed', '1', '--deviate', 'a>b:c takes 1'], 'give one'],
    [['sweep', '.', '--seeds', '9..1'], "error: --seeds '9..1' is not of the form A..B"],
    [['run', '.', '--variant', 'x=y'], "there is no variant 'x'"],
    [['bisect', '.'], 'bisect needs a failing run'],
    [['run', 'nowhere'], 'nowhere'],
    [['list', 'nowhere'], "cannot read the folder 'nowhere'"],
    [['show', '.', '--machine', 'tsk'], "there is no machine 'tsk'"],
  ])('%j exits 2 with a message and no stack trace', (args, message) => {
    const { code, out, err } = endio(args, counter())
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toContain(message)
    expect(err).not.toMatch(/^ +at /m)
  })

  it('names machine, state and event of a machine that is not pure', () => {
    const files = counterFiles()
    const impure =
      files['counter.js']?.replace("'value', n: context.n", "'value', n: Math.random()") ?? ''
    const { code, err } = endio(['run', '.'], folder({ ...files, 'counter.js': impure }))
    expect(code).toBe(2)
    expect(err).toMatch(
      /error\[impure-machine\] actor counter \(machine counter\) in state .* on event read uses Math\.random\(\)/,
    )
  })
})

describe('help', () => {
  const verbs = ['run', 'sweep', 'check', 'bisect', 'validate', 'show', 'graph', 'export', 'list']
  it.each(verbs)('of %s ends with two examples that work', (verb) => {
    const { code, out } = endio([verb, '--help'])
    expect(code).toBe(0)
    const [, tail] = out.split('\nExamples:\n')
    const examples = (tail ?? '')
      .trim()
      .split('\n')
      .map((l) => l.trim())
    expect(examples).toHaveLength(2)
    for (const example of examples) expect([0, 1]).toContain(shell(example).code)
  })
})

describe('colour', () => {
  const mismatch = (env: NodeJS.ProcessEnv, ...args: string[]): string => {
    const files = counterFiles()
    const yaml = `${files['scenario.yaml']}expect: [{violates: nothing}]\n`
    const cwd = folder({ ...files, 'scenario.yaml': yaml })
    return endio(['sweep', '.', '--seeds', '1..50', ...args], cwd, env).out
  }
  it.each([
    [{}, [], false],
    [{ FORCE_COLOR: '1' }, [], true],
    [{}, ['--color', 'always'], true],
    [{ FORCE_COLOR: '1' }, ['--color', 'never'], false],
    [{ NO_COLOR: '1' }, [], false],
  ])('%j %j: %s', (env, args, coloured) => {
    const out = mismatch(env, ...args)
    expect(out).toContain('NOT AS EXPECTED')
    expect(out.includes('\u001B[')).toBe(coloured)
  })
})
