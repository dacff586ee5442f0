/**
 * The language server: what an editor asks and tells over the protocol, handed to one function a feature. Findings are
 * pushed a moment after the last change; everything else is answered from the documents as they stand.
 */
import { dirname } from 'node:path'
import {
  createConnection, DidChangeWatchedFilesNotification, ErrorCodes, ResponseError,
  type CancellationToken, type Connection, type InitializeParams, type InitializeResult, type Position, type TextDocumentIdentifier,
} from 'vscode-languageserver/node'
import { nodeHost } from '../host/node.js'
import { version } from '../host/version.js'
import { catalogue } from '../diagnostics/catalogue.js'
import { parse } from '../syntax/parse.js'
import type { Analysis } from './analysis.js'
import { answering, cancelled, guarded } from './answers.js'
import { askingOf } from './asking.js'
import { capabilities, clientOf, type Client } from './capabilities.js'
import { complete } from './completion/complete.js'
import { DataSources } from './data-sources.js'
import { codeActions, workspaceEdit } from './features/code-actions.js'
import { definition } from './features/definition.js'
import { foldingRanges } from './features/folding.js'
import { formatting } from './features/formatting.js'
import { hover } from './features/hover.js'
import { inlayHints } from './features/inlay-hints.js'
import { documentLinks } from './features/links.js'
import { highlights, references } from './features/references.js'
import { prepareRename, rename } from './features/rename.js'
import { selectionRange } from './features/selection.js'
import { semanticTokens } from './features/semantic-tokens.js'
import { signatureHelp } from './features/signature-help.js'
import { documentSymbols, workspaceSymbols } from './features/symbols.js'
import { libraryOf } from './library.js'
import { filesIn, type Files } from './files.js'
import { Project } from './project.js'
import { Publisher } from './publisher.js'
import type { Snapshot } from './snapshot.js'
import { pathOf } from './uris.js'

/** Serves until the editor ends it, or is gone. */
export function serve(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
  const connection = createConnection(input, output)
  new Server(connection).register()
  connection.listen()
}

interface InDocument {
  readonly textDocument: TextDocumentIdentifier
}

interface AtPosition extends InDocument {
  readonly position: Position
}

const at = (snapshot: Snapshot, { position }: AtPosition): number => snapshot.document.offsetAt(position)

class Server {
  readonly #connection: Connection
  readonly #disk = nodeHost()
  readonly #data = new DataSources(() => this.#documents.folder, (path) => this.#diskChanged([path]))
  readonly #project = new Project(this.#disk, process.cwd(), this.#data.inspectTable)
  readonly #library = libraryOf(this.#disk)
  readonly #publisher: Publisher
  #folders: readonly string[] = []
  #client: Client | undefined

  constructor(connection: Connection) {
    this.#connection = connection
    this.#publisher = new Publisher(connection, this.#project)
  }

  register(): void {
    this.#lifecycle()
    this.#synchronisation()
    this.#ofDocuments()
    this.#ofPlaces()
    this.#ofWorkspace()
  }

  // ── life ──

  #lifecycle(): void {
    this.#connection.onInitialize((params) => this.#initialize(params))
    this.#connection.onInitialized(() =>
      guarded(this.#connection, 'initialized', async () => {
        if (this.#client?.watchesFiles === true) {
          await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*.{mtl,csv,tsv,parquet,json,jsonl,ndjson}' }] })
        }
      }),
    )
    this.#connection.onShutdown(() => this.#publisher.stop())
  }

  #initialize({ capabilities: client, workspaceFolders, rootUri }: InitializeParams & { readonly rootUri?: string | null }): InitializeResult {
    this.#client = clientOf(client)
    this.#setFolders((workspaceFolders ?? []).map(({ uri }) => uri), rootUri ?? undefined)
    return { capabilities, serverInfo: { name: 'mtlc', version } }
  }

  #setFolders(uris: readonly string[], root?: string): void {
    this.#folders = (uris.length > 0 || root === undefined ? uris : [root]).map(pathOf)
    this.#documents.folder = this.#folders[0] ?? process.cwd()
  }

  // ── documents ──

  get #documents(): Project['documents'] {
    return this.#project.documents
  }

  #synchronisation(): void {
    const connection = this.#connection
    connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version: number, text } }) => {
      this.#project.open(uri, languageId, number, text)
      this.#publisher.again()
    })
    connection.onDidChangeTextDocument(({ textDocument: { uri, version: number }, contentChanges }) =>
      void guarded(connection, 'textDocument/didChange', () => {
        this.#project.change(uri, number, contentChanges)
        this.#publisher.again()
      }),
    )
    connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
      this.#project.close(uri)
      this.#publisher.again()
    })
    connection.onDidChangeWatchedFiles(({ changes }) => this.#diskChanged(changes.map(({ uri }) => pathOf(uri))))
  }

  /** Not in a document that the editor shows, so that it would not ask again by itself. */
  #diskChanged(paths: readonly string[]): void {
    for (const path of paths) this.#project.forget(path)
    this.#publisher.again()
    if (this.#client?.refreshesHints === true) void guarded(this.#connection, 'refresh', () => this.#connection.languages.inlayHint.refresh())
  }

  // ── requests ──

  /** About a document as it stands; nothing for one that is not open. */
  #on<P extends InDocument, R>(what: string, nothing: R, feature: (snapshot: Snapshot, params: P) => R | Promise<R>): (params: P, token: CancellationToken) => Promise<R> {
    return this.#answer(what, (params) => {
      const snapshot = this.#project.snapshot(pathOf(params.textDocument.uri))
      return snapshot === undefined ? nothing : feature(snapshot, params)
    })
  }

  /** About what the checker knows of a document. */
  #with<P extends InDocument, R>(
    what: string, nothing: R, feature: (analysis: Analysis, params: P, snapshot: Snapshot) => R | Promise<R>,
  ): (params: P, token: CancellationToken) => Promise<R> {
    return this.#answer(what, async (params, token) => {
      const analysis = await this.#project.analyse(pathOf(params.textDocument.uri))
      if (token.isCancellationRequested) throw cancelled()
      return analysis === undefined ? nothing : feature(analysis, params, analysis.snapshot)
    })
  }

  #answer<P, R>(what: string, work: (params: P, token: CancellationToken) => R | Promise<R>): (params: P, token: CancellationToken) => Promise<R> {
    return answering(this.#connection)(what, (params: P, token) => {
      if (this.#client === undefined) throw new ResponseError(ErrorCodes.ServerNotInitialized, 'the server is not initialised')
      return work(params, token)
    })
  }

  #ofDocuments(): void {
    const { languages } = this.#connection
    const host = this.#documents.host
    this.#connection.onDocumentSymbol(this.#on('textDocument/documentSymbol', [], (snapshot) => [...documentSymbols(snapshot)]))
    this.#connection.onFoldingRanges(this.#on('textDocument/foldingRange', [], (snapshot) => [...foldingRanges(snapshot)]))
    this.#connection.onDocumentFormatting(this.#on('textDocument/formatting', [], async (snapshot) => [...(await formatting(snapshot))]))
    this.#connection.onDocumentLinks(this.#on('textDocument/documentLink', [], (snapshot) => [...documentLinks(snapshot, host)]))
    this.#connection.onSelectionRanges(
      this.#on('textDocument/selectionRange', [], (snapshot, { positions }) => positions.map((position) => selectionRange(snapshot, snapshot.document.offsetAt(position)))),
    )
    languages.semanticTokens.on(this.#on('textDocument/semanticTokens/full', { data: [] }, (snapshot) => semanticTokens(snapshot)))
    languages.semanticTokens.onRange(
      this.#on('textDocument/semanticTokens/range', { data: [] }, (snapshot, { range }) =>
        semanticTokens(snapshot, { start: snapshot.document.offsetAt(range.start), end: snapshot.document.offsetAt(range.end) })),
    )
    languages.inlayHint.on(
      this.#with('textDocument/inlayHint', [], (analysis, { range }, { document }) => [...inlayHints(analysis, { start: document.offsetAt(range.start), end: document.offsetAt(range.end) })]),
    )
    this.#connection.onCodeAction(
      this.#with('textDocument/codeAction', [], ({ checked, linted }, { range, context }, snapshot) =>
        [...codeActions(snapshot, range, { findings: [...checked, ...linted()], shown: context.diagnostics, ...(context.only === undefined ? {} : { only: context.only }) }, this.#documents)]),
    )
  }

  #ofPlaces(): void {
    const { host, locate } = this.#documents
    this.#connection.onCompletion(
      this.#with('textDocument/completion', [], async (analysis, params, snapshot) => {
        const asked = askingOf(analysis, at(snapshot, params), { library: this.#library, host, columns: this.#data.columns })
        return [...(await complete(asked, this.#client?.snippets ?? false))]
      }),
    )
    this.#connection.onHover(this.#with('textDocument/hover', undefined, (analysis, params, snapshot) => hover(analysis, at(snapshot, params))))
    this.#connection.onSignatureHelp(
      this.#with('textDocument/signatureHelp', undefined, ({ module }, params, snapshot) => signatureHelp(snapshot.text, at(snapshot, params), module)),
    )
    this.#connection.onDefinition(this.#with('textDocument/definition', undefined, (analysis, params, snapshot) => definition(analysis, at(snapshot, params), locate, host)))
    this.#connection.onReferences(
      this.#with('textDocument/references', [], (analysis, params, snapshot) =>
        [...references(analysis, at(snapshot, params), params.context.includeDeclaration, this.#files, locate)]),
    )
    this.#connection.onDocumentHighlight(this.#with('textDocument/documentHighlight', [], (analysis, params, snapshot) => [...highlights(analysis, at(snapshot, params))]))
    this.#connection.onPrepareRename(
      this.#with('textDocument/prepareRename', null, (analysis, params, snapshot) => prepareRename(analysis, at(snapshot, params), this.#files)),
    )
    this.#connection.onRenameRequest(
      this.#with('textDocument/rename', null, (analysis, params, snapshot) =>
        workspaceEdit(rename(analysis, at(snapshot, params), params.newName, this.#files), this.#documents) ?? null),
    )
  }

  #ofWorkspace(): void {
    this.#connection.onWorkspaceSymbol(this.#answer('workspace/symbol', ({ query }: { readonly query: string }) => [...workspaceSymbols(query, this.#parsed())]))
    this.#connection.onExecuteCommand(
      this.#answer('workspace/executeCommand', ({ arguments: [code] = [] }: { readonly arguments?: readonly unknown[] }) => {
        const entry = typeof code === 'string' ? catalogue.get(code) : undefined
        if (entry !== undefined) this.#connection.window.showInformationMessage(`${entry.code}: ${entry.explanation}`)
        return null
      }),
    )
    this.#connection.onNotification('workspace/didChangeWorkspaceFolders', ({ event }: { readonly event: { readonly added: readonly { readonly uri: string }[]; readonly removed: readonly { readonly uri: string }[] } }) => {
      const removed = new Set(event.removed.map(({ uri }) => pathOf(uri)))
      this.#folders = [...this.#folders.filter((folder) => !removed.has(folder)), ...event.added.map(({ uri }) => pathOf(uri))]
      this.#documents.folder = this.#folders[0] ?? process.cwd()
    })
  }

  get #files(): Files {
    return {
      paths: () => this.#paths(),
      host: this.#documents.host,
      read: (text, path) => this.#project.snapshot(path)?.parsed ?? parse(text, path),
      isLibrary: (path) => this.#isLibrary(path),
    }
  }

  /** Files that a name may be said in. */
  #paths(): readonly string[] {
    return [...new Set([...this.#documents.paths, ...filesIn(this.#folders)])]
  }

  *#parsed(): Generator<Pick<Snapshot, 'uri' | 'document' | 'parsed'>> {
    for (const path of this.#paths()) {
      const uri = this.#documents.uri(path)
      const document = this.#documents.document(path)
      const open = this.#project.snapshot(path)
      if (open !== undefined) yield open
      else if (document !== undefined) yield { uri, document, parsed: parse(document.getText(), path) }
    }
  }

  #isLibrary(path: string): boolean {
    const core = this.#disk.resolve('std/core', '')
    return core !== undefined && dirname(path) === dirname(core) && !this.#folders.some((folder) => path.startsWith(folder))
  }
}
