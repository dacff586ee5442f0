/**
 * A file that is being edited. Each of its declarations is parsed by itself, and again only when its own text changes; the
 * trees of the others stay the same objects, and their spans are moved to where they are now.
 */
import type { Span } from '../diagnostics/diagnostic.js'
import { cut, type Chunk } from './chunks.js'
import { move, parsePart, type Part } from './moved.js'
import { joined, parse, textLimit, type Parsed } from './parse.js'

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
    if (chunk === undefined) return span
    // One for each stretch, however often it is asked for.
    const key = `${span.start - chunk.start} ${span.end - chunk.start}`
    const known = chunk.anchors.get(key)
    if (known !== undefined) return known
    const copy = { ...span }
    chunk.anchors.set(key, copy)
    this.#owned.add(copy)
    return copy
  }

  #update(text: string): Parsed {
    const pieces = text.length > textLimit ? [] : cut(text)
    const before = this.#chunks
    let same = 0
    while (same < pieces.length && isSame(pieces[same], before[same])) same++
    let tail = 0
    while (tail < Math.min(pieces.length, before.length) - same && isSame(pieces.at(-1 - tail), before.at(-1 - tail))) tail++
    this.#text = text
    this.#chunks = pieces.map((piece, index) => {
      const known = index < same ? before[index] : index >= pieces.length - tail ? before[index - pieces.length + before.length] : undefined
      return known === undefined ? this.#read(piece) : move(known, piece.start)
    })
    return pieces.length === 0 ? parse(text, this.path) : joined(this.path, text.length, this.#chunks.map(({ parsed }) => parsed))
  }

  #read(chunk: Chunk): Part {
    const part = parsePart(chunk, this.path)
    for (const span of part.spans) this.#owned.add(span)
    return part
  }
}

/** Whether a chunk reads as it did, wherever it is. */
const isSame = (piece: Chunk | undefined, part: Part | undefined): boolean =>
  piece !== undefined && part !== undefined && piece.text === part.text && piece.more === part.more
