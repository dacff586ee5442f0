import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Editors write in several steps; what comes within this time is one change. In milliseconds. */
const settling = 60

const idle = (): void => {}

/**
 * Runs `work` now and after each change of the files that it says it read, until the signal aborts. Their folders
 * are watched, so that a file that is replaced, or one that an import waits for, is seen too.
 */
export async function watching(files: readonly string[], signal: AbortSignal, work: () => Promise<Iterable<string>>): Promise<void> {
  const { watch } = await import('chokidar')
  const known = new Set(files)
  let changed = false
  let wake = idle
  const watcher = watch(files.map((file) => dirname(file)), {
    depth: 0,
    ignoreInitial: true,
    ignored: (path, stats) => stats?.isFile() === true && !path.endsWith('.mtl'),
  })
  watcher.on('all', (event, path) => {
    if (event !== 'add' && !known.has(path)) return
    changed = true
    wake()
  })
  const stop = (): void => wake()
  signal.addEventListener('abort', stop)
  try {
    await new Promise<void>((resolve, reject) => {
      wake = resolve
      watcher.once('ready', resolve)
      watcher.once('error', reject)
    })
    while (!signal.aborted) {
      changed = false
      for (const file of await work()) {
        if (known.has(file)) continue
        known.add(file)
        watcher.add(dirname(file))
      }
      await new Promise<void>((resolve) => {
        wake = resolve
        if (changed || signal.aborted) resolve()
      })
      if (!signal.aborted) await sleep(settling)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    await watcher.close()
  }
}
