/** Documents that the editor holds, and files as they are on disk, by path. */
import { dirname, join } from 'node:path'
import type { Location, TextDocumentContentChangeEvent } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Span } from '../diagnostics/diagnostic.js'
import type { Host } from '../host/host.js'
import { toRange } from './ranges.js'
import { isVirtual, pathOf, uriOf } from './uris.js'

export class Documents {
  readonly #disk: Host
  readonly #open = new Map<string, { readonly uri: string; readonly document: TextDocument }>()
  /** Of files that are not open, as they were last read. */
  readonly #read = new Map<string, TextDocument>()
  /** What relative paths of a document that is no file are relative to. */
  folder: string

  constructor(disk: Host, folder: string) {
    this.#disk = disk
    this.folder = folder
  }

  open(uri: string, language: string, version: number, text: string): TextDocument {
    const document = TextDocument.create(uri, language, version, text)
    this.#open.set(pathOf(uri), { uri, document })
    return document
  }

  /** Undefined for a document that is not open. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): TextDocument | undefined {
    const known = this.#open.get(pathOf(uri))
    if (known === undefined) return undefined
    return TextDocument.update(known.document, [...changes], version)
  }

  close(uri: string): void {
    this.#open.delete(pathOf(uri))
    this.#read.delete(pathOf(uri))
  }

  /** A file changed on disk. */
  forget(path: string): void {
    this.#read.delete(path)
  }

  get paths(): readonly string[] {
    return [...this.#open.keys()]
  }

  isOpen(path: string): boolean {
    return this.#open.has(path)
  }

  /** A file’s text with its lines; undefined where it cannot be read. */
  document(path: string): TextDocument | undefined {
    const known = this.#open.get(path)?.document ?? this.#read.get(path)
    if (known !== undefined) return known
    const text = isVirtual(path) ? undefined : this.#disk.readText(path)
    if (text === undefined) return undefined
    const document = TextDocument.create(uriOf(path), 'mtl', 0, text)
    this.#read.set(path, document)
    return document
  }

  uri(path: string): string {
    return this.#open.get(path)?.uri ?? uriOf(path)
  }

  readonly locate = (span: Span): Location | undefined => {
    const document = this.document(span.file)
    return document === undefined ? undefined : { uri: this.uri(span.file), range: toRange(document, span) }
  }

  /** Files as the editor has them, and as they are on disk otherwise. */
  readonly host: Host = {
    readText: (path) => this.#open.get(path)?.document.getText() ?? (isVirtual(path) ? undefined : this.#disk.readText(path)),
    whyUnreadable: (path) => this.#disk.whyUnreadable?.(path),
    resolve: (specifier, from) => {
      const at = isVirtual(from) ? join(this.folder, 'untitled.mtl') : from
      return this.#disk.resolve(specifier, at) ?? this.#unsaved(specifier, at)
    },
  }

  /** A file that the editor holds and that was never saved. */
  #unsaved(specifier: string, from: string): string | undefined {
    if (!specifier.startsWith('.')) return undefined
    const path = join(dirname(from), specifier)
    return [path, `${path}.mtl`].find((each) => this.#open.has(each))
  }
}
