/**
 * `npm run bench:exhaustive`: the whole state space of the reference model, beside Spin on its
 * Promela twin and beside plain XState; as a Markdown table. Samples of the peers alternate and the
 * median is told. All must count the same states. `--quick` leaves the large models out; `--full`
 * adds those that take minutes each.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compile, missing } from '../oracle/promela/spin.ts'
import type { Pan } from '../oracle/promela/spin.ts'
import { invariant } from '../sim/assert.ts'
import { jobs } from './exhaustive-models.ts'
import type { Job } from './exhaustive-models.ts'
import type { Sample } from './exhaustive-sample.ts'
import { scheduleRates } from './exhaustive-schedules.ts'

interface Peer {
  readonly name: string
  /** `known`: states, if another peer has counted them before. */
  readonly sample: (known: number) => Sample
}

const quick = process.argv.includes('--quick')
const full = process.argv.includes('--full')
const absent = missing()
const script = fileURLToPath(new URL('exhaustive-sample.js', import.meta.url))

function inNode(name: string, peer: string, model: string): Peer {
  const sample = (): Sample => {
    const args = ['--max-old-space-size=8192', script, peer, model]
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${name} on ${model}: ${stderr}`)
    return JSON.parse(stdout) as Sample
  }
  return { name, sample }
}

/** Spin with a hash table that fits the states, which it would otherwise enlarge as it goes. */
function bySpin(name: string, pan: Pan): Peer {
  const sample = (known: number): Sample => {
    const width = Math.max(16, Math.ceil(Math.log2(known + 1)) + 1)
    const { seconds, ...run } = pan.run('-m100000', `-w${width}`)
    return { ...run, seconds, preparation: pan.seconds, resident: undefined }
  }
  return { name, sample }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
const heads = [
  'peer',
  'model',
  'states',
  'transitions',
  'seconds',
  'cpu seconds',
  'before, s',
  'states/s',
  'bytes/state',
  'RSS MiB',
  'time, x ours',
  'cpu, x ours',
]

const spinName = 'Spin, no reduction'
const spinReduced = 'Spin, partial-order reduction'

function measure({ twin, samples, small }: Job): void {
  const { system, file, defines } = twin
  const pans = absent === undefined ? [compile(file, defines), compile(file, defines, [])] : []
  const [whole, reduced] = pans
  const peers: readonly Peer[] = [
    inNode('endio, depth first', 'dfs', system.name),
    inNode('endio, breadth first', 'bfs', system.name),
    inNode('endio, depth first, two workers', 'parallel', system.name),
    ...(whole === undefined ? [] : [bySpin(spinName, whole)]),
    ...(reduced === undefined ? [] : [bySpin(spinReduced, reduced)]),
    ...(small && system.name.startsWith('extenders')
      ? [inNode('plain XState, JSON keys', 'snapshots', system.name)]
      : []),
  ]
  const measured = peers.map((): Sample[] => [])
  const rounds = quick ? Math.min(samples, 3) : samples
  for (let round = 0; round < rounds; round++) {
    peers.forEach((peer, i) => {
      const known = measured[0]?.[0]?.states ?? 0
      measured[i]?.push(peer.sample(known))
    })
  }
  for (const pan of pans) pan.remove()
  peers.forEach((peer, i) => {
    console.log(row(peer.name, system.name, measured[i] ?? [], measured[0] ?? []))
  })
}

function row(
  peer: string,
  model: string,
  samples: readonly Sample[],
  ours: readonly Sample[],
): string {
  const [first] = samples
  const reference = ours[0]
  invariant(first !== undefined && reference !== undefined, 'every peer is sampled')
  const { states, transitions, resident } = first
  const same = states === reference.states && transitions === reference.transitions
  invariant(peer === spinReduced || same, `${peer} on ${model}: ${states}, ${transitions}`)
  const seconds = median(samples.map((s) => s.seconds))
  return line([
    peer,
    model,
    states,
    transitions,
    seconds.toFixed(2),
    median(samples.map((s) => s.cpu)).toFixed(2),
    median(samples.map((s) => s.preparation)).toFixed(2),
    Math.round(states / seconds),
    Math.round(median(samples.map((s) => s.bytes)) / states),
    resident === undefined ? '' : Math.round(median(samples.map((s) => s.resident ?? 0)) / 2 ** 20),
    // Round by round, because neighbours in time share the same noise.
    ...(['seconds', 'cpu'] as const).map((figure) =>
      median(samples.map((s, i) => s[figure] / (ours[i]?.[figure] ?? NaN))).toFixed(2),
    ),
  ])
}

async function main(): Promise<void> {
  console.log(line(heads))
  console.log(line(heads.map(() => '---')))
  for (const job of jobs) if ((full || !job.huge) && !(quick && job.slow)) measure(job)
  console.log(`
Seconds are of the search: for endio without filling its tables, where XState is called, for Spin
without generating and compiling; both stand under "before". With two workers all of it is in the
seconds: starting them, and each filling its tables. Processor time is that of the whole
process. Bytes per state: of endio's arrays, of what Spin says
it used with its stack and tables, of the keys alone for plain XState. Ratios are medians of those of
one round; on a busy machine the one of processor time, which counts filling the tables, is steadier. ${os()}`)
  if (absent !== undefined) {
    console.log(`\nSKIPPED: Spin, as ${absent} is not found (apt-get install spin gcc).`)
  }
  console.log('\nNot compared here: Quint, TLC, rumur, Maude; there is no twin for them.\n')
  console.log(line(['schedules at random', 'endio runs/s', 'fast-check runs/s', 'x', 'failing']))
  console.log(line(['---', '---', '---', '---', '---']))
  for (const { twin } of jobs.filter(
    (j) => j.twin.file === 'extenders.pml' && !j.slow && !j.huge,
  )) {
    const rates = await scheduleRates(twin.system, quick ? 1_000 : 4_000)
    console.log(
      line([
        twin.system.name,
        Math.round(rates.ours),
        Math.round(rates.fastCheck),
        (rates.ours / rates.fastCheck).toFixed(0),
        `${(100 * rates.oursFailing).toFixed(1)} % and ${(100 * rates.fastCheckFailing).toFixed(1)} %`,
      ]),
    )
  }
}

const os = (): string => `Node ${process.version} on ${process.platform} ${process.arch}.`

await main()
