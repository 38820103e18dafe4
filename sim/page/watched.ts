/** A watched name such as `inode.i_size` and its values along a run. */
import { valueAt } from '../document/change.ts'
import type { Path } from '../document/change.ts'
import type { RunRecord } from '../document/run.ts'
import { States } from '../document/states.ts'
import { formatValue } from '../report/text.ts'

export interface Watched {
  readonly actor: number
  readonly path: Path
}

/** The longest actor id that `name` begins with, and the fields below it. */
export function watchedOf(run: RunRecord, name: string): Watched | undefined {
  const fits = run.actors
    .map((a, actor) => ({ id: a.id, actor }))
    .filter(({ id }) => name === id || name.startsWith(`${id}.`))
    .toSorted((a, b) => b.id.length - a.id.length)
  const [found] = fits
  if (found === undefined) return undefined
  const rest = name.slice(found.id.length + 1)
  return { actor: found.actor, path: rest === '' ? [] : rest.split('.') }
}

/** Each value with the step that brought it, the first one with step 0. */
export function valuesOf(
  run: RunRecord,
  { actor, path }: Watched,
): readonly { readonly step: number; readonly text: string }[] {
  const states = new States(run)
  const read = (step: number): string => {
    const state = states.after(step)[actor]
    if (state === undefined) return ''
    if (path.length === 0) return state.state
    const value = valueAt(state.context, path)
    return value === undefined ? 'none' : formatValue(value)
  }
  const values = [{ step: 0, text: read(0) }]
  for (const [i, { to }] of run.steps.entries()) {
    if (to !== actor) continue
    const text = read(i + 1)
    if (text !== values.at(-1)?.text) values.push({ step: i + 1, text })
  }
  return values
}
