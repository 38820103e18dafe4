/**
 * A design as a model for Spin, Holzmann 1997: the same states, and an assertion that fails exactly
 * where a property is violated. A step is one `d_step`, so Spin's states are ours.
 *
 * Representation: `sN` is the local state of an actor or monitor; `cN_0`, `cN_1`, … are the messages in
 * a channel, its head first, 0 where there is none. They stand for a `chan`, which Promela cannot make
 * with messages in it: filling it would be a state more. `failed` follows from the rest of the state.
 */
import { at } from '../assert.ts'
import { commentText } from './plain.ts'
import type { Deciding, Channel, Row, Rule, Rules } from './rules.ts'

export function promelaText(rules: Rules): string {
  const { slots, channels, faults, eventually } = rules
  return [
    ...header(rules),
    ...slots.map(({ name, initial, states }, i) =>
      declared(holding(states.length), `s${i}`, initial, `${name}: ${new Set(states).size} states`),
    ),
    ...channels.flatMap((channel, c) => [
      `/* ${commentText(`${channel.from} to ${channel.to}: ${channel.messages.map((m, i) => `${i + 1} ${m}`).join(', ')}`)} */`,
      ...Array.from(
        { length: channel.capacity },
        (_, i) => `${holding(channel.messages.length)} c${c}_${i} = ${channel.initial[i] ?? 0};`,
      ),
    ]),
    `${faults < 256 ? 'byte' : 'short'} faults = ${faults};`,
    ...eventually.map((e, i) => declared('bit', `g${i}`, meets(rules, e) ? 1 : 0, e.property)),
    `byte failed = ${startsWrong(rules) ? 1 : 0};`,
    '',
    ...channels.flatMap(sendMacro),
    ...verdict(rules),
    '',
    'active proctype deliver() {',
    'end:',
    '  do',
    ...rules.rules.flatMap((rule) => ruleLines(rule, channels)),
    ...(startsWrong(rules) ? ['  :: d_step { failed != 0 -> assert(false) }'] : []),
    '  od',
    '}',
    '',
  ].join('\n')
}

function header({ name, states }: Rules): readonly string[] {
  return [
    '/*',
    ` * ${commentText(name)}: written by endio export, ${states} states.`,
    ' *',
    ' *   spin -a FILE && gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -c0 -m1000000',
    ' *',
    " * 'errors: 0' is endio's 'holds'. Not part of it are the bound on steps, and",
    ' * runs without end that never do what they eventually should.',
    ' */',
  ]
}

/** Spin cuts numbers to their type without a word. */
function holding(max: number): string {
  return max < 2 ** 15 ? 'short' : 'int'
}

function declared(type: string, name: string, value: number, words: string): string {
  return `${type} ${name} = ${value}; /* ${commentText(words)} */`
}

/** Puts a message behind those that wait. */
function sendMacro({ capacity }: Channel, c: number): readonly string[] {
  if (capacity === 1) return [`inline send${c}(message) { c${c}_0 = message }`]
  const places = Array.from({ length: capacity }, (_, i) => {
    const before = i === 0 ? '' : ` && c${c}_${i - 1} != 0`
    return `:: c${c}_${i} == 0${before} -> c${c}_${i} = message`
  })
  return [`inline send${c}(message) { if ${places.join(' ')} fi }`]
}

/** Whether the state just reached is wrong: at once, or because nothing is left to deliver. */
function verdict({ always, atRest, eventually, channels }: Rules): readonly string[] {
  const empty = channels.map((_, c) => `c${c}_0 == 0`).join(' && ') || 'true'
  const rest = [...atRest.flatMap(combinations), ...eventually.map((_, i) => `g${i} == 0`)]
  return [
    'inline judge() {',
    ...eventually.flatMap((e, i) => [
      '  if',
      ...combinations(e).map((line) => `  :: g${i} == 0 && ${line} -> g${i} = 1`),
      '  :: else',
      '  fi;',
    ]),
    '  if',
    ...always.flatMap(combinations).map((line) => `  :: ${line} -> failed = 1`),
    ...(rest.length === 0
      ? []
      : [
          `  :: ${empty} ->`,
          '    if',
          ...rest.map((line) => `    :: ${line} -> failed = 1`),
          '    :: else',
          '    fi',
        ]),
    '  :: else',
    '  fi;',
    '  assert(failed == 0)',
    '}',
  ]
}

function combinations({ slots, combinations: all }: Deciding): readonly string[] {
  return all.map((numbers) => {
    const parts = slots.map((slot, i) => `s${slot} == ${at(numbers, i)}`)
    return parts.length === 0 ? 'true' : parts.join(' && ')
  })
}

/** A monitor that is violated by the step is asked before anything moves: such a step leads nowhere. */
function ruleLines(rule: Rule, channels: readonly Channel[]): readonly string[] {
  const { channel, message, label, isFault, slot, rows, observers } = rule
  const fault = isFault ? ' && faults > 0' : ''
  const took = [...taken(channel, at(channels, channel).capacity), ...(isFault ? ['faults--'] : [])]
  const wrong = observers.flatMap(({ slot: m, rows }) =>
    rows.flatMap((row) => (row.next === undefined ? [`s${m} == ${row.state}`] : [])),
  )
  const unless = wrong.length === 0 ? '' : ` && !(${wrong.join(' || ')})`
  return [
    `  :: d_step { failed == 0 && c${channel}_0 == ${message}${fault} -> /* ${commentText(label)} */`,
    '    if',
    ...(wrong.length === 0 ? [] : [`    :: ${wrong.join(' || ')} -> assert(false)`]),
    ...rows.map((row) => {
      const body = rowBody(slot, row, took, observers)
      return `    :: s${slot} == ${row.state}${unless} -> ${body}`
    }),
    '    fi }',
  ]
}

/** The head leaves, those behind it move up. */
function taken(channel: number, capacity: number): readonly string[] {
  return Array.from({ length: capacity }, (_, i) =>
    i === capacity - 1 ? `c${channel}_${i} = 0` : `c${channel}_${i} = c${channel}_${i + 1}`,
  )
}

/** A step that is itself a violation leads nowhere. */
function rowBody(
  slot: number,
  { next, sends }: Row,
  took: readonly string[],
  observers: Rule['observers'],
): string {
  if (next === undefined) return 'assert(false)'
  const seen = observers.flatMap(({ slot: m, rows }) => {
    const options = rows.flatMap((row) =>
      row.next === undefined ? [] : [`:: s${m} == ${row.state} -> s${m} = ${row.next}`],
    )
    return options.length === 0 ? [] : [`if ${options.join(' ')} :: else fi`]
  })
  const steps = [
    ...took,
    `s${slot} = ${next}`,
    ...sends.map(([channel, message]) => `send${channel}(${message})`),
    ...seen,
    'judge()',
  ]
  return steps.join('; ')
}

/** Whether the first state is wrong, which no step leads to. */
function startsWrong(rules: Rules): boolean {
  const { always, channels, atRest, eventually } = rules
  const rests = channels.every((c) => c.initial.length === 0)
  const late = eventually.some((e) => !meets(rules, e))
  const first = (deciding: Deciding): boolean => meets(rules, deciding)
  return always.some(first) || (rests && (late || atRest.some(first)))
}

/** Whether the first state has one of the combinations. */
function meets({ slots: all }: Rules, { slots, combinations }: Deciding): boolean {
  return combinations.some((numbers) => numbers.every((n, i) => n === all[slots[i] ?? -1]?.initial))
}
