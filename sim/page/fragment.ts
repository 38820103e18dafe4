/** The position as the fragment of the address, so that a link shows what its sender saw. */

/** What a reader chose; what is absent is as the page opens. */
export interface Position {
  readonly run?: number
  readonly step?: number
  readonly view?: View
  readonly query?: string
  readonly watch?: readonly string[]
  readonly actor?: string
}

export type View = 'minimal' | 'full'

/** `#run=1&step=88&view=full&q=i_size&watch=inode.i_size&actor=kworker`. */
export function formatPosition({ run, step, view, query, watch, actor }: Position): string {
  const words = new URLSearchParams()
  if (run !== undefined) words.set('run', String(run))
  if (step !== undefined) words.set('step', String(step))
  if (view !== undefined) words.set('view', view)
  if (query !== undefined && query !== '') words.set('q', query)
  for (const path of watch ?? []) words.append('watch', path)
  if (actor !== undefined) words.set('actor', actor)
  return `#${words.toString()}`
}

/** Reads what it can; what makes no sense is as if it were absent. */
export function parsePosition(fragment: string): Position {
  const words = new URLSearchParams(fragment.replace(/^#/, ''))
  const [run, step] = [number(words.get('run')), number(words.get('step'))]
  const [view, query, actor] = [words.get('view'), words.get('q'), words.get('actor')]
  const watch = words.getAll('watch')
  return {
    ...(run !== undefined && { run }),
    ...(step !== undefined && { step }),
    ...((view === 'minimal' || view === 'full') && { view }),
    ...(query !== null && { query }),
    ...(watch.length > 0 && { watch }),
    ...(actor !== null && { actor }),
  }
}

function number(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
