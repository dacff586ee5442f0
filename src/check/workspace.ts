/**
 * Files that are being edited, checked again and again: what a change does not touch is neither read nor checked anew.
 */
import type { Host } from '../host/host.js'
import type { Expression } from '../syntax/ast.js'
import { Document } from '../syntax/document.js'
import { parse, type Parsed } from '../syntax/parse.js'
import { check, type Checked, type InspectTable } from './check.js'
import { Memo } from './memo.js'
import type { Value } from './values.js'

export interface WorkspaceContext {
  readonly host: Host
  readonly inspectTable?: InspectTable
}

export interface WorkspaceChecked extends Checked {
  /** What an expression of the user's own files was found to be; in a block, as it is in general. */
  readonly valueOf: (expression: Expression) => Value | undefined
}

export class Workspace {
  readonly #context: WorkspaceContext
  readonly #host: Host
  readonly #documents = new Map<string, Document>()
  /** Files on disk, as they were last read. */
  readonly #files = new Map<string, { readonly text: string; readonly parsed: Parsed }>()
  readonly #memos = new Map<string, Memo>()
  #running: Promise<unknown> = Promise.resolve()
  #changes = 0

  constructor(context: WorkspaceContext) {
    const { host } = context
    this.#context = context
    this.#host = { ...host, readText: (path) => this.#documents.get(path)?.text ?? this.#files.get(path)?.text ?? host.readText(path) }
  }

  /** Takes the text of an open file, new or changed. Its tree is that of its last version, where nothing in it changed. */
  update(path: string, text: string): Parsed {
    this.#changes++
    const document = this.#documents.get(path)
    if (document !== undefined) return document.update(text)
    const opened = new Document(path, text)
    this.#documents.set(path, opened)
    return opened.parsed
  }

  /** The file is on disk alone again. */
  close(path: string): void {
    this.#changes++
    this.#documents.delete(path)
    this.#memos.delete(path)
    this.#files.delete(path)
  }

  /** A file on disk changed, or data that a table's columns are read from. */
  forget(path: string): void {
    this.#changes++
    this.#files.delete(path)
    if (!path.endsWith('.mtl')) this.#memos.clear()
  }

  /** Checks one at a time: each in full, with the texts as they are when it begins. */
  check(path: string): Promise<WorkspaceChecked> {
    const checked = this.#running.then(() => this.#check(path))
    this.#running = checked.catch(() => undefined)
    return checked
  }

  async #check(path: string): Promise<WorkspaceChecked> {
    const changes = this.#changes
    const memo = this.#memos.get(path) ?? new Memo({ values: true, anchor: (span) => this.#documents.get(span.file)?.anchor(span) ?? span })
    this.#memos.set(path, memo)
    const checked = await check(path, { ...this.#context, host: this.#host, memo, parse: (text, file) => this.#parse(text, file) })
    // What was found while the texts were changing speaks of neither state.
    if (changes !== this.#changes) this.#memos.delete(path)
    return { ...checked, valueOf: (expression) => memo.values?.get(expression) }
  }

  #parse(text: string, path: string): Parsed {
    const document = this.#documents.get(path)
    if (document !== undefined) return document.parsed
    const known = this.#files.get(path)
    if (known?.text === text) return known.parsed
    const parsed = parse(text, path)
    this.#files.set(path, { text, parsed })
    return parsed
  }
}
