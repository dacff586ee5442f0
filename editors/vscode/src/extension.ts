/** The extension: starts the language server of the workspace's own compiler, and shows graphs of models. */
import { commands, window, workspace, type ExtensionContext } from 'vscode'
import type { LanguageClient } from 'vscode-languageclient/node.js'
import { createClient } from './client.js'
import { showGraph } from './graph.js'

let client: LanguageClient | undefined

async function start(): Promise<void> {
  if (!workspace.isTrusted) return
  client = createClient()
  try {
    await client.start()
  } catch (error) {
    client = undefined
    const detail = error instanceof Error ? error.message : String(error)
    const answer = await window.showErrorMessage(`MTL: the language server did not start: ${detail}. Is mtlc installed in this folder?`, 'Settings')
    if (answer !== undefined) await commands.executeCommand('workbench.action.openSettings', 'mtl.server.path')
  }
}

async function stop(): Promise<void> {
  const running = client
  client = undefined
  await running?.dispose()
}

export async function activate(context: ExtensionContext): Promise<void> {
  const restart = async (): Promise<void> => {
    await stop()
    await start()
  }
  context.subscriptions.push(
    commands.registerCommand('mtl.restartServer', restart),
    commands.registerCommand('mtl.showGraph', showGraph),
    workspace.onDidGrantWorkspaceTrust(restart),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('mtl.server.path')) void restart()
    }),
  )
  await start()
}

export const deactivate = stop
