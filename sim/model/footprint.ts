/**
 * What a predicate looks at in the snapshots of one actor, learned by watching it look: fields of
 * the context, `matches`, tags, and the like. Two local states that agree on everything ever looked
 * at are the same to the predicate.
 */
import type { AnyMachineSnapshot } from 'xstate'

/** One thing looked at: its name, and how to look at it again in another state. */
type Look = (snapshot: AnyMachineSnapshot) => unknown

/** Parts of a snapshot that are plain data; whoever reads another part sees all of the state. */
const plain = ['value', 'status', 'output'] as const

export class Footprint {
  /** Grows when something new is looked at: what was concluded before may be wrong. */
  version = 0
  private readonly looks = new Map<string, Look>()

  /** A stand-in for `snapshot` that remembers what is looked at. */
  watch(snapshot: AnyMachineSnapshot): AnyMachineSnapshot {
    return new Proxy(snapshot, {
      get: (target, key): unknown => {
        if (key === 'context') return this.watchContext(target.context)
        if (key === 'matches') {
          return (value: string): boolean =>
            this.look(`matches ${JSON.stringify(value)}`, target, (s) => s.matches(value))
        }
        if (key === 'hasTag') {
          return (tag: string): boolean => this.look(`tag ${tag}`, target, (s) => s.hasTag(tag))
        }
        const part = plain.find((p) => p === key)
        if (part !== undefined) return this.look(part, target, (s): unknown => s[part])
        return this.look('everything', target, (s): unknown => Reflect.get(s, key), everything)
      },
    })
  }

  /** Everything looked at so far, as it is in `snapshot`; `write` makes a value comparable. */
  of(snapshot: AnyMachineSnapshot, write: (value: unknown) => string): string {
    return [...this.looks.values()].map((look) => write(look(snapshot))).join('\n')
  }

  private watchContext(context: object): object {
    return new Proxy(context, {
      get: (target, key): unknown => {
        if (typeof key === 'string') this.note(`context.${key}`, (s) => fieldOf(s, key))
        return Reflect.get(target, key)
      },
      has: (target, key) => {
        this.note('context', (s): unknown => s.context)
        return Reflect.has(target, key)
      },
      ownKeys: (target) => {
        this.note('context', (s): unknown => s.context)
        return Reflect.ownKeys(target)
      },
    })
  }

  private look<T>(
    name: string,
    snapshot: AnyMachineSnapshot,
    look: (snapshot: AnyMachineSnapshot) => T,
    remembered: Look = look,
  ): T {
    this.note(name, remembered)
    return look(snapshot)
  }

  private note(name: string, look: Look): void {
    if (this.looks.has(name)) return
    this.looks.set(name, look)
    this.version++
  }
}

function everything({ value, context, status, output }: AnyMachineSnapshot): unknown {
  return { value, context, status, output }
}

function fieldOf({ context }: AnyMachineSnapshot, key: string): unknown {
  return Reflect.get(Object(context), key)
}
