import { describe, expect, it } from 'vitest'
import { formatStrategy, parseStrategy, strategyNames, strategyPattern } from './strategy-name.ts'

describe('the name of a strategy', () => {
  it.each([
    ['uniform', { name: 'uniform' }],
    ['pct', { name: 'pct', depth: 3 }],
    ['pct:2', { name: 'pct', depth: 2 }],
    ['pctcp:2:120', { name: 'pctcp', depth: 2, length: 120 }],
    ['delay-bounded', { name: 'delay-bounded', bound: 2 }],
    ['delay-bounded:0', { name: 'delay-bounded', bound: 0 }],
    ['delay-bounded:1:60', { name: 'delay-bounded', bound: 1, length: 60 }],
    ['preemption-bounded:3', { name: 'preemption-bounded', bound: 3 }],
    [
      'portfolio:pos+pct:2',
      { name: 'portfolio', members: [{ name: 'pos' }, { name: 'pct', depth: 2 }] },
    ],
  ])('%s has its parameters', (text, spec) => {
    expect(parseStrategy(text)).toEqual({ ok: true, spec })
  })

  it('is read back from what formatStrategy writes', () => {
    for (const name of strategyNames) {
      const parsed = parseStrategy(name)
      expect(parsed.ok && parseStrategy(formatStrategy(parsed.spec))).toEqual(parsed)
    }
  })

  it.each([
    ['pcct', "there is no strategy 'pcct'", "did you mean 'pct'?"],
    ['', "there is no strategy ''", 'there are uniform, pct,'],
    ['uniform:1', "'uniform:1' is no strategy", "'uniform' takes no parameter"],
    ['pct:0', "'pct:0' is no strategy", "a depth of 1 to 9, such as 'pct:3'"],
    ['pct:3:', "'pct:3:' is no strategy", 'pct:DEPTH:LENGTH'],
    ['pct:3:0', "'pct:3:0' is no strategy", 'pct:DEPTH:LENGTH'],
    ['delay-bounded:x', "'delay-bounded:x' is no strategy", 'a bound of 0 to 9'],
    ['preemption-bounded:1:9', 'is no strategy', 'preemption-bounded:BOUND'],
    ['portfolio:', 'in the portfolio', "there is no strategy ''"],
    ['portfolio:pos+portfolio', 'a portfolio holds no other', 'portfolio'],
  ])('%s is refused with a reason', (text, what, next) => {
    const parsed = parseStrategy(text)
    const message = parsed.ok ? 'accepted' : parsed.message
    expect(message).toContain(what)
    expect(message).toContain(next)
    expect(strategyPattern.test(text)).toBe(false)
  })

  it('is accepted by the pattern exactly where it is read', () => {
    const parts = ['uniform', 'pct', 'portfolio', 'delay-bounded', ':', '+', '2', '0', 'x', '40']
    const texts = parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => `${a}${b}${c}`)))
    for (const text of texts)
      expect([text, strategyPattern.test(text)]).toEqual([text, parseStrategy(text).ok])
  })
})
