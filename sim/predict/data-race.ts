/**
 * Races of one run: accesses to one variable by different tasks, one of them a write, that
 * happens-before leaves unordered. As in KCSAN, two marked accesses are no race by themselves; they
 * are one where both write, or where one reads the value that it then stores by, because the
 * other's update is lost whichever way it goes (what ASSERT_EXCLUSIVE_WRITER is for).
 */
import { StartError } from '../model/model.ts'
import { placeKey } from './action.ts'
import type { Action } from './action.ts'
import type { Race, Side } from './finding.ts'
import type { Order } from './happens-before.ts'

interface Noted extends Side {
  readonly variable: string
  /** The variable without the object and the position: what a key names. */
  readonly name: string
  /** Of a read: the same task's next access to the variable, if it is a write. */
  store?: Action
}

/** The races of a run, once each by variable and the two places. */
export function races(actions: readonly Action[], order: Order): readonly Race[] {
  const byVariable = new Map<string, Noted[]>()
  for (const noted of actions.flatMap(accessesOf)) {
    const all = byVariable.get(noted.variable) ?? []
    byVariable.set(noted.variable, all)
    const last = all.findLast((n) => n.action.actor === noted.action.actor)
    if (noted.access === 'write' && last?.access === 'read') last.store = noted.action
    all.push(noted)
  }
  const found = new Map<string, Race>()
  for (const all of byVariable.values()) {
    for (const [i, second] of all.entries()) {
      for (const first of all.slice(0, i)) {
        const kind = kindOf(first, second)
        if (kind === undefined || order.before(first.action, second.action)) continue
        const race = raceOf(kind, first, second)
        const known = found.get(race.key)
        if (known === undefined || (!writes(known) && writes(race))) found.set(race.key, race)
      }
    }
  }
  return [...found.values()]
}

/** @throws StartError when what a module declares of its accesses throws. */
function accessesOf(action: Action): readonly Noted[] {
  const { step, object } = action
  const accesses = object?.sync?.accesses
  if (object === undefined || accesses === undefined) return []
  const { event, before } = step
  try {
    return accesses({ event, context: before.context }).flatMap(
      ({ variable, at, access, marked = false }) =>
        (at?.map((position) => `${variable}[${position}]`) ?? [variable]).map((part) => ({
          ...{ action, access, marked, name: variable },
          variable: `${object.id}.${part}`,
        })),
    )
  } catch (error) {
    throw new StartError(`'accesses' of ${object.machineName ?? object.id}: ${String(error)}`)
  }
}

function kindOf(first: Noted, second: Noted): Race['kind'] | undefined {
  if (first.action.actor === second.action.actor) return undefined
  if (first.access === 'read' && second.access === 'read') return undefined
  if (!first.marked || !second.marked) return 'data-race'
  const bothWrite = first.access === second.access
  return bothWrite || first.store || second.store ? 'lost-update' : undefined
}

function writes({ first, second }: Race): boolean {
  return first.access === 'write' && second.access === 'write'
}

/** Read and store of a lost update are one mistake, so its key names the store. */
function raceOf(kind: Race['kind'], first: Noted, second: Noted): Race {
  const actionOf = ({ action, store = action }: Noted): Action =>
    kind === 'lost-update' ? store : action
  const places = [first, second].map((noted) => placeKey(actionOf(noted))).toSorted()
  const machine = first.action.object?.machineName ?? first.action.object?.id
  return {
    kind,
    key: `${kind} ${machine}.${first.name}: ${places.join(' / ')}`,
    variable: first.variable,
    first,
    second,
  }
}
