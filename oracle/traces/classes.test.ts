import { expect, it } from 'vitest'
import { at } from '../../sim/assert.ts'
import { createModel } from '../../sim/model/model.ts'
import type { Model } from '../../sim/model/model.ts'
import { countClasses } from './classes.ts'
import { filesystem } from './filesystem.ts'
import { indexer } from './indexer.ts'
import { lastzero } from './lastzero.ts'
import { readers } from './readers.ts'

/** One delivery of a complete schedule: its channel, which is all that a replay needs. */
type Schedule = readonly number[]

interface World {
  readonly local: readonly number[]
  readonly channels: ReadonlyMap<number, readonly number[]>
}

function start({ initial, starts, actors, tables }: Model): World {
  const sends = starts.flatMap((t) => [...tables.sendsOf(t)])
  return { local: initial.slice(0, actors), channels: sent(new Map(), sends) }
}

function sent(channels: World['channels'], sends: ArrayLike<number>): World['channels'] {
  const after = new Map(channels)
  for (let i = 0; i < sends.length; i += 2) {
    after.set(at(sends, i), [...(after.get(at(sends, i)) ?? []), at(sends, i + 1)])
  }
  return after
}

function step({ tables, actors }: Model, world: World, channel: number): World | undefined {
  const [event, ...rest] = world.channels.get(channel) ?? []
  if (event === undefined) return undefined
  const receiver = channel % actors
  const t = tables.transition(at(world.local, receiver), event)
  const left = new Map(world.channels)
  if (rest.length === 0) left.delete(channel)
  else left.set(channel, rest)
  return {
    local: world.local.with(receiver, tables.nextOf(t)),
    channels: sent(left, tables.sendsOf(t)),
  }
}

const text = ({ local, channels }: World): string =>
  JSON.stringify([local, [...channels].toSorted(([a], [b]) => a - b)])

/** Every complete schedule. */
function schedules(model: Model, world = start(model), taken: Schedule = []): readonly Schedule[] {
  if (world.channels.size === 0) return [taken]
  return [...world.channels.keys()].flatMap((channel) => {
    const next = step(model, world, channel)
    return next === undefined ? [] : schedules(model, next, [...taken, channel])
  })
}

/** The schedules that exchanging one pair of neighbours leads to, where both orders do the same. */
function neighbours(model: Model, schedule: Schedule): readonly Schedule[] {
  let world = start(model)
  return schedule.flatMap((one, i) => {
    const here = world
    world = step(model, here, one) ?? here
    const other = schedule[i + 1]
    if (other === undefined || other === one) return []
    const first = step(model, here, other)
    const second = first && step(model, first, one)
    const forward = step(model, world, other)
    const same = second && forward && text(second) === text(forward)
    return same === true ? [schedule.with(i, other).with(i + 1, one)] : []
  })
}

/** Mazurkiewicz classes by their definition: what exchanges of neighbours connect. */
function classesByDefinition(model: Model): number {
  const open = new Map(schedules(model).map((s) => [s.join(), s]))
  let classes = 0
  for (const [first, schedule] of open) {
    classes++
    const reached = new Map([[first, schedule]])
    for (const [key, one] of reached) {
      open.delete(key)
      for (const other of neighbours(model, one)) reached.set(other.join(), other)
    }
  }
  return classes
}

it.each([readers(1), readers(2), readers(3), lastzero(2), filesystem(1, 4), indexer(1, 2)])(
  'canonical forms count what exchanges of neighbours connect: $system.name',
  ({ system, classes }) => {
    const model = createModel(system)
    expect(classesByDefinition(model)).toBe(classes)
    expect(countClasses(model)).toBe(classes)
  },
)
