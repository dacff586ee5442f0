/** Chains such as `a + b + c + …` nest without brackets: the tree is measured, so that later stages may walk it by recursion. */
import type { Span } from '../diagnostics/diagnostic.js'

/** How high the tree of one declaration may be. Nested brackets alone stay below. */
export const heightLimit = 500

/** The place of a node that lies deeper than the limit, if there is one. Each level takes a character at least. */
export function tooHigh(root: { readonly span: Span }): Span | undefined {
  if (root.span.end - root.span.start <= heightLimit) return undefined
  const open: { readonly value: object; readonly depth: number }[] = [{ value: root, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next
    const isNode = 'span' in value
    if (isNode && depth >= heightLimit) return (value as { span: Span }).span
    for (const child of Object.values(value)) {
      if (typeof child === 'object' && child !== null && !isSpan(child)) open.push({ value: child, depth: isNode ? depth + 1 : depth })
    }
  }
  return undefined
}

const isSpan = (value: object): boolean => 'start' in value && 'end' in value
