/** System calls of a task, as programs of user space make them. Positions and lengths are bytes. */

interface Range {
  readonly pos: number
  readonly len: number
}

export type Operation =
  | (Range & {
      readonly call: 'pwrite'
      readonly fill: string
      readonly direct: boolean
      readonly async: boolean
      readonly append: boolean
      readonly dsync: boolean
    })
  | (Range & { readonly call: 'pread'; readonly direct: boolean })
  | { readonly call: 'ftruncate'; readonly size: number }
  | (Range & {
      readonly call: 'fallocate'
      readonly mode: 'allocate' | 'keep-size' | 'punch-hole'
    })
  | (Range & {
      readonly call: 'mmap_store'
      readonly fill: string
      readonly when: 'any' | 'inside' | 'past'
      readonly times: number
    })
  | { readonly call: 'fsync' | 'sync_file_range' | 'drop_cache' | 'close' }
  | (Range & { readonly call: 'clone' })
  | { readonly call: 'write_other'; readonly len: number; readonly fill: string }

/** What a machine with its input is in user space. */
export type UserSpace =
  /** Part of the kernel: no call of its own. */
  | { readonly kind: 'kernel' }
  | {
      readonly kind: 'task'
      readonly operations: readonly Operation[]
      /** Actors that carry out its calls. */
      readonly helpers: readonly string[]
      /** The message after which an AIO is in flight. */
      readonly submits?: string
      readonly notes?: readonly string[]
    }
  /** No program can do it: why, and what could. */
  | { readonly kind: 'refused'; readonly refused: string; readonly needs: string }
