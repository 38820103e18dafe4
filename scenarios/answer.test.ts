/** Every command of ANSWER.md names scenarios that exist, and choices that they have. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { designs, loadScenario } from 'endio'
import type { Design } from 'endio'
import { describe, expect, it } from 'vitest'

const root = new URL('../', import.meta.url)
const page = readFileSync(new URL('ANSWER.md', import.meta.url), 'utf8')
const commands = [...page.matchAll(/^ {4}npx endio ((?:.*\\\n)*.*)$/gm)].map((m) =>
  (m[1] ?? '').replaceAll(/\\\n */g, '').trim(),
)

/** The words after each `--option`, several if it is given more than once. */
function options(command: string, name: string): readonly string[] {
  const given = command.matchAll(new RegExp(`--${name} ((?:(?!--)\\S+ ?)+)`, 'g'))
  return [...given].flatMap((m) => (m[1] ?? '').trim().split(/ +/))
}

/** A choice as it is written on the command line: 3k is 3072. */
function choice(text: string): string {
  const [, number, unit] = /^(\d+)([kM])$/.exec(text) ?? []
  if (number === undefined) return text
  return String(Number(number) * (unit === 'k' ? 1024 : 1024 * 1024))
}

function has(design: Design, [variant = '', text = '']: readonly string[]): boolean {
  return String(design[variant]) === choice(text)
}

/** All designs of each scenario that the command names. */
async function designsOf(command: string): Promise<readonly (readonly Design[])[]> {
  const paths = command.match(/\bscenarios\/\S+/g) ?? []
  const scenarios = await Promise.all(
    paths.map((path) => loadScenario(fileURLToPath(new URL(path, root)))),
  )
  return scenarios.map((scenario) => designs(scenario))
}

describe('the answer', () => {
  it('has commands, in lines that fit into a mail', () => {
    expect(commands.length).toBeGreaterThan(30)
    expect(page.split('\n').filter((line) => line.length > 72)).toEqual([])
  })

  it.each(commands)('%s', async (command) => {
    expect(command).toMatch(/^(check|matrix|solve) /)
    expect(command.match(/--(\w+)/g) ?? []).toEqual(
      (command.match(/--(?:variant|given|forbid|format)\b/g) ?? []).map(String),
    )
    const found = await designsOf(command)
    expect(found.length).toBeGreaterThan(0)
    const pairs = options(command, 'variant').map((pair) => pair.split('='))
    for (const all of found) {
      // The tool takes the first choice of every variant that is not named.
      const wanted = {
        ...all[0],
        ...Object.fromEntries(pairs.map(([k = '', v = '']) => [k, choice(v)])),
      }
      const texts = Object.entries(wanted).map(([k, v]) => [k, String(v)])
      expect(all.filter((design) => texts.every((pair) => has(design, pair)))).not.toEqual([])
    }
    const any = found.flat()
    const unknown = options(command, 'given').filter((v) => !any.some((design) => v in design))
    const lacking = options(command, 'forbid').filter(
      (pair) => !any.some((design) => has(design, pair.split('='))),
    )
    expect([...unknown, ...lacking]).toEqual([])
  })
})
