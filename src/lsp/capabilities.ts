/** What the server can do, and what of it the editor has to be able to do. */
import { TextDocumentSyncKind, type ClientCapabilities, type ServerCapabilities } from 'vscode-languageserver/node'
import { explainCommand } from './features/code-actions.js'
import { legend } from './features/semantic-tokens.js'

export const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: [' ', '.', '"', '(', '[', '<', '{', '/', '='] },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [')'] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.mtl'] },
  renameProvider: { prepareProvider: true },
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentLinkProvider: {},
  inlayHintProvider: true,
  semanticTokensProvider: { legend, full: true, range: true },
  documentFormattingProvider: true,
  executeCommandProvider: { commands: [explainCommand] },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
}

export interface Client {
  readonly snippets: boolean
  readonly watchesFiles: boolean
  readonly refreshesHints: boolean
}

export const clientOf = ({ textDocument, workspace }: ClientCapabilities): Client => ({
  snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
  watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
  refreshesHints: workspace?.inlayHint?.refreshSupport === true,
})
