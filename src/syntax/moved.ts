/** Trees whose text is a part of a longer one: their spans are moved to where that part is. */
import type { Span } from '../diagnostics/diagnostic.js'
import type { Chunk } from './chunks.js'
import { parseChunk, type Parsed } from './parse.js'

/** A span as its owner may move it. */
export interface Movable {
  start: number
  end: number
}

/** A part of a text, with its tree and every span in it. */
export interface Part {
  start: number
  readonly text: string
  readonly more: boolean
  readonly parsed: Parsed
  readonly spans: readonly Movable[]
  /** Further spans that go along with it, by where they are in it. */
  readonly anchors: Map<string, Span & Movable>
}

const isSpan = (value: object): value is Movable => 'file' in value && 'start' in value && 'end' in value

/** Parses a part of a file by itself. */
export function parsePart(chunk: Chunk, path: string): Part {
  const parsed = parseChunk(chunk, path)
  return { ...chunk, parsed, spans: spansIn(parsed), anchors: new Map() }
}

export function move(part: Part, start: number): Part {
  const by = start - part.start
  if (by !== 0) {
    for (const span of [...part.spans, ...part.anchors.values()]) {
      span.start += by
      span.end += by
    }
    part.start = start
  }
  return part
}

/** Every span of a tree, once. */
function spansIn(root: object): Movable[] {
  const spans = new Set<Movable>()
  const open: object[] = [root]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (isSpan(value)) spans.add(value)
    else for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) open.push(child)
  }
  return [...spans]
}
