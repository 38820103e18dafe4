/** What the liveness laws have in common: tasks that must come to their end on every fair run. */
import type { PropertyTemplate, View } from './template.ts'

/** Whether every task in `role` has returned. */
export function returned(view: View, role: string): boolean {
  return [view[role] ?? []].flat().every(({ status }) => status === 'done')
}

/** An *eventually*: all tasks in the one role of `law` return. */
export function finishes(law: {
  readonly law: string
  readonly source: string
  readonly roles: Readonly<Record<string, string>>
}): PropertyTemplate {
  return {
    ...law,
    kind: 'eventually',
    holds: (view) => Object.keys(law.roles).every((role) => returned(view, role)),
  }
}
