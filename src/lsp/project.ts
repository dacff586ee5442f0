/** The documents of an editor, and what is known of them: kept in step with every change. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node'
import type { InspectTable } from '../check/check.js'
import type { Host } from '../host/host.js'
import { Analyst, type Analysis } from './analysis.js'
import { Documents } from './documents.js'
import type { Snapshot } from './snapshot.js'
import { pathOf } from './uris.js'

export class Project {
  readonly documents: Documents
  readonly #analyst: Analyst

  /** `folder`: what relative paths of documents that are no files are relative to. */
  constructor(disk: Host, folder: string, inspectTable: InspectTable) {
    this.documents = new Documents(disk, folder)
    this.#analyst = new Analyst(this.documents.host, inspectTable, (path) => this.snapshot(path))
  }

  open(uri: string, language: string, version: number, text: string): void {
    this.documents.open(uri, language, version, text)
    this.#analyst.update(pathOf(uri), text)
  }

  /** Changes of a document that is not open are left alone. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const document = this.documents.change(uri, version, changes)
    if (document !== undefined) this.#analyst.update(pathOf(uri), document.getText())
  }

  close(uri: string): void {
    this.documents.close(uri)
    this.#analyst.close(pathOf(uri))
  }

  /** A file on disk changed. */
  forget(path: string): void {
    this.documents.forget(path)
    this.#analyst.forget(path)
  }

  /** An open document as it stands, by its path. */
  snapshot(path: string): Snapshot | undefined {
    const document = this.documents.isOpen(path) ? this.documents.document(path) : undefined
    if (document === undefined) return undefined
    const text = document.getText()
    return { path, uri: this.documents.uri(path), text, document, parsed: this.#analyst.update(path, text) }
  }

  /** Undefined for a document that is not open. */
  analyse(path: string): Promise<Analysis | undefined> {
    return this.#analyst.analyse(path)
  }
}
