/** `npm run package:vscode`: writes build/mtl-<version>.vsix. */
import { mkdir, writeFile } from 'node:fs/promises'
import { extension, vsix } from './package.js'

const path = `build/mtl-${(await extension()).version}.vsix`
const bytes = await vsix()
await mkdir('build', { recursive: true })
await writeFile(path, bytes)
console.log(`${path}: ${bytes.length} bytes`)
