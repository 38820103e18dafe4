/** Runs the built command as a user does, in a folder that is thrown away. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const bin = fileURLToPath(new URL('../../dist/sim/cli/main.js', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** `endio ...args` in `cwd`; the project's own folder unless told. */
export function endio(args: readonly string[], cwd = root, env: NodeJS.ProcessEnv = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...env },
    maxBuffer: 1 << 28,
    timeout: 100_000,
  })
  return { code: status, out: stdout, err: stderr }
}

/** A shell command line that begins with `npx endio`. */
export function shell(line: string, cwd = root): Ran {
  const command = line.replace(/^npx endio/, `'${process.execPath}' '${bin}'`)
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' })
  return { code: status, out: stdout, err: stderr }
}

/** Sends SIGINT `after` milliseconds from the first output: the command has then begun its work. */
export async function interrupted(
  args: readonly string[],
  after: number,
  cwd = root,
): Promise<Ran> {
  const child = spawn(process.execPath, [bin, ...args], { cwd })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGINT'), after))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out, err }
}

/** Sends SIGINT as soon as the standard output has `text`. */
export async function interruptedAt(text: string, args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: root })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const before = out.includes(text)
    out += chunk.toString()
    if (!before && out.includes(text)) child.kill('SIGINT')
  })
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out, err }
}

/** A folder with `files`, removed after the test. */
export function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'endio-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return path
}
