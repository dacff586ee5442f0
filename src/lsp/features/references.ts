/** All places that say a name, across files. */
import { DocumentHighlightKind, type DocumentHighlight, type Location } from 'vscode-languageserver/node'
import type { Host } from '../../host/host.js'
import type { Analysis } from '../analysis.js'
import type { Locate } from '../diagnostics.js'
import { namesIn, occurrenceAt, sameMeaning, type Meaning, type Occurrence } from '../occurrences.js'
import { modulesSaying } from '../files.js'
import { toRange } from '../ranges.js'

export interface Found {
  readonly path: string
  readonly occurrence: Occurrence
}

/** `paths`: the files to look through; that of the declaration is one of them in any case. */
export function occurrencesOf(meaning: Meaning, paths: Iterable<string>, host: Host): readonly Found[] {
  const modules = modulesSaying(meaning.name.text, [meaning.name.span.file, ...paths], host)
  return modules.flatMap((module) =>
    namesIn(module).occurrences.flatMap((occurrence) => (sameMeaning(occurrence.meaning, meaning) ? [{ path: module.path, occurrence }] : [])),
  )
}

export function references({ names, snapshot: { path } }: Analysis, offset: number, withDeclaration: boolean, paths: Iterable<string>, host: Host, locate: Locate): readonly Location[] {
  const meaning = occurrenceAt(names(), offset)?.meaning
  if (meaning === undefined) return []
  return occurrencesOf(meaning, [path, ...paths], host).flatMap(({ occurrence: { role, span } }) => {
    const location = role === 'declaration' && !withDeclaration ? undefined : locate(span)
    return location === undefined ? [] : [location]
  })
}

/** The same name within the document. */
export function highlights({ names, snapshot: { document } }: Analysis, offset: number): readonly DocumentHighlight[] {
  const meaning = occurrenceAt(names(), offset)?.meaning
  if (meaning === undefined) return []
  return names().occurrences.flatMap((occurrence) =>
    sameMeaning(occurrence.meaning, meaning)
      ? [{ range: toRange(document, occurrence.span), kind: occurrence.role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read }]
      : [],
  )
}
