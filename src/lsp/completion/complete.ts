/** Completion: all that may be written at the cursor, from one file a kind of offer. */
import { InsertTextFormat, MarkupKind, type CompletionItem } from 'vscode-languageserver/node'
import { laterNote } from '../methods.js'
import { toRange } from '../ranges.js'
import { blockArguments } from './arguments.js'
import { budget } from './budget.js'
import { columns } from './columns.js'
import { heads } from './heads.js'
import { members } from './members.js'
import { augmentValues, compressTargets, methods, settings } from './methods.js'
import { names } from './names.js'
import type { Asked, Offer, Provider } from './offer.js'
import { dataFiles, importedNames, otherFiles, specifiers } from './paths.js'
import { placeAt } from './place.js'
import { statements } from './statements.js'
import { types } from './types.js'
import { unitsAfterNumber } from './units.js'
import { weightPaths } from './weight-paths.js'

const providers: readonly Provider[] = [
  statements, heads, methods, settings, compressTargets, augmentValues, blockArguments, members, names, types, importedNames, specifiers, dataFiles, otherFiles,
  unitsAfterNumber, budget, weightPaths, columns,
]

export async function complete(asked: Omit<Asked, 'place'>, snippets: boolean): Promise<readonly CompletionItem[]> {
  const { snapshot: { text, document }, offset } = asked
  const place = placeAt(text, offset)
  if (place === undefined) return []
  // Before anything is waited for: the document may change meanwhile.
  const range = toRange(document, { start: place.string?.start ?? place.word.start, end: offset })
  const offers = (await Promise.all(providers.map((provider) => provider({ ...asked, place })))).flat()
  const seen = new Set<string>()
  return offers.filter(({ label }) => !seen.has(label) && seen.add(label)).map((offer) => itemOf(offer, range, snippets))
}

function itemOf(offer: Offer, range: ReturnType<typeof toRange>, snippets: boolean): CompletionItem {
  const { label, kind, detail, doc, text = label, isSnippet = false, rank = 0, edits, later } = offer
  const note = later === true ? laterNote : undefined
  const documentation = [doc, note].filter((part) => part !== undefined).join('\n\n')
  return {
    label,
    kind,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === '' ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    sortText: (rank + 100).toFixed(3),
    // Names are filtered by what is written, which begins as the label does.
    filterText: text.startsWith(label) || text.startsWith(' ') ? label : text.replaceAll(placeholder, '$1').trim() || label,
    textEdit: { range, newText: isSnippet && !snippets ? text.replaceAll(placeholder, (_, shown?: string) => shown ?? '').replaceAll('\t', '  ') : text },
    insertTextFormat: isSnippet && snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(edits === undefined ? {} : { additionalTextEdits: [...edits] }),
  }
}

/** `$1`, `${1}`, `${1:shown}` */
const placeholder = /\$\{\d+:([^}]*)\}|\$\{?\d+\}?/g
