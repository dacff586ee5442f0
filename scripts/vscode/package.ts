/** The VS Code extension as one file: what `vsce package` makes, without a network. */
import { build } from 'esbuild'
import { zipSync } from 'fflate'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { generate } from '../grammar/generate.js'
import { contentTypes, vsixManifest, type Extension } from './manifest.js'

const root = new URL('../../', import.meta.url)
const folder = new URL('editors/vscode/', root)
const read = (url: URL): Promise<string> => readFile(url, 'utf8')

/** The extension's package.json, with the version of the compiler that it belongs to. Its source is in modules, its bundle is not. */
export async function extension(): Promise<Extension> {
  const { type: _, ...own } = JSON.parse(await read(new URL('package.json', folder))) as Extension & { type: string }
  const { version } = JSON.parse(await read(new URL('package.json', root))) as { version: string }
  return { ...own, version }
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('src/extension.ts', folder))],
    bundle: true,
    write: false,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
  })
  return outputFiles[0]?.text ?? ''
}

/** Dates in a zip are those of its making; a fixed one makes equal packages equal files. */
const date = new Date(2026, 0, 1)

/** The package's bytes. */
export async function vsix(): Promise<Uint8Array> {
  const description = await extension()
  const grammar = generate()
  const files: Readonly<Record<string, string>> = {
    'extension.vsixmanifest': vsixManifest(description),
    '[Content_Types].xml': contentTypes,
    'extension/package.json': `${JSON.stringify(description, null, 2)}\n`,
    'extension/readme.md': await read(new URL('README.md', folder)),
    'extension/LICENSE.txt': await read(new URL('LICENSE', root)),
    'extension/mtl.tmLanguage.json': grammar.get('mtl.tmLanguage.json') ?? '',
    'extension/language-configuration.json': grammar.get('language-configuration.json') ?? '',
    'extension/dist/extension.js': await bundle(),
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, [new TextEncoder().encode(text), { mtime: date }]])), { level: 9 })
}
