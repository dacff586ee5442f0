/**
 * A file that is being edited. Each of its declarations is parsed by itself, and again only when its own text changes; the
 * trees of the others stay the same objects, and their spans are moved to where they are now.
 */
import type { Span } from '../diagnostics/diagnostic.js'
import type { File } from './ast.js'
import { cut } from './chunks.js'
import { limited, parse, type Parsed } from './parse.js'

/** A span as its document owns it. */
interface Movable {
  start: number
  end: number
}

interface ParsedChunk {
  start: number
  readonly text: string
  readonly parsed: Parsed
  readonly spans: Movable[]
}

const isSpan = (value: object): value is Movable => 'file' in value && 'start' in value && 'end' in value

export class Document {
  readonly path: string
  #text = ''
  #chunks: readonly ParsedChunk[] = []
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
      return known === undefined ? this.#read(piece.text, piece.start) : moved(known, piece.start)
    })
    return this.#join()
  }

  #read(text: string, start: number): ParsedChunk {
    const parsed = parse(text, this.path)
    const spans = this.#collect(parsed)
    return moved({ start: 0, text, parsed, spans }, start)
  }

  /** Every span of a tree, once. */
  #collect(root: object): Movable[] {
    const spans: Movable[] = []
    const open: object[] = [root]
    for (let value = open.pop(); value !== undefined; value = open.pop()) {
      if (isSpan(value)) {
        if (this.#owned.has(value)) continue
        this.#owned.add(value)
        spans.push(value)
      } else for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) open.push(child)
    }
    return spans
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

function moved(chunk: ParsedChunk, start: number): ParsedChunk {
  const by = start - chunk.start
  if (by !== 0) {
    for (const span of chunk.spans) {
      span.start += by
      span.end += by
    }
    chunk.start = start
  }
  return chunk
}
