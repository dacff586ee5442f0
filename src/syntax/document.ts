/**
 * A file that is being edited. Each of its declarations is parsed by itself, and again only when its own text changes; the
 * trees of the others stay the same objects, and their spans are moved to where they are now.
 */
import type { Span } from '../diagnostics/diagnostic.js'
import type { File } from './ast.js'
import { cut } from './chunks.js'
import { move, parsePart, type Part } from './moved.js'
import { limited, type Parsed } from './parse.js'

export class Document {
  readonly path: string
  #text = ''
  #chunks: readonly Part[] = []
  #parsed: Parsed
  readonly #owned = new WeakSet<object>()

  constructor(path: string, text: string) {
    this.path = path
    this.#parsed = this.#update(text)
  }

  get text(): string {
    return this.#text
  }

  get parsed(): Parsed {
    return this.#parsed
  }

  /** Reads the text as it is now; what did not change in it keeps its tree. */
  update(text: string): Parsed {
    if (text !== this.#text) this.#parsed = this.#update(text)
    return this.#parsed
  }

  /** The span itself, or a copy of it, which goes along with its text when that is moved. */
  anchor(span: Span): Span {
    if (this.#owned.has(span)) return span
    const chunk = this.#chunks.findLast(({ start }) => start <= span.start)
    const copy = { ...span }
    chunk?.spans.push(copy)
    this.#owned.add(copy)
    return copy
  }

  #update(text: string): Parsed {
    const pieces = cut(text)
    const before = this.#chunks
    let same = 0
    while (same < pieces.length && pieces[same]?.text === before[same]?.text) same++
    let tail = 0
    while (tail < Math.min(pieces.length, before.length) - same && pieces.at(-1 - tail)?.text === before.at(-1 - tail)?.text) tail++
    this.#text = text
    this.#chunks = pieces.map((piece, index) => {
      const known = index < same ? before[index] : index >= pieces.length - tail ? before[index - pieces.length + before.length] : undefined
      return known === undefined ? this.#read(piece.text, piece.start) : move(known, piece.start)
    })
    return this.#join()
  }

  #read(text: string, start: number): Part {
    const part = parsePart(text, this.path, start)
    for (const span of part.spans) this.#owned.add(span)
    return part
  }

  #join(): Parsed {
    const parts = this.#chunks.map(({ parsed }) => parsed)
    const doc = parts[0]?.file.doc
    const file: File = {
      path: this.path,
      declarations: parts.flatMap((part) => part.file.declarations),
      ...(doc === undefined ? {} : { doc }),
      span: { file: this.path, start: 0, end: this.#text.length },
    }
    return { file, comments: parts.flatMap((part) => part.comments), diagnostics: limited(parts.flatMap((part) => part.diagnostics)) }
  }
}
