/** What one step changed in its receiver: the value before and after, as a diff. */
import { valueAt } from '../document/change.ts'
import type { RunRecord } from '../document/run.ts'
import { formatValue } from '../report/text.ts'
import { Call } from './call.tsx'
import { useStore } from './context.ts'

export function Changes({ run, step }: { readonly run: RunRecord; readonly step: number }) {
  const { states } = useStore()
  const record = run.steps[step - 1]
  if (record === undefined) return null
  const who = run.actors[record.to]?.id ?? ''
  const was = states.value?.after(step - 1)[record.to]
  const rows = [
    ...(record.state === undefined
      ? []
      : [{ name: `${who} state`, before: was?.state ?? '', after: record.state }]),
    ...record.changes.map(({ path, to }) => {
      const before = valueAt(was?.context ?? null, path)
      return {
        name: `${who}.${path.join('.')}`,
        before: before === undefined ? 'none' : formatValue(before),
        after: to === undefined ? 'none' : formatValue(to),
      }
    }),
  ]
  if (rows.length === 0) return <p class="quiet">Nothing changes.</p>
  return (
    <table class="diff">
      <caption class="reader">What step {step} changed</caption>
      <tbody>
        {rows.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">
              <Call text={name} />
            </th>
            <td>
              <del>{before === '' ? "''" : before}</del> <span aria-hidden="true">{'\u2192'}</span>{' '}
              <ins>{after === '' ? "''" : after}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
