/** Texts with a cursor in them, and features asked at it. */
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { CompletionItem } from 'vscode-languageserver/node'
import { evaluate } from '../../src/check/evaluate.js'
import { Loader } from '../../src/check/modules.js'
import { Session } from '../../src/check/session.js'
import { complete } from '../../src/lsp/completion/complete.js'
import type { Column } from '../../src/lsp/completion/offer.js'
import { libraryOf } from '../../src/lsp/library.js'
import type { Snapshot } from '../../src/lsp/snapshot.js'
import { parse } from '../../src/syntax/parse.js'
import { memoryHost, type Files } from '../check/kit.js'

/** The text without its `‸`, and where that stood. */
export function marked(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('‸')
  if (offset < 0 || text.includes('‸', offset + 1)) throw new Error('a text with one ‸ is wanted')
  return { text: text.slice(0, offset) + text.slice(offset + 1), offset }
}

export const snapshotOf = (text: string, path = 'main.mtl'): Snapshot => ({
  path, uri: path, text, document: TextDocument.create(path, 'mtl', 0, text), parsed: parse(text, path),
})

export interface CompletionOptions {
  readonly files?: Files
  readonly columns?: readonly Column[]
  readonly snippets?: boolean
}

const library = libraryOf(memoryHost({}))

/** What is offered at the cursor, in the order in which an editor shows it. */
export async function completionsAt(source: string, { files = {}, columns = [], snippets = false }: CompletionOptions = {}): Promise<readonly CompletionItem[]> {
  const { text, offset } = marked(source)
  const host = memoryHost({ ...files, 'main.mtl': text })
  const module = new Loader(host, new Session(evaluate)).load('main.mtl')
  if (module === undefined) throw new Error('no module')
  const items = await complete(
    {
      snapshot: snapshotOf(text), offset, module, library, host,
      columns: () => Promise.resolve(columns), typeOf: () => undefined, membersOf: () => [], weightsOf: () => [],
    },
    snippets,
  )
  return items.toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
}

export const labelsAt = async (source: string, options?: CompletionOptions): Promise<readonly string[]> =>
  (await completionsAt(source, options)).map(({ label }) => label)
