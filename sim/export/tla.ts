/**
 * A design as a TLA+ module, Lamport, "Specifying Systems", 2002: the rules of its tables as a set of
 * records, channels as sequences, and the properties as invariants. TLC checks `Safe` and finds as
 * many distinct states as endio does where nothing is violated; it stops no successors of a state
 * that violates one.
 */
import { at } from '../assert.ts'
import { identifier, oneLine } from './plain.ts'
import type { Deciding, Row, Rule, Rules } from './rules.ts'

export function tlaText(rules: Rules): string {
  const { name, slots, channels, faults, always, atRest, eventually, states } = rules
  // An identifier of TLA+ has a letter in it.
  const module = /[A-Za-z]/.test(name) ? identifier(name) : `m_${identifier(name)}`
  return [
    `---- MODULE ${module} ----`,
    `(* ${comment(name)}: written by endio export, ${states} states.`,
    '   local[i]: the local state of actor or monitor i; chan[c]: the messages in channel c, its',
    '   head first; faults: how many may still strike; refused: a step was itself a violation;',
    '   reached[i]: property i, an eventually, has held. Runs without end are not judged.',
    `   TLC: save as ${module}.tla beside ${module}.cfg with`,
    '     SPECIFICATION Spec',
    '     INVARIANT Safe',
    '     CHECK_DEADLOCK FALSE *)',
    'EXTENDS Naturals, Sequences',
    '',
    'VARIABLES local, chan, faults, refused, reached',
    'vars == <<local, chan, faults, refused, reached>>',
    '',
    ...slots.map((s, i) => `\\* local[${i + 1}]: ${comment(s.name)}`),
    ...channels.map((c, i) => {
      const messages = c.messages.map((m, n) => `${n + 1} ${m}`).join(', ')
      return `\\* chan[${i + 1}]: ${comment(`${c.from} to ${c.to}: ${messages}`)}`
    }),
    '',
    ...reachedLines(eventually),
    'Init ==',
    `  /\\ local = ${tuple(slots.map((s) => s.initial))}`,
    `  /\\ chan = ${tuple(channels.map((c) => tuple(c.initial)))}`,
    `  /\\ faults = ${faults}`,
    '  /\\ refused = FALSE',
    '  /\\ reached = Reached(local, NoneReached)',
    '',
    '\\* Appends each message of sends, pairs of channel and message, to its channel.',
    'RECURSIVE Sent(_, _)',
    'Sent(c, sends) == IF sends = <<>> THEN c',
    '  ELSE Sent([c EXCEPT ![Head(sends)[1]] = Append(@, Head(sends)[2])], Tail(sends))',
    '',
    ...rules.rules.flatMap(ruleLines),
    ...next(rules),
    '',
    ...always.flatMap(brokenLines),
    ...atRest.flatMap(brokenLines),
    `AtRest == ${channels.map((_, c) => `chan[${c + 1}] = <<>>`).join(' /\\ ') || 'TRUE'}`,
    'Safe ==',
    '  /\\ ~refused',
    ...always.map((b) => `  /\\ ~${brokenName(b)}`),
    ...atRest.map((b) => `  /\\ ~(AtRest /\\ ${brokenName(b)})`),
    ...eventually.map((_, i) => `  /\\ ~(AtRest /\\ ~reached[${i + 1}])`),
    '',
    'Spec == Init /\\ [][Next]_vars',
    '====',
    '',
  ].join('\n')
}

/** What has held once stays so. */
function reachedLines(eventually: Rules['eventually']): readonly string[] {
  const parts = eventually.map(({ slots, combinations }, i) => {
    const read = tuple(slots.map((slot) => `l[${slot + 1}]`))
    const sets = combinations.map((numbers) => tuple(numbers))
    return `r[${i + 1}] \\/ ${read} \\in {${sets.join(', ')}}`
  })
  return [
    ...eventually.map(({ property }, i) => `\\* reached[${i + 1}]: ${comment(property)}`),
    `NoneReached == ${tuple(eventually.map(() => 'FALSE'))}`,
    `Reached(l, r) == ${tuple(parts)}`,
    '',
  ]
}

/** A rule is a set of rows, and an action that takes one of them. */
function ruleLines(rule: Rule, index: number): readonly string[] {
  const { channel, message, label, isFault, slot, rows, observers } = rule
  const [c, s] = [channel + 1, slot + 1]
  const seen = observers.flatMap(({ slot: m, rows: seenRows }) =>
    seenRows.map((row) => [m + 1, row] as const),
  )
  const wrong = seen.filter(([, row]) => row.next === undefined)
  const moves = observers.map(({ slot: m }) => observerText(m + 1, seen))
  const refusing = wrong.map(([m, row]) => `local[${m}] = ${row.state}`)
  return [
    `\\* ${comment(label)}`,
    `Rows${index + 1} == {${rows.map(rowText).join(', ')}}`,
    `Rule${index + 1} ==`,
    `  /\\ chan[${c}] # <<>> /\\ Head(chan[${c}]) = ${message}${isFault ? ' /\\ faults > 0' : ''}`,
    `  /\\ \\E row \\in Rows${index + 1}:`,
    `    /\\ row.state = local[${s}]`,
    `    /\\ IF ${['~row.handled', ...refusing].join(' \\/ ')}`,
    "       THEN refused' = TRUE /\\ UNCHANGED <<local, chan, faults, reached>>",
    `       ELSE /\\ local' = [local EXCEPT ${[`![${s}] = row.next`, ...moves].join(', ')}]`,
    `            /\\ chan' = Sent([chan EXCEPT ![${c}] = Tail(@)], row.sends)`,
    `            /\\ faults' = faults${isFault ? ' - 1' : ''}`,
    "            /\\ refused' = FALSE",
    "            /\\ reached' = Reached(local', reached)",
    '',
  ]
}

function rowText({ state, next, sends }: Row): string {
  const sent = tuple(sends.map(([channel, message]) => tuple([channel + 1, message])))
  const handled = next === undefined ? 'FALSE' : 'TRUE'
  return `[state |-> ${state}, handled |-> ${handled}, next |-> ${next ?? state}, sends |-> ${sent}]`
}

function observerText(m: number, seen: readonly (readonly [number, Row])[]): string {
  const moves = seen.flatMap(([slot, { state, next }]) =>
    slot === m && next !== undefined ? [`@ = ${state} -> ${next}`] : [],
  )
  if (moves.length === 0) return `![${m}] = @`
  return `![${m}] = CASE ${[...moves, 'OTHER -> @'].join(' [] ')}`
}

function next({ rules }: Rules): readonly string[] {
  if (rules.length === 0) return ['Next == FALSE']
  return ['Next == ~refused /\\ (', ...rules.map((_, i) => `  \\/ Rule${i + 1}`), '  )']
}

function brokenLines(broken: Deciding): readonly string[] {
  const { property, slots, combinations } = broken
  const read = tuple(slots.map((slot) => `local[${slot + 1}]`))
  const sets = combinations.map((numbers) => tuple(slots.map((_, i) => at(numbers, i))))
  return [
    `\\* violates ${comment(property)}`,
    `${brokenName(broken)} == ${read} \\in {${sets.join(', ')}}`,
  ]
}

function brokenName({ property }: Deciding): string {
  return `Broken_${identifier(property)}`
}

function tuple(items: readonly (string | number)[]): string {
  return `<<${items.join(', ')}>>`
}

function comment(text: string): string {
  return oneLine(text).replaceAll('*)', '* )').replaceAll('(*', '( *')
}
