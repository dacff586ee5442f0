/** Renames what a name stands for, in all files that say it; refuses what would make any name mean something else. */
import { LSPErrorCodes, ResponseError, type Range } from 'vscode-languageserver/node'
import type { Edit } from '../../diagnostics/diagnostic.js'
import { applyEdits } from '../../diagnostics/edits.js'
import type { Host } from '../../host/host.js'
import { keywords, reserved } from '../../syntax/tokens.js'
import type { Analysis } from '../analysis.js'
import { namesIn, occurrenceAt, sameMeaning, type Meaning, type Occurrence } from '../occurrences.js'
import { modulesSaying, type Files } from '../files.js'
import { toRange } from '../ranges.js'
import { occurrencesOf, type Found } from './references.js'

const refuse = (reason: string): never => {
  throw new ResponseError(LSPErrorCodes.RequestFailed, reason)
}

/** The name at a place, if it can be renamed. */
export function prepareRename(analysis: Analysis, offset: number, files: Files): { range: Range; placeholder: string } {
  const { document } = analysis.snapshot
  const { span, meaning, role } = renamable(analysis, offset, files)
  return { range: toRange(document, span), placeholder: role === 'alias' ? document.getText(toRange(document, span)) : meaning.name.text }
}

function renamable(analysis: Analysis, offset: number, { isLibrary }: Files): Occurrence {
  const occurrence = occurrenceAt(analysis.namesIn(offset, offset), offset) ?? refuse('there is no name here that can be renamed')
  const { meaning, role } = occurrence
  if (role !== 'alias' && isLibrary(meaning.name.span.file)) return refuse(`\`${meaning.name.text}\` is declared in the standard library; import it \`as\` another name`)
  return occurrence
}

export function rename(analysis: Analysis, offset: number, name: string, files: Files): readonly Edit[] {
  const { meaning, role, span } = renamable(analysis, offset, files)
  const { path } = analysis.snapshot
  if (!/^[A-Za-z_]\w*$/.test(name)) return refuse(`\`${name}\` is no name: names are made of letters, digits and \`_\``)
  const word = keywords.get(name)
  if (word !== undefined && reserved.has(word)) return refuse(`\`${name}\` is reserved: choose another name`)
  const old = analysis.snapshot.text.slice(span.start, span.end)
  if (old === name) return []
  const found = role === 'alias'
    ? analysis.names().occurrences.filter((each) => each.role === 'alias' && sameMeaning(each.meaning, meaning)).map((occurrence): Found => ({ path, occurrence }))
    : occurrencesOf(meaning, path, files).filter(({ occurrence }) => occurrence.role !== 'alias')
  const edits = [...found.map(({ occurrence }) => editOf(occurrence, name, old)), ...(role === 'alias' ? [] : columnOf(meaning))]
  verify(edits, name, old, files)
  return edits
}

function editOf({ span, shorthand }: Occurrence, name: string, old: string): Edit {
  // `{ p3 }` also names a field, which keeps its name.
  return { span, text: shorthand ? `${old} = ${name}` : name }
}

/** A field is read from the column of its name: under another name, it says which. */
function columnOf({ kind, name, owner }: Meaning): readonly Edit[] {
  if ((kind !== 'input' && kind !== 'target') || owner.kind !== 'data') return []
  const field = owner.settings.find((setting) => setting.kind === 'field' && setting.name.span.start === name.span.start)
  if (field?.kind !== 'field' || field.from !== undefined || (field.type.kind === 'named' && field.type.name.text === 'table')) return []
  const at = field.type.span.end
  return [{ span: { file: name.span.file, start: at, end: at }, text: ` from ${JSON.stringify(name.text)}` }]
}

/** With the edits made, every name must mean what it meant: told by reading the files as they would be. */
function verify(edits: readonly Edit[], name: string, old: string, { paths, host, read }: Files): void {
  const edited = new Map<string, string>()
  for (const path of new Set(edits.map(({ span }) => span.file))) {
    edited.set(path, applyEdits(host.readText(path) ?? '', edits.filter(({ span }) => span.file === path)))
  }
  const after: Host = { ...host, readText: (path) => edited.get(path) ?? host.readText(path) }
  const moved = (file: string, offset: number): number =>
    edits.reduce((total, { span, text }) => (span.file === file && span.start < offset ? total + text.length - (span.end - span.start) : total), offset)
  const all = [...edited.keys(), ...paths()]
  const before = new Map(modulesSaying('', all, host, read).map((module) => [module.path, module]))
  for (const module of modulesSaying('', all, after)) {
    const earlier = before.get(module.path)
    const expected = earlier === undefined ? [] : namesIn(earlier).occurrences.map(({ meaning: { name: { span } } }) => `${span.file}:${moved(span.file, span.start)}`)
    const now = namesIn(module).occurrences.map(({ meaning: { name: { span } } }) => `${span.file}:${span.start}`)
    if (now.length !== expected.length || now.some((each, index) => each !== expected[index])) {
      refuse(`\`${name}\` means something else already where \`${old}\` is said or declared: choose another name`)
    }
  }
}
