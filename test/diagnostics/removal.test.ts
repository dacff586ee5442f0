import { expect, test } from 'vitest'
import { applyEdits } from '../../src/diagnostics/edits.js'
import { removal } from '../../src/diagnostics/removal.js'

const without = (text: string, item: string): string => {
  const start = text.lastIndexOf(item)
  return applyEdits(text, [removal(text, { file: 'a.mtl', start, end: start + item.length })])
}

test.each([
  ['a line of its own goes', 'train M {\n  epochs 1\n  batch 2 \n}', 'epochs 1', 'train M {\n  batch 2 \n}'],
  ['with Windows line ends, too', 'train M {\r\n  epochs 1\r\n  batch 2\r\n}', 'batch 2', 'train M {\r\n  epochs 1\r\n}'],
  ['of several on a line, the comma before goes', '{ epochs 1, batch 2 }', 'batch 2', '{ epochs 1 }'],
  ['of the first, the comma after', '{ epochs 1, batch 2 }', 'epochs 1', '{ batch 2 }'],
  ['in a list', 'f(a = 1, b = 2, a = 3)', 'a = 3', 'f(a = 1, b = 2)'],
  ['one that stands alone leaves its brackets', '{ epochs 1 }', 'epochs 1', '{  }'],
  ['a line that ends in a comma', '{\n  epochs 1,\n  batch 2\n}', 'epochs 1', '{\n  batch 2\n}'],
  ['the last line of a file', 'a\nb', 'b', 'a\n'],
])('%s', (_, text, item, expected) => {
  expect(without(text, item)).toBe(expected)
})
