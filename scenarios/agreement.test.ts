/**
 * The model against Linux 6.12.117, XFS, on which four of these races were reproduced: the designs
 * of that kernel, of the same kernel with one change, and of the controls. `lost` is what was seen;
 * the first choice of each variant is the design of 6.12.
 */
import { fileURLToPath } from 'node:url'
import { check, designs, loadScenario, study, violatedProperty } from 'endio'
import type { Design } from 'endio'
import { describe, expect, it } from 'vitest'

const h1 = 'isize/h1-buffered-write-rewinds-eof'
const h2 = 'isize/h2-completion-rewinds-eof'
const h3 = 'isize/h3-truncate-zeroes-acked-aio'
const h10 = 'isize/h10-appends-take-one-position'
const controls = 'isize/xfs-6-12-controls'

/** What some interleaving of the design with `choices`, and else first choices, violates. */
async function violated(name: string, choices: Design): Promise<readonly string[]> {
  const scenario = await loadScenario(fileURLToPath(new URL(name, import.meta.url)))
  const first = designs(scenario)[0] ?? {}
  expect(Object.keys(first)).toEqual(expect.arrayContaining(Object.keys(choices)))
  const wanted = { ...first, ...choices }
  const design = designs(scenario).find((d) =>
    Object.entries(wanted).every(([variant, choice]) => d[variant] === choice),
  )
  if (design === undefined) throw new Error(`${name} excludes ${JSON.stringify(choices)}`)
  const result = check(study(scenario, design))
  expect(result.complete).toBe(true)
  return [...new Set(result.failures.map((f) => violatedProperty(f.violation)))]
}

/** Choices that only some of the scenarios have. */
const sampled = { oldsize_sample: 'after-wait' }
const published = { isize_lock: 'i_flags_lock' }

describe('a rebuilt kernel', () => {
  it.each<[string, string, Design, readonly string[]]>([
    ['6.12', h1, {}, ['size-monotone']],
    ['6.12', h2, {}, ['size-monotone']],
    ['6.12', h3, {}, ['no-lost-acked-byte']],
    ['6.12, newsize 6k', h3, { new_size: 6144 }, ['no-lost-acked-byte']],
    ['6.12', h10, {}, ['append-disjoint']],
    // xfs_setattr_size() samples i_size after inode_dio_wait(). H1, H2 and H10 have no truncate, so
    // that they stay as in 6.12.
    ['size sampled after the wait', h3, sampled, []],
    ['size sampled after the wait, newsize 6k', h3, { ...sampled, new_size: 6144 }, []],
    // xfs_iomap_write_unwritten() publishes under i_flags_lock
    ['published under i_flags_lock', h1, published, ['size-monotone']],
    ['published under i_flags_lock', h2, published, []],
    ['published under i_flags_lock', h3, published, ['no-lost-acked-byte']],
    ['both', h1, published, ['size-monotone']],
    ['both', h2, published, []],
    ['both', h3, { ...sampled, ...published }, []],
  ])('%s: %s with %j violates %j', async (_, name, choices, lost) => {
    expect(await violated(name, choices)).toEqual(lost)
  })
})

describe('what kept the data', () => {
  it.each<[string, string, Design]>([
    ['truncate after the event, fallocate, buffered write past EOF', controls, {}],
    ['the same with both changes', controls, { ...sampled, ...published }],
    ['synchronous direct write in flight', h1, { async: false }],
    ['synchronous direct write in flight', h3, { async: false }],
    ['buffered write past EOF', h1, { buffered_pos: 12 * 1024 }],
    ['ext4: an extending AIO waits', h1, { extending_aio: 'sync' }],
    ['ext4: an extending AIO waits', h2, { extending_aio: 'sync' }],
    ['ext4: an extending AIO waits', h3, { extending_aio: 'sync' }],
    ['ext4: an extending AIO waits', h10, { extending_aio: 'sync' }],
  ])('%s: %s with %j violates nothing', async (_, name, choices) => {
    expect(await violated(name, choices)).toEqual([])
  })

  it('is lost in the controls by the fallocate of before commit 249bd9087a52', async () => {
    expect(await violated(controls, { drain: 'in-setattr' })).toEqual(['size-monotone'])
  })
})
