import { strFromU8, unzipSync } from 'fflate'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import vm from 'node:vm'
import { beforeAll, describe, expect, it } from 'vitest'
import { compilerFor } from '../../editors/vscode/src/compiler.js'
import { page } from '../../editors/vscode/src/page.js'
import { vsix } from '../../scripts/vscode/package.js'

const root = new URL('../../', import.meta.url)
const ours = (path: string): string => readFileSync(new URL(path, root), 'utf8')

interface Manifest {
  readonly version: string
  readonly main: string
  readonly contributes: {
    readonly languages: readonly { readonly configuration: string }[]
    readonly grammars: readonly { readonly path: string; readonly scopeName: string }[]
    readonly commands: readonly { readonly command: string }[]
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>
  }
}

let files: ReadonlyMap<string, string>
let manifest: Manifest
const file = (path: string): string => {
  const text = files.get(join('extension', path))
  if (text === undefined) throw new Error(`the package holds no ${path}`)
  return text
}
beforeAll(async () => {
  files = new Map(Object.entries(unzipSync(await vsix())).map(([name, bytes]) => [name, strFromU8(bytes)]))
  manifest = JSON.parse(file('package.json')) as Manifest
})

describe('the VS Code extension', () => {
  it('is a VSIX of this version', () => {
    const { version } = JSON.parse(ours('package.json')) as { version: string }
    expect(files.get('extension.vsixmanifest')).toContain(`<Identity Language="en-US" Id="mtl" Version="${version}" Publisher="mtlc"/>`)
    expect(manifest.version).toBe(version)
    for (const [, path = ''] of files.get('extension.vsixmanifest')?.matchAll(/<Asset [^>]*Path="([^"]+)"/g) ?? []) expect([...files.keys()]).toContain(path)
  })

  it('declares the content type of every file in it', () => {
    const declared = new Set([...(files.get('[Content_Types].xml') ?? '').matchAll(/Extension="(\.\w+)"/g)].map(([, type]) => type))
    for (const name of files.keys()) if (name !== '[Content_Types].xml') expect(declared).toContain(/\.\w+$/.exec(name)?.[0])
  })

  it('holds every file that its package.json names', () => {
    const { main, contributes } = manifest
    for (const path of [main, ...contributes.languages.map(({ configuration }) => configuration), ...contributes.grammars.map((grammar) => grammar.path)]) {
      expect(file(path)).not.toBe('')
    }
  })

  it('brings the grammar and the configuration of grammar/', () => {
    const [grammar] = manifest.contributes.grammars
    expect(file(grammar?.path ?? '')).toBe(ours('grammar/mtl.tmLanguage.json'))
    expect((JSON.parse(file(grammar?.path ?? '')) as { scopeName: string }).scopeName).toBe(grammar?.scopeName)
    expect(file('language-configuration.json')).toBe(ours('grammar/language-configuration.json'))
  })

  it('is the same file each time', async () => {
    expect(Buffer.from(await vsix()).equals(Buffer.from(await vsix()))).toBe(true)
  })

  it('registers the commands that it names, and starts `mtlc lsp` over the standard streams', async () => {
    const registered: string[] = []
    const started: unknown[] = []
    const disposable = { dispose: () => undefined }
    const vscode = stub({
      commands: { registerCommand: (name: string) => (registered.push(name), disposable) },
      workspace: stub({
        isTrusted: true,
        workspaceFolders: [{ uri: { fsPath: '/project' } }],
        getConfiguration: () => ({ get: (name: string) => (name === 'server.path' ? 'tools/mtlc.js' : undefined) }),
        onDidGrantWorkspaceTrust: () => disposable,
        onDidChangeConfiguration: () => disposable,
        createFileSystemWatcher: () => disposable,
      }),
      version: '1.91.0',
      window: stub({ showErrorMessage: (text: string) => (started.push(text), Promise.resolve(undefined)) }),
    })
    const require = createRequire(import.meta.url)
    const module = { exports: {} as { activate?: (context: object) => Promise<void> } }
    const load = (name: string): unknown =>
      name === 'vscode'
        ? vscode
        : name === 'child_process' || name === 'node:child_process'
          ? { ...(require(name) as object), spawn: (command: string, args: readonly string[]) => (started.push([command, ...args]), { on: () => undefined }) }
          : require(name)
    vm.runInThisContext(`(function (require, module, exports, __dirname, __filename) {${file(manifest.main)}\n})`)(load, module, module.exports, '/', '/extension.js')
    await module.exports.activate?.({ subscriptions: [] })
    expect(registered.toSorted()).toEqual(manifest.contributes.commands.map(({ command }) => command).toSorted())
    expect(started[0]).toEqual(['node', join('/project', 'tools/mtlc.js'), 'lsp'])
  })

  it('names no command in its menus that there is not', () => {
    const known = manifest.contributes.commands.map(({ command }) => command)
    for (const { command } of Object.values(manifest.contributes.menus).flat()) expect(known).toContain(command)
  })
})

/** Stands for whatever of the editor is asked for: can be called, made anew, extended and asked for more. */
const anything: object = new Proxy(function stand() {}, {
  get: (_, name) => (name === 'prototype' ? {} : name === 'then' || typeof name === 'symbol' ? undefined : anything),
  apply: () => anything,
  construct: () => ({ event: () => anything, fire: () => undefined, dispose: () => undefined }),
})

/** An object that answers for what is not given, too. */
const stub = (given: object): object => new Proxy(given, { get: (target, name) => (Reflect.has(target, name) ? Reflect.get(target, name) : Reflect.get(anything, name)) as unknown })

const having = (...paths: readonly string[]) => (path: string): boolean => paths.includes(path)

describe('which compiler is started', () => {
  it('is the one of the setting, relative to the folder', () => {
    expect(compilerFor('/a', 'bin/mtlc.js')).toEqual({ command: 'node', args: ['/a/bin/mtlc.js'], shell: false })
    expect(compilerFor('/a', '/opt/mtlc')).toEqual({ command: '/opt/mtlc', args: [], shell: false })
  })

  it('is the nearest that is installed', () => {
    expect(compilerFor('/a/b', '', having('/a/node_modules/mtlc/bin/mtlc.js'))).toEqual({ command: 'node', args: ['/a/node_modules/mtlc/bin/mtlc.js'], shell: false })
    expect(compilerFor('/a/b', '', having('/a/b/node_modules/.bin/mtlc', '/a/node_modules/mtlc/bin/mtlc.js')).command).toBe('/a/b/node_modules/.bin/mtlc')
  })

  it('is else the one on the path', () => {
    expect(compilerFor('/a/b', '', having()).command).toBe('mtlc')
    expect(compilerFor(undefined, '', having()).command).toBe('mtlc')
  })
})

describe('the page of a graph', () => {
  it('holds the picture without its prologue, and allows no scripts', () => {
    const html = page('a', { svg: '<?xml version="1.0"?><!DOCTYPE svg><svg></svg>' })
    expect(html).toContain('\n<svg></svg>\n')
    expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'")
  })

  it('says why there is none', () => {
    expect(page('a', { problem: 'label<10>' })).toContain('<pre>label&lt;10></pre>')
  })
})
