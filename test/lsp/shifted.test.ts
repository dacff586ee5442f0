import { expect, it } from 'vitest'
import { shifted } from '../../src/lsp/shifted.js'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js'

/** A finding about the first place where a word stands in a text. */
const about = (text: string, word: string): Diagnostic => {
  const start = text.indexOf(word)
  return { code: 'MTL7014', severity: 'warning', message: word, span: { file: 'main.mtl', start, end: start + word.length }, related: [] }
}

const text = 'let first = 1\nlet second = 2\nlet third = 3\n'
const findings = ['first', 'second', 'third'].map((word) => about(text, word))

it.each([
  ['let first = 1\nlet second = 2000\nlet third = 3\n', ['first', 'second', 'third']],
  ['let first = 1\nlet secret = 2\nlet third = 3\n', ['first', 'third']],
  // What touches the change may be about something else now.
  ['let first = 1\nlet xthird = 3\n', ['first']],
  ['let first = 1\n\nlet third = 3\n', ['first', 'third']],
  [`// A line.\n${text}`, ['first', 'second', 'third']],
  ['', []],
])('findings go along with their text: %j', (now, left) => {
  const moved = shifted({ path: 'main.mtl', text, findings }, now)
  expect(moved.map(({ span }) => now.slice(span?.start, span?.end))).toEqual(left)
})
