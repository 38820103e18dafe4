/**
 * A transition must be a function of (state, event). While machine code runs, every global that
 * could make it anything else is replaced by one that throws. The trap also remembers that it was
 * sprung, because machine code may catch what it throws.
 *
 * What this does not see: a variable of the module that a guard writes. For that the adapter calls
 * each transition twice when it fills a table entry, and `--self-check` calls it at every step.
 */

type Trap = readonly [owner: object, key: string, name: string]

const traps: readonly Trap[] = [
  [Math, 'random', 'Math.random()'],
  [globalThis, 'Date', 'the clock (Date)'],
  [Date, 'now', 'the clock (Date.now)'],
  [performance, 'now', 'the clock (performance.now)'],
  [process, 'hrtime', 'the clock (process.hrtime)'],
  [process.hrtime, 'bigint', 'the clock (process.hrtime)'],
  [crypto, 'randomUUID', 'crypto.randomUUID()'],
  [crypto, 'getRandomValues', 'crypto.getRandomValues()'],
  [globalThis, 'setTimeout', 'a timer (setTimeout)'],
  [globalThis, 'setInterval', 'a timer (setInterval)'],
  [globalThis, 'setImmediate', 'a timer (setImmediate)'],
  [globalThis, 'queueMicrotask', 'queueMicrotask()'],
  [globalThis, 'fetch', 'fetch()'],
]

class SprungTrap extends Error {}

/** What `guarded` saw: the value, or the name of the impurity. */
export type Guarded<T> =
  { readonly kind: 'pure'; readonly value: T } | { readonly kind: 'impure'; readonly uses: string }

/** Runs `code` with the traps set. Errors that `code` throws on its own pass through. */
export function guarded<T>(code: () => T): Guarded<T> {
  let uses: string | undefined
  const saved = traps.map(([owner, key]) => Object.getOwnPropertyDescriptor(owner, key))
  for (const [owner, key, name] of traps) {
    const spring = (): never => {
      uses ??= name
      throw new SprungTrap(name)
    }
    // A proxy of what was there: `Date.now` and `hrtime.bigint` must be reached through it.
    const original: unknown = Reflect.get(owner, key)
    if (typeof original !== 'function') continue
    const value = new Proxy(original, { apply: spring, construct: spring })
    Object.defineProperty(owner, key, { value, configurable: true, writable: true })
  }
  try {
    const value = code()
    return uses === undefined ? { kind: 'pure', value } : { kind: 'impure', uses }
  } catch (error) {
    if (uses !== undefined) return { kind: 'impure', uses }
    throw error
  } finally {
    traps.forEach(([owner, key], i) => {
      const descriptor = saved[i]
      if (descriptor === undefined) Reflect.deleteProperty(owner, key)
      else Object.defineProperty(owner, key, descriptor)
    })
  }
}
