import { writeFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CodeAction, Hover, InlayHint, Location, SignatureHelp, WorkspaceEdit, WorkspaceSymbol } from 'vscode-languageserver/node'
import { folder, type Folder } from '../cli/command.js'
import { startEditor, type Editor } from './client.js'
import { data } from './kit.js'

let here: Folder
let editor: Editor
beforeAll(async () => {
  here = await folder()
})
afterAll(() => here.remove())
beforeEach(async () => {
  editor = startEditor(here.path)
  await editor.initialize()
})
afterEach(async () => {
  editor.child.kill()
  await editor.exited
})

const vector = `data D {
  source "a.csv"
  input x: vector[4]
  target y: label<10>
}

model M on D {
  share hard trunk = x |> Dense(8) |> relu
  task y = trunk |> Dense(10)
}
`

describe('findings', () => {
  it('are told as one types, for the text as it is', async () => {
    const document = editor.open('main.mtl', vector)
    expect(await editor.settled(document)).toEqual([])
    const at = vector.indexOf('Dense(10)') + 'Dense(1'.length
    document.edit(at, at + 1, '')
    expect(await editor.settled(document)).toMatchObject([{ code: 'MTL2003', message: expect.stringContaining('f32[1]') as unknown, severity: 1, source: 'mtlc' }])
    document.edit(at, at, '0')
    expect(await editor.settled(document)).toEqual([])
  })

  it('count places as the editor does: beyond the first plane, with carriage returns and tabs', async () => {
    const text = 'const note = "😀 tab:\t"\r\n\tconst width = nothing\r\n'
    const document = editor.open('main.mtl', text)
    expect((await editor.settled(document))[0]?.range).toEqual({ start: { line: 1, character: 15 }, end: { line: 1, character: 22 } })
    const emoji = text.indexOf('😀')
    document.edit(emoji, emoji + 2, 'x')
    const end = document.text.indexOf('nothing') + 'nothing'.length
    document.edit(end - 'nothing'.length, end, 'oops')
    expect(document.text).toBe('const note = "x tab:\t"\r\n\tconst width = oops\r\n')
    expect((await editor.settled(document))[0]).toMatchObject({ range: { start: { line: 1, character: 15 }, end: { line: 1, character: 19 } }, message: expect.stringContaining('`oops`') as unknown })
  })

  it('of many changes in a row are told once, for the last', async () => {
    const document = editor.open('main.mtl', vector)
    await editor.settled(document)
    const versions: number[] = []
    const last = new Promise<void>((resolve) => {
      editor.connection.onNotification('textDocument/publishDiagnostics', ({ version }: { readonly version: number }) => {
        versions.push(version)
        if (version === document.version) resolve()
      })
    })
    for (const letter of 'abcdefgh') document.edit(0, 0, letter)
    document.edit(0, 8, '')
    await last
    expect(versions.length).toBeLessThanOrEqual(2)
  })

  it('follow what other files say, open or on disk', async () => {
    await here.write('blocks.mtl', 'const classes = 10\n')
    const main = editor.open('main.mtl', `import { classes } from "./blocks"\n${vector.replace('Dense(10)', 'Dense(classes)')}`)
    expect(await editor.settled(main)).toEqual([])
    const blocks = editor.open('blocks.mtl', 'const classes = 9\n')
    await editor.settled(blocks)
    const findings = async () => (await editor.request<{ readonly items?: unknown }>('textDocument/codeAction', { textDocument: { uri: main.uri }, range: { start: { line: 9, character: 12 }, end: { line: 9, character: 12 } }, context: { diagnostics: [] } })) as unknown as readonly CodeAction[]
    expect((await findings()).map(({ title }) => title)).toContain('Explain MTL2003')
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: blocks.uri } })
    expect(await findings()).toEqual([])
    await writeFile(join(here.path, 'blocks.mtl'), 'const classes = 8\n')
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: blocks.uri, type: 2 }] })
    expect((await findings()).map(({ title }) => title)).toContain('Explain MTL2003')
    await rm(join(here.path, 'blocks.mtl'))
  })

  it('are told of a document that was never saved', async () => {
    const document = editor.open('untitled:Untitled-1', vector.replace('label', 'labl'))
    expect(await editor.settled(document)).toMatchObject([{ code: 'MTL2001' }])
  })

  it('of the linter come when keys pause', async () => {
    const document = editor.open('main.mtl', `import { LeNet } from "std/vision"\n${vector.replace('Dense(8)', 'Dense(16)')}`)
    expect(await editor.settled(document)).toEqual([])
    const later = await new Promise((resolve) => {
      editor.connection.onNotification('textDocument/publishDiagnostics', resolve)
    })
    expect(later).toMatchObject({ diagnostics: [{ code: 'MTL7012', severity: 2, tags: [1] }] })
  })
})

describe('requests', () => {
  it('are answered from the text as it stands, however fast it changes', async () => {
    const document = editor.open('main.mtl', vector)
    const at = vector.indexOf('relu\n')
    document.edit(at, at + 4, 'gel')
    const items = await document.completions(at + 3)
    expect(items.map(({ label }) => label)).toContain('gelu')
    document.edit(at, at + 3, 'relu')
    const hover = await editor.request<Hover>('textDocument/hover', document.at(document.text.indexOf('trunk')))
    expect(hover.contents).toMatchObject({ value: expect.stringContaining('share trunk: f32[8]') as unknown })
  })

  it('about names lead through files', async () => {
    await here.write('other.mtl', '/// A layer.\nblock Layer(units: int)(x: f32[D]) -> f32[units] {\n  x |> Dense(units)\n}\n')
    const document = editor.open('main.mtl', `import { Layer } from "./other"\n${vector.replace('|> Dense(8)', '|> Layer(8)')}`)
    const at = document.at(document.text.indexOf('Layer(8)') + 2)
    const other = pathToFileURL(join(here.path, 'other.mtl')).href
    expect(await editor.request<Location>('textDocument/definition', at)).toEqual({ uri: other, range: { start: { line: 1, character: 6 }, end: { line: 1, character: 11 } } })
    const references = await editor.request<readonly Location[]>('textDocument/references', { ...at, context: { includeDeclaration: true } })
    expect(references.map(({ uri }) => uri)).toEqual([other, document.uri, document.uri])
    const edit = await editor.request<WorkspaceEdit>('textDocument/rename', { ...at, newName: 'Stage' })
    expect(Object.entries(edit.changes ?? {}).map(([uri, edits]) => [uri, edits.length])).toEqual([[other, 1], [document.uri, 2]])
    expect((await editor.request<readonly WorkspaceSymbol[]>('workspace/symbol', { query: 'layer' })).map(({ name }) => name)).toEqual(['Layer'])
    await expect(editor.request('textDocument/rename', { ...document.at(document.text.indexOf('Dense')), newName: 'Linear' })).rejects.toThrow('standard library')
    await rm(join(here.path, 'other.mtl'))
  })

  it('about a place tell hints, signatures and fixes', async () => {
    const document = editor.open('main.mtl', vector.replace('Dense(10)', 'Dens(10)'))
    const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } }
    const hints = await editor.request<readonly InlayHint[]>('textDocument/inlayHint', { textDocument: { uri: document.uri }, range })
    expect(hints.map(({ label }) => label)).toEqual(['units:', ': f32[8]'])
    const help = await editor.request<SignatureHelp>('textDocument/signatureHelp', document.at(document.text.indexOf('Dense(8') + 6))
    expect(help.signatures[0]?.label).toMatch(/^Dense\(units: int/)
    const slip = document.at(document.text.indexOf('Dens(10')).position
    const [fix] = await editor.request<readonly CodeAction[]>('textDocument/codeAction', { textDocument: { uri: document.uri }, range: { start: slip, end: slip }, context: { diagnostics: [] } })
    expect(fix).toMatchObject({ title: 'Change to `Dense`', kind: 'quickfix' })
  })

  it('about the whole document are answered', async () => {
    const document = editor.open('main.mtl', `import { LeNet } from "std/vision"\n${vector}`)
    const about = { textDocument: { uri: document.uri } }
    for (const [method, least] of [['documentSymbol', 2], ['foldingRange', 2], ['documentLink', 1]] as const) {
      expect(((await editor.request(`textDocument/${method}`, about)) as readonly unknown[]).length, method).toBeGreaterThanOrEqual(least)
    }
    expect(await editor.request('textDocument/formatting', { ...about, options: { tabSize: 4, insertSpaces: true } })).toHaveLength(1)
    const { data: tokens } = await editor.request<{ readonly data: readonly number[] }>('textDocument/semanticTokens/full', about)
    expect(tokens.length % 5).toBe(0)
    expect(tokens.length).toBeGreaterThan(100)
  })

  it('about a document that is not open are answered with nothing', async () => {
    const nowhere = { textDocument: { uri: 'file:///nowhere.mtl' }, position: { line: 0, character: 0 } }
    expect(await editor.request('textDocument/hover', nowhere)).toBeNull()
    expect(await editor.request('textDocument/completion', nowhere)).toEqual([])
  })

  it('that are cancelled end so', async () => {
    const { CancellationTokenSource } = await import('vscode-languageserver/node')
    const document = editor.open('main.mtl', vector)
    const source = new CancellationTokenSource()
    const request = editor.connection.sendRequest('textDocument/hover', document.at(20), source.token)
    source.cancel()
    await expect(request).rejects.toMatchObject({ code: -32800 })
    expect(await editor.request('textDocument/documentSymbol', { textDocument: { uri: document.uri } })).toHaveLength(2)
  })

  it('complete the columns of the data', async () => {
    await here.write('people.csv', 'age,hours,sex\n1,2,f\n')
    const document = editor.open('main.mtl', 'data D {\n  source "people.csv"\n  input \n}\n')
    const items = await document.completions(document.text.indexOf('input ') + 'input '.length)
    expect(items.map(({ label }) => label)).toEqual(['age', 'hours', 'sex'])
  })

  it('explain codes', async () => {
    const shown = new Promise((resolve) => {
      editor.connection.onRequest('window/showMessageRequest', (params) => (resolve(params), null))
      editor.connection.onNotification('window/showMessage', resolve)
    })
    await editor.request('workspace/executeCommand', { command: 'mtlc.explain', arguments: ['MTL2001'] })
    expect(await shown).toMatchObject({ message: expect.stringMatching(/^MTL2001: /) as unknown })
  })
})

describe('what goes wrong', () => {
  it('in a request is answered as an error and logged, and ends nothing', async () => {
    const document = editor.open('main.mtl', vector)
    await expect(editor.request('textDocument/hover', { textDocument: { uri: document.uri } })).rejects.toThrow('textDocument/hover failed')
    await expect(editor.request('textDocument/unheardOf', {})).rejects.toMatchObject({ code: -32601 })
    expect(editor.logged.join('\n')).toContain('textDocument/hover')
    expect(await editor.request('textDocument/documentSymbol', { textDocument: { uri: document.uri } })).toHaveLength(2)
  })

  it('in a message is survived', async () => {
    const send = (body: string, header = `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`): void => void editor.child.stdin?.write(header + body)
    send('{ this is no JSON }')
    send('{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///nowhere.mtl","version":2},"contentChanges":[]}}')
    send('{"jsonrpc":"2.0","method":"textDocument/didChange","params":{}}')
    send('{"no":"message"}')
    send('', 'Content-Type: of no length\r\n\r\n')
    // What follows in one piece with such a header is read with the next.
    await new Promise((resolve) => setTimeout(resolve, 100))
    const document = editor.open('main.mtl', vector)
    expect(await editor.settled(document)).toEqual([])
  })

  it('in any text ends nothing', async () => {
    const document = editor.open('main.mtl', data)
    for (let cut = data.length; cut > 0; cut -= 23) {
      document.edit(cut, document.text.length, '')
      await document.completions(document.text.length)
      await editor.request('textDocument/hover', document.at(document.text.length >> 1))
    }
    expect(await editor.settled(document)).toBeDefined()
  })
})

describe('the process', () => {
  it('ends well after shutdown and exit', async () => {
    expect(await editor.stop()).toBe(0)
  })

  it('ends with 1 where it was not shut down, or where the editor is gone', async () => {
    await editor.connection.sendNotification('exit')
    expect(await editor.exited).toBe(1)
    const other = startEditor(here.path, ['lsp'])
    await other.initialize()
    other.child.stdin?.end()
    expect(await other.exited).toBe(1)
  })

  it('answers nothing before it is initialised', async () => {
    const other = startEditor(here.path)
    await expect(other.request('textDocument/hover', { textDocument: { uri: 'file:///a.mtl' }, position: { line: 0, character: 0 } })).rejects.toMatchObject({ code: -32002 })
    other.child.kill()
  })
})
