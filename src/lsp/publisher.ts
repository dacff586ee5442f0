/** Pushes findings to the editor a moment after the last change; what has become stale meanwhile is not told. */
import type { Connection, Diagnostic as Shown } from 'vscode-languageserver/node'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { guarded } from './answers.js'
import { debounced } from './debounce.js'
import { toShown } from './diagnostics.js'
import type { Project } from './project.js'

/** In milliseconds: shorter than a pause between two keys, and longer than between those of one word. */
const delay = 35

export class Publisher {
  readonly #connection: Connection
  readonly #project: Project
  readonly #timer = debounced(delay, () => void guarded(this.#connection, 'diagnostics', () => this.#publish()))
  /** Files that the editor was told something of, with that. */
  readonly #told = new Map<string, string>()
  #round = 0

  constructor(connection: Connection, project: Project) {
    this.#connection = connection
    this.#project = project
  }

  /** Something changed. */
  again(): void {
    this.#round++
    this.#timer.again()
  }

  stop(): void {
    this.#round++
    this.#timer.cancel()
  }

  async #publish(): Promise<void> {
    const round = this.#round
    const { documents } = this.#project
    const found = new Map<string, readonly Diagnostic[]>()
    for (const path of documents.paths) {
      const analysis = await this.#project.analyse(path)
      // A newer change has its own round.
      if (round !== this.#round) return
      for (const [file, findings] of byFile(path, analysis?.findings() ?? [])) {
        // A file’s own check says all about it; of one that is not open, each file that imports it says a part.
        if (file === path || !documents.isOpen(file)) found.set(file, file === path ? findings : union(found.get(file) ?? [], findings))
      }
    }
    for (const file of [...this.#told.keys()]) if (!found.has(file)) this.#tell(file, [])
    for (const [file, findings] of found) this.#tell(file, findings)
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
