/** The nodes of a syntax tree, found by their spans. */
import type { Span } from '../diagnostics/diagnostic.js'

export interface Node {
  readonly kind?: string
  readonly span: Span
}

const isSpan = (value: object): boolean => 'start' in value && 'end' in value && 'file' in value

const isNode = (value: object): value is Node => 'span' in value

/** The node and all below it, outer ones first. Without recursion: chains such as `a + b + …` nest deeply. */
export function* nodesOf(root: object): Generator<Node> {
  const open: object[] = [root]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (isNode(next)) yield next
    const below = Object.values(next).filter((child): child is object => typeof child === 'object' && child !== null && !isSpan(child))
    open.push(...below.toReversed())
  }
}

/** Nodes that a place lies in or touches, outer ones first. */
export function nodesAt(root: object, offset: number): readonly Node[] {
  const found: Node[] = []
  const open: object[] = [root]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (isNode(next)) {
      if (offset < next.span.start || offset > next.span.end) continue
      found.push(next)
    }
    for (const child of Object.values(next)) if (typeof child === 'object' && child !== null && !isSpan(child)) open.push(child)
  }
  return found.toSorted((a, b) => b.span.end - b.span.start - (a.span.end - a.span.start))
}
