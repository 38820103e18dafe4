/** Who holds what now, as reports show it beside an access: locks, and in which mode. */
import type { FolioContext } from './objects/folio.ts'
import type { RwSemaphoreContext } from './objects/rw_semaphore.ts'

interface Holder {
  readonly actor: string
  readonly mode: string
}

interface Of<C> {
  readonly context: C
}

export const holders = {
  rw_semaphore: ({ context: { writer, readers } }: Of<RwSemaphoreContext>): readonly Holder[] => [
    ...(writer === null ? [] : [{ actor: writer, mode: 'exclusive' }]),
    ...readers.map((actor) => ({ actor, mode: 'shared' })),
  ],
  folio: ({ context: { PG_locked } }: Of<FolioContext>): readonly Holder[] =>
    PG_locked === null ? [] : [{ actor: PG_locked, mode: 'folio lock' }],
} as const
