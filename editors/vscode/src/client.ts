import { workspace } from 'vscode'
import { LanguageClient } from 'vscode-languageclient/node.js'
import { compilerFor } from './compiler.js'

/** The client of `mtlc lsp`: where no transport is named, it is the standard streams. */
export function createClient(): LanguageClient {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath
  const { command, args, shell } = compilerFor(folder, workspace.getConfiguration('mtl').get<string>('server.path', ''))
  return new LanguageClient(
    'mtl',
    'MTL Language Server',
    { command, args: [...args, 'lsp'], options: { ...(folder === undefined ? {} : { cwd: folder }), shell } },
    {
      documentSelector: [{ language: 'mtl', scheme: 'file' }, { language: 'mtl', scheme: 'untitled' }],
      synchronize: { fileEvents: workspace.createFileSystemWatcher('**/*.mtl') },
    },
  )
}
