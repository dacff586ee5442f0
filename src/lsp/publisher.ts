/**
 * Pushes findings to the editor: those of the checker at once, or as soon as keys pause; those of the linter when there is
 * time, and until then as they were. What has become stale meanwhile is not told.
 */
import type { Connection, Diagnostic as Shown } from 'vscode-languageserver/node'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { guarded } from './answers.js'
import { debounced } from './debounce.js'
import { toShown } from './diagnostics.js'
import type { Project } from './project.js'
import { detached, shifted, type Told } from './shifted.js'

/** In milliseconds: less than between two keys of one word, and more. */
const pause = 35
const longPause = 120

export class Publisher {
  readonly #connection: Connection
  readonly #project: Project
  readonly #check = debounced(pause, true, () => void guarded(this.#connection, 'diagnostics', () => this.#publish()))
  readonly #lint = debounced(longPause, false, () => void guarded(this.#connection, 'linting', () => this.#publishLint()))
  /** Of the checker, by file. */
  #checked: ReadonlyMap<string, readonly Diagnostic[]> = new Map()
  /** Of the linter, by document. */
  readonly #linted = new Map<string, Told>()
  /** What the editor was told of files, as text. */
  readonly #told = new Map<string, string>()
  #round = 0

  constructor(connection: Connection, project: Project) {
    this.#connection = connection
    this.#project = project
  }

  /** Something changed. */
  again(): void {
    this.stop()
    this.#check.again()
  }

  stop(): void {
    this.#round++
    this.#check.cancel()
    this.#lint.cancel()
  }

  async #publish(): Promise<void> {
    const round = this.#round
    const { documents } = this.#project
    const found = new Map<string, readonly Diagnostic[]>()
    for (const path of documents.paths) {
      const analysis = await this.#project.analyse(path)
      // A newer change has its own round.
      if (round !== this.#round) return
      for (const [file, findings] of byFile(path, analysis?.checked ?? [])) {
        // A file’s own check says all about it; of one that is not open, each file that imports it says a part.
        if (file === path) found.set(file, findings)
        else if (!documents.isOpen(file)) found.set(file, union(found.get(file) ?? [], findings))
      }
    }
    this.#checked = found
    for (const path of this.#linted.keys()) if (!documents.isOpen(path)) this.#linted.delete(path)
    this.#tellAll()
    this.#lint.again()
  }

  async #publishLint(): Promise<void> {
    const round = this.#round
    for (const path of this.#project.documents.paths) {
      const analysis = await this.#project.analyse(path)
      if (round !== this.#round || analysis === undefined) return
      this.#linted.set(path, { path, text: analysis.snapshot.text, findings: detached(analysis.linted()) })
    }
    this.#tellAll()
  }

  #tellAll(): void {
    for (const file of this.#told.keys()) if (!this.#checked.has(file)) this.#tell(file, [])
    for (const [file, findings] of this.#checked) {
      const linted = this.#linted.get(file)
      const text = this.#project.documents.document(file)?.getText() ?? ''
      this.#tell(file, linted === undefined ? findings : [...findings, ...shifted(linted, text)])
    }
  }

  #tell(file: string, findings: readonly Diagnostic[]): void {
    const { documents } = this.#project
    const document = documents.document(file)
    const diagnostics: Shown[] = document === undefined ? [] : findings.map((finding) => toShown(finding, document, documents.locate))
    const version = documents.isOpen(file) ? document?.version : undefined
    const message = { uri: documents.uri(file), ...(version === undefined ? {} : { version }), diagnostics }
    const text = JSON.stringify(message)
    if (this.#told.get(file) === text) return
    if (findings.length === 0 && !documents.isOpen(file)) this.#told.delete(file)
    else this.#told.set(file, text)
    void this.#connection.sendDiagnostics(message)
  }
}

/** What is said of no file is said of the one that was checked, which is there in any case. */
function byFile(path: string, findings: readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const files = new Map<string, Diagnostic[]>([[path, []]])
  for (const finding of findings) {
    const file = finding.span?.file ?? path
    const list = files.get(file)
    if (list === undefined) files.set(file, [finding])
    else list.push(finding)
  }
  return files
}

function union(first: readonly Diagnostic[], second: readonly Diagnostic[]): readonly Diagnostic[] {
  const said = new Set(first.map((finding) => JSON.stringify(finding)))
  return [...first, ...second.filter((finding) => !said.has(JSON.stringify(finding)))]
}
