/**
 * A file of a library: its declarations are known by name at once, and parsed when they are asked for, for most never are.
 * It has to be laid out as the formatter does it, and to be free of syntax errors.
 */
import type { Declaration, File } from './ast.js'
import { cut, type Chunk } from './chunks.js'
import { joined, parseChunk, type Parsed } from './parse.js'

const head = /^(?:extern[ \t]+)?(const|type|block|data|model|import|train|compress)\b[ \t]*(\w*)/m

export class Library {
  readonly #path: string
  readonly #text: string
  readonly #chunks: readonly { readonly kind: string; readonly name: string; readonly chunk: Chunk }[]
  readonly #read = new Map<Chunk, Parsed>()

  constructor(path: string, text: string) {
    this.#path = path
    this.#text = text
    this.#chunks = cut(text).map((chunk) => {
      const [, kind = '', name = ''] = head.exec(chunk.text) ?? []
      return { kind, name, chunk }
    })
  }

  /** Names, each with what gives its declaration. */
  get names(): readonly (readonly [string, () => Declaration | undefined])[] {
    return this.#chunks.flatMap(({ kind, name, chunk }) =>
      kind === 'import' || name === '' ? [] : [[name, () => this.#parse(chunk).file.declarations[0]] as const],
    )
  }

  get imports(): readonly Extract<Declaration, { kind: 'import' }>[] {
    const chunks = this.#chunks.filter(({ kind }) => kind === 'import')
    return chunks.flatMap(({ chunk }) => this.#parse(chunk).file.declarations.flatMap((each) => (each.kind === 'import' ? [each] : [])))
  }

  /** All of it. */
  get file(): File {
    return joined(this.#path, this.#text.length, this.#chunks.map(({ chunk }) => this.#parse(chunk))).file
  }

  #parse(chunk: Chunk): Parsed {
    const known = this.#read.get(chunk)
    if (known !== undefined) return known
    const parsed = parseChunk(chunk, this.#path)
    this.#read.set(chunk, parsed)
    return parsed
  }
}
