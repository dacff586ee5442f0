/**
 * A file of a library: its declarations are known by name at once, and parsed when they are asked for, for most never are.
 * It has to be laid out as the formatter does it, and to be free of syntax errors.
 */
import type { Declaration, File } from './ast.js'
import { cut, type Chunk } from './chunks.js'
import { parsePart } from './moved.js'

const head = /^(?:extern[ \t]+)?(const|type|block|data|model|import|train|compress)\b[ \t]*(\w*)/m

export class Library {
  readonly #path: string
  readonly #text: string
  readonly #chunks: readonly { readonly kind: string; readonly name: string; readonly chunk: Chunk }[]
  readonly #read = new Map<Chunk, File>()

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
      kind === 'import' || name === '' ? [] : [[name, () => this.#parse(chunk).declarations[0]] as const],
    )
  }

  get imports(): readonly Extract<Declaration, { kind: 'import' }>[] {
    const chunks = this.#chunks.filter(({ kind }) => kind === 'import')
    return chunks.flatMap(({ chunk }) => this.#parse(chunk).declarations.flatMap((each) => (each.kind === 'import' ? [each] : [])))
  }

  /** All of it. */
  get file(): File {
    const files = this.#chunks.map(({ chunk }) => this.#parse(chunk))
    const doc = files[0]?.doc
    return {
      path: this.#path,
      declarations: files.flatMap(({ declarations }) => declarations),
      ...(doc === undefined ? {} : { doc }),
      span: { file: this.#path, start: 0, end: this.#text.length },
    }
  }

  #parse(chunk: Chunk): File {
    const known = this.#read.get(chunk)
    if (known !== undefined) return known
    const { file } = parsePart(chunk.text, this.#path, chunk.start).parsed
    this.#read.set(chunk, file)
    return file
  }
}
