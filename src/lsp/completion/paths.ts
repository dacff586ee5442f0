/** Modules to import and their names; files that hold data. */
import { readdirSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { CompletionItemKind } from 'vscode-languageserver/node'
import { parse } from '../../syntax/parse.js'
import { From, Text } from '../../syntax/tokens.js'
import { textOf } from '../../syntax/lexer.js'
import { blockSignature } from '../signatures.js'
import { isVirtual } from '../uris.js'
import { is } from './groups.js'
import type { Asked, Offer, Provider } from './offer.js'
import { wordOf } from './place.js'

/** `import { | } from "std/vision"` */
export const importedNames: Provider = ({ place: { frame, frames }, snapshot, host, library }) => {
  if (frame.kind !== 'import' || frame.before.length > 0) return []
  const statement = frames[0]?.items[frames[0].index]?.parts ?? []
  const from = statement.findIndex((part) => is(part, From))
  const text = from < 0 ? undefined : statement[from + 1]
  const there = new Set(frame.items.flatMap(({ parts: [first] }, index) => (index === frame.index ? [] : [wordOf(first) ?? ''])))
  const offers = (declarations: Iterable<{ readonly kind: string }>, more: Partial<Offer> = {}): readonly Offer[] =>
    [...declarations].flatMap((declaration): Offer[] => {
      if (!isNamed(declaration) || there.has(declaration.name.text)) return []
      const { doc } = declaration
      const detail = isBlock(declaration) ? blockSignature(declaration) : declaration.kind
      return [{ label: declaration.name.text, kind: isBlock(declaration) ? CompletionItemKind.Class : CompletionItemKind.Constant, detail, ...(doc === undefined ? {} : { doc }), ...more }]
    })
  const specifier = is(text, Text) ? textOf(text) : ''
  if (specifier === '') return library().flatMap((module) => offers(module.declarations).map((offer) => ({ ...offer, detail: `${module.specifier} ${offer.detail ?? ''}` })))
  const path = host.resolve(specifier, snapshot.path)
  const source = path === undefined ? undefined : host.readText(path)
  return path === undefined || source === undefined ? [] : offers(parse(source, path).file.declarations)
}

type Declaration = ReturnType<typeof parse>['file']['declarations'][number]
type NamedDeclaration = Exclude<Declaration, { kind: 'import' | 'train' | 'compress' }>

const isNamed = (declaration: { readonly kind: string }): declaration is NamedDeclaration => ['const', 'type', 'block', 'data', 'model'].includes(declaration.kind)
const isBlock = (declaration: NamedDeclaration): declaration is Extract<Declaration, { kind: 'block' }> => declaration.kind === 'block'

/** `from "std/…"`, `from "./…"` */
export const specifiers: Provider = ({ place: { frame, string }, snapshot, library }) => {
  if (frame.kind !== 'file' || string === undefined || !is(frame.before.at(-1), From)) return []
  if (string.text.startsWith('.')) return files(string.text, snapshot.path, (name) => name.endsWith('.mtl'), (name) => name.slice(0, -4))
  return [
    ...library().map(({ specifier }, index): Offer => ({ label: specifier, kind: CompletionItemKind.Module, rank: index / 1000 })),
    { label: './', kind: CompletionItemKind.Folder, detail: 'a file beside this one', rank: 1 },
  ]
}

/** `source "faces.csv"` */
export const dataFiles: Provider = ({ place: { frame, string }, snapshot }) => {
  const word = wordOf(frame.before[0])
  const isSource = frame.kind === 'data' && word === 'source' && wordOf(frame.before[1]) !== 'sql' && frame.before.length < 3
  return isSource && string !== undefined ? files(string.text, snapshot.path, (name) => /\.(csv|tsv|parquet|json|jsonl|ndjson)(\.gz)?$/i.test(name), (name) => name) : []
}

/** `distill from "other.mtl"`, `init from "weights.safetensors"` */
export const otherFiles: Provider = ({ place: { frame, string }, snapshot }: Asked) => {
  const word = wordOf(frame.before[0])
  const takes = frame.kind === 'compress' && word === 'distill' ? /\.mtl$/ : frame.kind === 'train' && word === 'init' ? /\.(safetensors|onnx)$/i : undefined
  return string === undefined || takes === undefined ? [] : files(string.text, snapshot.path, (name) => takes.test(name), (name) => name)
}

/** What a folder holds, as paths that begin as the string does. Empty where there is no such folder. */
function files(written: string, from: string, takes: (name: string) => boolean, show: (name: string) => string): readonly Offer[] {
  const base = written.slice(0, written.lastIndexOf('/') + 1)
  if (isVirtual(from) && !isAbsolute(base)) return []
  try {
    return readdirSync(resolve(dirname(from), base), { withFileTypes: true }).flatMap((entry): Offer[] => {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return []
      if (entry.isDirectory()) return [{ label: `${base}${entry.name}/`, kind: CompletionItemKind.Folder, rank: 1 }]
      return takes(entry.name) && resolve(dirname(from), base, entry.name) !== from ? [{ label: `${base}${show(entry.name)}`, kind: CompletionItemKind.File }] : []
    })
  } catch {
    return []
  }
}
