import type { Edit, Span } from './diagnostic.js'

const spaces = /[ \t]/
const isSpace = (text: string, at: number): boolean => spaces.test(text[at] ?? '')
const isLineEnd = (text: string, at: number): boolean => at >= text.length || text[at] === '\n' || text[at] === '\r'

/** Takes one item of a list or block out, with the comma or the line that it leaves empty. */
export function removal(text: string, span: Span): Edit {
  let [start, end] = [span.start, span.end]
  while (start > 0 && isSpace(text, start - 1)) start--
  while (isSpace(text, end)) end++
  const first = start === 0 || isLineEnd(text, start - 1)
  if (text[start - 1] === ',') return { span: { ...span, start: start - 1, end: span.end }, text: '' }
  if (text[end] === ',') {
    end++
    while (isSpace(text, end)) end++
    // What comes next takes its place, unless the line ends here.
    if (!isLineEnd(text, end)) return { span: { ...span, end }, text: '' }
  }
  if (!first || !isLineEnd(text, end)) return { span, text: '' }
  if (text.startsWith('\r\n', end)) end += 2
  else if (end < text.length) end++
  return { span: { ...span, start, end }, text: '' }
}
