/** How wide a document is on one line. */
import type { builders } from 'prettier/doc'
import { displayWidth } from '../../diagnostics/width.js'

/** Columns of a document without breaks; infinite where it breaks for sure, or is wider than `limit`. Comments at a line's end do not count. */
export function flatWidth(doc: builders.Doc, limit: number): number {
  let width = 0
  const open: builders.Doc[] = [doc]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') width += displayWidth(next)
    else if (Array.isArray(next)) for (let index = next.length - 1; index >= 0; index--) open.push(next[index] ?? '')
    else if (next.type === 'break-parent' || (next.type === 'group' && next.break) || (next.type === 'line' && next.hard === true)) return Number.POSITIVE_INFINITY
    else if (next.type === 'line') width += next.soft === true ? 0 : 1
    else if (next.type === 'if-break') open.push(next.flatContents)
    else if (next.type === 'fill') open.push(next.parts)
    else if ('contents' in next && next.type !== 'line-suffix') open.push(next.contents)
    if (width > limit) return Number.POSITIVE_INFINITY
  }
  return width
}

export const fits = (doc: builders.Doc, room: number): boolean => flatWidth(doc, room) <= room

/** The text that a document begins with. */
export function firstWord(doc: builders.Doc): string {
  if (typeof doc === 'string') return doc
  if (Array.isArray(doc)) {
    for (const part of doc) {
      const word = firstWord(part)
      if (word !== '') return word
    }
    return ''
  }
  return 'contents' in doc ? firstWord(doc.contents) : ''
}
