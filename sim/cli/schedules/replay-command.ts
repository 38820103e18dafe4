/** The command that shows a run again, in parts that fit a line of a mail each. */
import { defaultDesign, formatDesign, parseDesign } from '../../scenario/design.ts'
import type { Study } from '../../api.ts'
import type { Deviation } from '../../schedule/schedule.ts'

/** A line of 72 columns less its indent and the backslash at its end. */
const optionWidth = 68

/** `npx endio run FILE`, the choices that are not the default, and how the run was made. */
export function replayCommand(
  { scenario, design }: Pick<Study, 'scenario' | 'design'>,
  path: string,
  how: readonly string[],
): readonly string[] {
  const usual = defaultDesign(scenario)
  const words = (choices: readonly (readonly [string, unknown])[]): readonly string[] =>
    choices.map(([variant, choice]) => `${variant}=${String(choice)}`)
  const short = words(Object.entries(design).filter(([v, choice]) => usual[v] !== choice))
  // Where choices exclude each other, the few that differ may mean another design.
  const meant = parseDesign(scenario, short)
  const same = 'design' in meant && formatDesign(meant.design) === formatDesign(design)
  const chosen = (same ? short : words(Object.entries(design))).map((w) => `--variant ${quote(w)}`)
  return [`npx endio run ${quote(path)}`, ...chosen, ...how]
}

/** The same for a search of the whole design, which shows each of its failures. */
export function checkCommandParts(
  subject: Pick<Study, 'scenario' | 'design'>,
  path: string,
): readonly string[] {
  const [command = '', ...rest] = replayCommand(subject, path, [])
  return [command.replace(' run ', ' check '), ...rest]
}

/** Each deviation in as many parts as it needs to stay within a mail's lines. */
export function deviationOptions(deviations: readonly Deviation[]): readonly string[] {
  return deviations.flatMap((d) => {
    const [left, right] =
      d.kind === 'order'
        ? [`--deviate ${quote(d.first)} before`, quote(d.second)]
        : [`--deviate ${quote(d.deliver)} takes`, String(d.alternative)]
    const whole = `${left} ${right}`
    return whole.length <= optionWidth ? [whole] : [left, `  ${right}`]
  })
}

/** As a POSIX shell reads it back; plain words stay plain. */
export function quote(word: string): string {
  return /^[\w=.,/:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
