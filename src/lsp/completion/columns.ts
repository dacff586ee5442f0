/** Columns of the data set's sources: after `input` and `target`, `from`, `weight`, `split by`, and in `except`. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import type { DataDeclaration } from '../../syntax/ast.js'
import { From } from '../../syntax/tokens.js'
import { fieldsOf } from './around.js'
import { is } from './groups.js'
import type { Offer, Provider } from './offer.js'
import { wordOf, type Frame } from './place.js'
import { exceptAround } from './types.js'

/** How a column is written: a name where it is one, or a string. */
type Form = 'name' | 'string'

export const columns: Provider = async ({ place: { frame, frames, number, string }, module, snapshot, columns: ask }) => {
  const data = frames.find(({ kind }) => kind === 'data')
  const except = exceptAround(frames)
  if (data === undefined || number !== undefined) return []
  if (except === 'name') return [{ label: 'except', kind: CompletionItemKind.Property, detail: 'columns that it does not take', text: 'except = [$1]', isSnippet: true }]
  const form = except === 'list' ? 'name' : formAt(frame, string !== undefined)
  const declaration = module.file.declarations.find((each): each is DataDeclaration => each.kind === 'data' && each.name.text === wordOf(data.head[1]))
  if (form === undefined || declaration === undefined) return []
  const used = new Set(fieldsOf(declaration).map(({ name, from }) => from?.value ?? name.text))
  const isField = ['input', 'target'].includes(wordOf(frame.before[0]) ?? '')
  return (await ask(declaration, snapshot.path)).flatMap(({ name, type }): Offer[] => {
    const isName = /^[A-Za-z_]\w*$/.test(name)
    if (isField && used.has(name) && string === undefined) return []
    // A field may have another name than its column.
    if (isField && string === undefined && !isName) return []
    return [{ label: name, kind: CompletionItemKind.Field, detail: type, rank: -1, ...(string === undefined && (form === 'string' || !isName) ? { text: JSON.stringify(name) } : {}) }]
  })
}

function formAt({ kind, before }: Frame, inString: boolean): Form | undefined {
  if (kind !== 'data') return undefined
  const [first, last] = [wordOf(before[0]), before.at(-1)]
  if (is(last, From)) return 'string'
  if (before.length === 1 && (first === 'input' || first === 'target' || first === 'weight')) return inString && first !== 'weight' ? undefined : 'name'
  return wordOf(before.at(-2)) === 'by' && ['column', 'group'].includes(wordOf(last) ?? '') ? 'name' : undefined
}
