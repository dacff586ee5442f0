import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this package, whether this runs from `src` or from `dist`: the nearest above that holds the library. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'stdlib', 'core.mtl'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('this package holds no standard library')
    folder = parent
  }
  return folder
}
