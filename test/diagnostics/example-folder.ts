/** Folders with the files of an example in them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { exampleFile, type Files } from '../../src/diagnostics/examples/example.js'

const made: string[] = []

export function exampleFolder(files: Files): { readonly path: string; readonly file: string } {
  const path = mkdtempSync(join(tmpdir(), 'mtl-example-'))
  made.push(path)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return { path, file: join(path, exampleFile) }
}

export function removeExampleFolders(): void {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
}
