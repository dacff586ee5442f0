/** Shows the picture that `mtlc graph` draws of the file in the active editor. */
import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { ViewColumn, window, workspace } from 'vscode'
import { compilerFor } from './compiler.js'
import { page } from './page.js'

export async function showGraph(): Promise<void> {
  const document = window.activeTextEditor?.document
  if (document?.languageId !== 'mtl') {
    void window.showInformationMessage('MTL: open an .mtl file first.')
    return
  }
  // The compiler reads the file, not the editor.
  if (document.isDirty && !(await document.save())) return
  const settings = workspace.getConfiguration('mtl', document.uri)
  const folder = workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? dirname(document.fileName)
  const { command, args, shell } = compilerFor(folder, settings.get<string>('server.path', ''))
  const drawn = await new Promise<{ readonly svg: string } | { readonly problem: string }>((done) => {
    const all = [...args, 'graph', document.fileName, '--format', 'svg', '--level', settings.get<string>('graph.level', 'layers'), '--no-color']
    // A shell would part a path at its spaces.
    const quoted = shell ? all.map((arg) => `"${arg}"`) : all
    execFile(command, quoted, { cwd: folder, shell, maxBuffer: 64e6 }, (error, stdout, stderr) => {
      done(error === null ? { svg: stdout } : { problem: stderr === '' ? error.message : stderr })
    })
  })
  const title = `${document.fileName.split(/[\\/]/).at(-1) ?? ''}: graph`
  const panel = window.createWebviewPanel('mtl.graph', title, ViewColumn.Beside, {})
  panel.webview.html = page(title, drawn)
}
