/** All places that say a name, across files. */
import { DocumentHighlightKind, type DocumentHighlight, type Location } from 'vscode-languageserver/node'
import type { Module } from '../../check/module.js'
import type { Host } from '../../host/host.js'
import type { Locate } from '../diagnostics.js'
import { occurrenceAt, occurrencesIn, sameMeaning, type Meaning, type Occurrence } from '../occurrences.js'
import { modulesSaying } from '../project.js'
import { toRange } from '../ranges.js'
import type { Snapshot } from '../snapshot.js'

export interface Found {
  readonly module: Module
  readonly occurrence: Occurrence
}

/** `paths`: the files to look through; that of the declaration is one of them in any case. */
export function occurrencesOf(meaning: Meaning, paths: Iterable<string>, host: Host): readonly Found[] {
  const modules = modulesSaying(meaning.name.text, [meaning.name.span.file, ...paths], host)
  return modules.flatMap((module) =>
    occurrencesIn(module).flatMap((occurrence) => (sameMeaning(occurrence.meaning, meaning) ? [{ module, occurrence }] : [])),
  )
}

export function references(module: Module, offset: number, withDeclaration: boolean, paths: Iterable<string>, host: Host, locate: Locate): readonly Location[] {
  const meaning = occurrenceAt(module, offset)?.meaning
  if (meaning === undefined) return []
  return occurrencesOf(meaning, [module.path, ...paths], host).flatMap(({ occurrence: { role, span } }) => {
    const location = role === 'declaration' && !withDeclaration ? undefined : locate(span)
    return location === undefined ? [] : [location]
  })
}

/** The same name within the document. */
export function highlights(module: Module, { document }: Snapshot, offset: number): readonly DocumentHighlight[] {
  const meaning = occurrenceAt(module, offset)?.meaning
  if (meaning === undefined) return []
  return occurrencesIn(module).flatMap((occurrence) =>
    sameMeaning(occurrence.meaning, meaning)
      ? [{ range: toRange(document, occurrence.span), kind: occurrence.role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read }]
      : [],
  )
}
