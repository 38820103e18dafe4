/** Tells when a file below some folders has changed; a burst of changes, as editors make, once. */
import { watch } from 'node:fs'
import { clearTimeout, setTimeout } from 'node:timers'

/** Milliseconds of quiet that end a burst. */
const quiet = 150

export interface Watching {
  readonly close: () => void
}

/** A folder that cannot be watched is not; `changed` is then not told of it. */
export function watchFolders(folders: readonly string[], changed: () => void): Watching {
  let timer: NodeJS.Timeout | undefined
  const note = (): void => {
    clearTimeout(timer)
    timer = setTimeout(changed, quiet)
  }
  const watchers = folders.flatMap((folder) => {
    try {
      const watcher = watch(folder, { recursive: true, persistent: false }, note)
      watcher.on('error', () => watcher.close())
      return [watcher]
    } catch {
      return []
    }
  })
  return {
    close: () => {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}
