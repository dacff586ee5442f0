import { describe, expect, it } from 'vitest'
import type { Span } from '../../src/diagnostics/diagnostic.js'
import { parse } from '../../src/syntax/parse.js'

/** The text under each node that has a place, with its kind. */
function placed(text: string): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    else if (typeof value === 'object' && value !== null && !('start' in value)) {
      const { span, kind, text: name } = value as { span?: Span; kind?: string; text?: string }
      if (span !== undefined) found.push([kind ?? (name === undefined ? '-' : 'name'), text.slice(span.start, span.end)])
      Object.values(value).forEach(visit)
    }
  }
  visit(parse(text, 'test.mtl').file.declarations)
  return found
}

describe('spans', () => {
  it('cover exactly the text of their nodes, in UTF-16 units', () => {
    expect(placed('/* 😀 */ const a = (1 + b) * c.d(x = "é") |> relu // end')).toEqual([
      ['const', 'const a = (1 + b) * c.d(x = "é") |> relu'],
      ['name', 'a'],
      ['pipe', '(1 + b) * c.d(x = "é") |> relu'],
      ['binary', '(1 + b) * c.d(x = "é")'],
      ['binary', '(1 + b)'],
      ['number', '1'],
      ['name', 'b'],
      ['call', 'c.d(x = "é")'],
      ['member', 'c.d'],
      ['name', 'c'],
      ['name', 'd'],
      ['-', 'x = "é"'],
      ['name', 'x'],
      ['string', '"é"'],
      ['name', 'relu'],
    ])
  })

  it('end where a construct ends, not where the line does', () => {
    expect(placed('data D {\r\n  input x: f32[C] from "c" \r\n\r\n  split test 10 % , seed 1\r\n}\r\n').filter(([kind]) => kind === 'field' || kind === 'data' || kind === 'split')).toEqual([
      ['data', 'data D {\r\n  input x: f32[C] from "c" \r\n\r\n  split test 10 % , seed 1\r\n}'],
      ['field', 'input x: f32[C] from "c"'],
      ['split', 'split test 10 % , seed 1'],
    ])
  })

  it('of bodies and branches include their braces', () => {
    expect(placed('const a = if x { 1 } else if y { 2 }').filter(([kind]) => kind === 'if' || kind === '-')).toEqual([
      ['if', 'if x { 1 } else if y { 2 }'], ['-', '{ 1 }'], ['-', 'if y { 2 }'], ['if', 'if y { 2 }'], ['-', '{ 2 }'],
    ])
  })

  it('of parts of a path are their own', () => {
    expect(placed('compress M { keep a.0.12.b }').slice(2)).toEqual([['keep', 'keep a.0.12.b'], ['name', 'a'], ['name', '0'], ['name', '12'], ['name', 'b']])
  })

  it('name the file, and the whole of it', () => {
    expect(parse('const a = 1\n', 'dir/a.mtl').file).toMatchObject({ path: 'dir/a.mtl', span: { file: 'dir/a.mtl', start: 0, end: 12 } })
  })
})
