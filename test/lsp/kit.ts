/** Texts with a cursor in them, and features asked at it. Files live in memory; the standard library is the real one. */
import type { CompletionItem } from 'vscode-languageserver/node'
import type { Analysis } from '../../src/lsp/analysis.js'
import { askingOf } from '../../src/lsp/asking.js'
import { complete } from '../../src/lsp/completion/complete.js'
import type { Column } from '../../src/lsp/completion/offer.js'
import { libraryOf } from '../../src/lsp/library.js'
import { Project } from '../../src/lsp/project.js'
import type { Snapshot } from '../../src/lsp/snapshot.js'
import { memoryHost, type Files } from '../check/host.js'

/** The text without its `‸`, and where that stood. */
export function marked(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('‸')
  if (offset < 0 || text.includes('‸', offset + 1)) throw new Error('a text with one ‸ is wanted')
  return { text: text.slice(0, offset) + text.slice(offset + 1), offset }
}

/** Documents that are all open; their URIs are their names. */
export function opened(files: Files): Project {
  const project = new Project(memoryHost(files), '.', () => Promise.resolve([]))
  for (const [name, text] of Object.entries(files)) project.open(name, 'mtl', 1, text)
  return project
}

export function snapshotOf(text: string): Snapshot {
  const snapshot = opened({ 'main.mtl': text }).snapshot('main.mtl')
  if (snapshot === undefined) throw new Error('the document is not open')
  return snapshot
}

export async function analysisOf(files: Files, project = opened(files)): Promise<Analysis> {
  const analysis = await project.analyse('main.mtl')
  if (analysis === undefined) throw new Error('the document is not open')
  return analysis
}

export interface CompletionOptions {
  readonly files?: Files
  readonly columns?: readonly Column[]
  readonly snippets?: boolean
}

const library = libraryOf(memoryHost({}))

/** What is offered at the cursor, in the order in which an editor shows it. */
export async function completionsAt(source: string, { files = {}, columns = [], snippets = false }: CompletionOptions = {}): Promise<readonly CompletionItem[]> {
  const { text, offset } = marked(source)
  const project = opened({ ...files, 'main.mtl': text })
  const analysis = await analysisOf({}, project)
  const asked = askingOf(analysis, offset, { library, host: project.documents.host, columns: () => Promise.resolve(columns) })
  const items = await complete(asked, snippets)
  return items.toSorted((a, b) => Number(a.sortText) - Number(b.sortText))
}

export const labelsAt = async (source: string, options?: CompletionOptions): Promise<readonly string[]> =>
  (await completionsAt(source, options)).map(({ label }) => label)

/** The text after an item was chosen, with the cursor where it would be. */
export async function chosen(source: string, label: string, options?: CompletionOptions): Promise<string> {
  const { text } = marked(source)
  const item = (await completionsAt(source, options)).find((each) => each.label === label)
  const { document } = snapshotOf(text)
  if (item?.textEdit === undefined || !('range' in item.textEdit)) throw new Error(`\`${label}\` is not offered`)
  const edits = [item.textEdit, ...(item.additionalTextEdits ?? [])].map(({ range, newText }) => ({
    start: document.offsetAt(range.start), end: document.offsetAt(range.end), newText,
  }))
  return edits.toSorted((a, b) => b.start - a.start).reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text)
}

/** Data and a model on it, to put things in. */
export const data = `data Faces {
  source "faces.parquet"
  split  train 80%, validation 10%, test 10%, seed 7
  input  image: image[1, 48, 48]
  input  row: table(except = [id])
  target gender: label<"female", "male">
  target age: number
}
`
