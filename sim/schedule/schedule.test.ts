/** What is written can be read again. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxOptions } from '../model/xstate.ts'
import { pack, unpack } from './decision.ts'
import { formatDelivery, parseDelivery, senderName, senderOf } from './delivery.ts'
import { formatDeviation, parseDeviations, scheduleSchema } from './schedule.ts'

const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/)
const type = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.:*>-]{0,12}$/)
const delivery = fc.record({ from: name, to: name, type, nth: fc.integer({ min: 1, max: 999 }) })
const text = delivery.map(formatDelivery)
const deviation = fc.oneof(
  fc.record({ kind: fc.constant('order' as const), first: text, second: text }),
  fc.record({
    kind: fc.constant('take' as const),
    deliver: text,
    alternative: fc.integer({ min: 1, max: 31 }),
  }),
)

describe('a schedule', () => {
  it('names deliveries so that they can be read back', () => {
    fc.assert(
      fc.property(delivery, (d) => {
        expect(parseDelivery(formatDelivery(d))).toEqual(d)
      }),
    )
  })

  it('tells the actor behind a timer', () => {
    const names = [undefined, 0, 1, 12].map((timer) => senderName('w.0', timer))
    expect(names).toEqual(['w.0', 'w.0~', 'w.0~1', 'w.0~12'])
    expect(names.map((from) => senderOf({ from }))).toEqual(['w.0', 'w.0', 'w.0', 'w.0'])
  })

  it('shows no type that would write to a terminal, or turn the order of reading', () => {
    const odd = { from: 'a', to: 'b', type: '\u{1B}[2J\0\u{202E}x # %', nth: 1 }
    expect(formatDelivery(odd)).toBe('a>b:%1B[2J%00%E2%80%AEx%20%23%20%25')
    expect(parseDelivery(formatDelivery(odd))).toEqual(odd)
  })

  it('writes deviations so that they can be read back', () => {
    fc.assert(
      fc.property(deviation, (d) => {
        expect(parseDeviations([formatDeviation(d)])).toEqual([d])
      }),
    )
  })

  it('packs decisions so that they can be unpacked', () => {
    const option = fc.nat(maxOptions - 1)
    fc.assert(
      fc.property(fc.nat(2 ** 21 - 1), option, option, (channel, timer, alternative) => {
        const packed = pack(channel, timer, alternative)
        expect(packed).toBeGreaterThanOrEqual(0)
        expect(packed | 0).toBe(packed)
        expect(unpack(packed)).toEqual({ channel, timer, alternative })
      }),
    )
  })

  it.each(['', 'a', 'a>b', 'a>b:', '>b:X', 'a b>c:X', 'a>b:X#', 'a>b:X#y', 'a>b:X Y'])(
    'refuses the delivery "%s"',
    (bad) => expect(parseDelivery(bad)).toBeUndefined(),
  )

  it.each([
    'a>b:X before',
    'a>b:X before c',
    'a>b:X after a>b:Y',
    'a>b:X takes 0',
    'a>b:X takes one',
    'a>b:X before a>b:Y now',
  ])('refuses the deviation "%s"', (bad) =>
    expect(() => parseDeviations([bad])).toThrow(RangeError),
  )

  it('is checked on the way in', () => {
    const head = { endio: 'schedule/1', scenario: 's', hash: 'h', design: { lock: true } }
    const steps = [{ deliver: 'a>b:X' }, { deliver: 'a>b:X#2', take: 1 }]
    const good = { ...head, decisions: { kind: 'steps', steps } }
    expect(scheduleSchema.parse(good)).toEqual(good)
    const bad = [
      { ...good, endio: 'schedule/2' },
      { ...good, more: 1 },
      { ...good, decisions: { kind: 'steps', steps: [{ deliver: 'a' }] } },
      { ...good, decisions: { kind: 'steps', steps: [{ deliver: 'a>b:X', take: -1 }] } },
    ]
    expect(bad.map((b) => scheduleSchema.safeParse(b).success)).toEqual(bad.map(() => false))
  })
})
