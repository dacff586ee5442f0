/** An editor’s side of the protocol, in front of the built server: a process of its own, spoken to in JSON-RPC. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  createProtocolConnection, StreamMessageReader, StreamMessageWriter,
  type CompletionItem, type Diagnostic, type ProtocolConnection, type PublishDiagnosticsParams,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'

const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Editor {
  readonly connection: ProtocolConnection
  readonly child: ChildProcess
  readonly exited: Promise<number | null>
  readonly logged: readonly string[]
  initialize(capabilities?: object): Promise<void>
  open(path: string, text: string): Document
  /** Findings of a document as they stand when the server has told them for its last version. */
  settled(document: Document): Promise<readonly Diagnostic[]>
  request<R>(method: string, params: object): Promise<R>
  stop(): Promise<number | null>
}

/** A document in the editor, with a cursor. */
export interface Document {
  readonly uri: string
  readonly text: string
  readonly version: number
  /** Replaces what lies between two offsets. */
  edit(start: number, end: number, text: string): void
  at(offset: number): { readonly textDocument: { readonly uri: string }; readonly position: { readonly line: number; readonly character: number } }
  completions(offset: number): Promise<readonly CompletionItem[]>
}

export function startEditor(folder: string, args: readonly string[] = ['lsp', '--stdio']): Editor {
  if (!existsSync(join(root, 'dist', 'cli.js'))) throw new Error('these tests run the bundle: build it first, by `npm run build`')
  const child = spawn(process.execPath, [join(root, 'bin', 'mtlc.js'), ...args], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] })
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const told = new Map<string, PublishDiagnosticsParams>()
  const waiting = new Set<() => void>()
  const logged: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => void logged.push(text))
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    told.set(params.uri, params)
    for (const look of waiting) look()
  })
  connection.onNotification('window/logMessage', ({ message }: { readonly message: string }) => void logged.push(message))
  connection.onRequest('client/registerCapability', () => null)
  connection.listen()

  const open = (path: string, text: string): Document => {
    const uri = path.includes(':') ? path : pathToFileURL(join(folder, path)).href
    let document = TextDocument.create(uri, 'mtl', 1, text)
    void connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'mtl', version: 1, text } })
    return {
      uri,
      get text() {
        return document.getText()
      },
      get version() {
        return document.version
      },
      edit(start, end, replacement) {
        const range = { start: document.positionAt(start), end: document.positionAt(end) }
        const version = document.version + 1
        const contentChanges = [{ range, text: replacement }]
        document = TextDocument.update(document, contentChanges, version)
        void connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges })
      },
      at: (offset) => ({ textDocument: { uri }, position: document.positionAt(offset) }),
      completions: (offset) => connection.sendRequest('textDocument/completion', { textDocument: { uri }, position: document.positionAt(offset) }),
    }
  }
  return {
    connection, child, exited, logged, open,
    async initialize(capabilities = { textDocument: { completion: { completionItem: { snippetSupport: true } } } }) {
      await connection.sendRequest('initialize', {
        processId: process.pid, rootUri: null, capabilities, workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'test' }],
      })
      await connection.sendNotification('initialized', {})
    },
    settled: (document) =>
      new Promise((resolve) => {
        const look = (): void => {
          const last = told.get(document.uri)
          if (last?.version !== document.version) return
          waiting.delete(look)
          resolve(last.diagnostics)
        }
        waiting.add(look)
        look()
      }),
    request: (method, params) => connection.sendRequest(method, params),
    async stop() {
      await connection.sendRequest('shutdown')
      await connection.sendNotification('exit')
      return exited
    },
  }
}
