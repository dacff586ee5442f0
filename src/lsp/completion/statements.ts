/** The words that can begin a statement at the cursor, without those that stand there already. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import { keyword, type Offer, type Provider } from './offer.js'
import { begun, type FrameKind } from './place.js'
import { words, type WordPlace } from '../words.js'

const places: Partial<Record<FrameKind, WordPlace>> = {
  file: 'file', data: 'data', model: 'model', task: 'task', train: 'train', compress: 'compress', budget: 'budget', body: 'body',
}

export const statements: Provider = ({ place: { frame, number, string } }) => {
  const home = places[frame.kind]
  if (home === undefined || frame.before.length > 0 || number !== undefined || string !== undefined) return []
  const there = begun(frame)
  return Object.entries(words[home]).flatMap(([word, { doc, snippet, repeats }]): Offer[] =>
    repeats !== true && there.has(word) ? [] : [keyword(word, doc, { text: snippet, isSnippet: true, kind: CompletionItemKind.Keyword })],
  )
}
