/** All places that say a name, across files. */
import { DocumentHighlightKind, type DocumentHighlight, type Location } from 'vscode-languageserver/node'
import type { Analysis } from '../analysis.js'
import type { Locate } from '../diagnostics.js'
import { namesIn as namesOf, occurrenceAt, sameMeaning, type Meaning, type Occurrence } from '../occurrences.js'
import { modulesSaying, type Files } from '../files.js'
import { toRange } from '../ranges.js'

export interface Found {
  readonly path: string
  readonly occurrence: Occurrence
}

/** `path`: a file to look through in any case, as is that of the declaration. */
export function occurrencesOf(meaning: Meaning, path: string, { paths, host, read }: Files): readonly Found[] {
  const modules = modulesSaying(meaning.name.text, [meaning.name.span.file, path, ...paths()], host, read)
  return modules.flatMap((module) =>
    namesOf(module).occurrences.flatMap((occurrence) => (sameMeaning(occurrence.meaning, meaning) ? [{ path: module.path, occurrence }] : [])),
  )
}

export function references({ namesIn, snapshot: { path } }: Analysis, offset: number, withDeclaration: boolean, files: Files, locate: Locate): readonly Location[] {
  const meaning = occurrenceAt(namesIn(offset, offset), offset)?.meaning
  if (meaning === undefined) return []
  return occurrencesOf(meaning, path, files).flatMap(({ occurrence: { role, span } }) => {
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
