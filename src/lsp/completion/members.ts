/** After a dot: the parts of tables, of lists, and of records. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import { Dot, Word } from '../../syntax/tokens.js'
import { dataAround, fieldsOf, namedType, ownText } from './around.js'
import { is } from './groups.js'
import type { Offer, Provider } from './offer.js'

const ofTables: Readonly<Record<string, string>> = {
  numbers: 'f32[N], its numeric columns', categories: 'i64[M], the codes of its other columns', vocab: 'int, how many codes there are',
}
const vocab = { vocab: ofTables['vocab'] ?? '' }
/** Of a text that is read, and of one that is predicted. */
const ofTexts: Readonly<Record<string, string>> = { ...vocab, mask: 'f32[n], 1 at pieces and 0 at padding' }
const ofWritten: Readonly<Record<string, string>> = { before: 'i64[n], at each place the piece before', ...vocab }
const ofLists: Readonly<Record<string, string>> = { first: 'its first value', last: 'its last value', length: 'how many values it has' }

export const members: Provider = ({ place: { frame, frames }, module, membersOf }) => {
  const [object, dot] = frame.before.slice(-2)
  if (!is(dot, Dot) || ['budget', 'compress', 'train', 'weights', 'data'].includes(frame.kind)) return []
  const known = is(object, Word) ? membersOf(object.image) : []
  if (known.length > 0) return known.map(({ name, type }): Offer => ({ label: name, kind: CompletionItemKind.Property, detail: type }))
  const data = dataAround(frames, module)
  const field = is(object, Word) && data !== undefined ? fieldsOf(data.declaration, 'input').find(({ name }) => name.text === object.image) : undefined
  const kind = field === undefined || data === undefined ? undefined : namedType(field.type, data.module)?.name.text
  const all = kind === 'table' ? ofTables : kind === 'category' ? vocab : kind === 'text' ? ofTexts : is(object, Word) && object.image === ownText(frames, module) ? ofWritten : kind === undefined ? { ...ofLists, ...ofTables } : {}
  return Object.entries(all).map(([label, detail]): Offer => ({ label, kind: CompletionItemKind.Property, detail }))
}
