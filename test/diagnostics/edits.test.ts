import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Edit } from '../../src/diagnostics/diagnostic.js'
import { applyEdits, chooseFixes } from '../../src/diagnostics/edits.js'

const edit = (start: number, end: number, text: string): Edit => ({ span: { file: 'a.mtl', start, end }, text })

describe('edits, applied', () => {
  it('replace, insert and remove, in whatever order they are given', () => {
    expect(applyEdits('Dense(64) |> rleu;', [edit(17, 18, ''), edit(6, 8, '10'), edit(13, 17, 'relu'), edit(0, 0, 'x |> ')])).toBe('x |> Dense(10) |> relu')
    expect(applyEdits('abc', [])).toBe('abc')
  })

  it('at one place are made in the order given, insertions before what is replaced there', () => {
    expect(applyEdits('ab', [edit(1, 1, '}'), edit(1, 1, ')')])).toBe('a})b')
    expect(applyEdits('ab', [edit(1, 2, 'X'), edit(1, 1, '+')])).toBe('a+X')
    expect(applyEdits('ab', [edit(0, 1, 'X'), edit(1, 1, '+')])).toBe('X+b')
  })

  it('that overlap: the first one counts', () => {
    expect(applyEdits('abcdef', [edit(1, 4, 'X'), edit(2, 3, 'Y'), edit(2, 2, 'Z'), edit(3, 6, 'W'), edit(4, 5, '-')])).toBe('aX-f')
    expect(applyEdits('abcdef', [edit(2, 2, 'Z'), edit(1, 4, 'X')])).toBe('abZcdef')
  })

  it('outside the text are cut to it', () => {
    expect(applyEdits('ab', [edit(1, 99, 'X'), edit(-5, 0, '>')])).toBe('>aX')
  })

  const edits = fc.array(fc.tuple(fc.nat(20), fc.nat(5), fc.constantFrom('', 'X', 'YZ')).map(([start, length, text]) => edit(start, start + length, text)), { maxLength: 6 })
  it('leave everything else as it was', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{0,20}$/), edits, (text, given) => {
        const kept = applyEdits(text, given).replaceAll(/[A-Z]/g, '')
        // Of the text, a subsequence is left; what no edit touches is in it.
        let at = 0
        for (const letter of kept) at = text.indexOf(letter, at) + 1
        expect(at > 0 || kept === '').toBe(true)
        const untouched = [...text].filter((_, index) => !given.some(({ span }) => span.start <= index && index < span.end))
        expect(kept.length).toBeGreaterThanOrEqual(untouched.length)
      }),
    )
  })
})

describe('fixes of several findings', () => {
  it('are made whole or not at all', () => {
    const { edits, made } = chooseFixes([[edit(0, 1, 'A'), edit(8, 9, 'B')], [edit(4, 5, 'C'), edit(9, 9, 'D')], [edit(4, 5, 'E')]])
    expect(edits).toEqual([edit(0, 1, 'A'), edit(8, 9, 'B'), edit(4, 5, 'E')])
    expect(made).toBe(2)
  })

  it('never insert the same thing twice', () => {
    expect(chooseFixes([[edit(3, 3, '}')], [edit(3, 3, '}')]]).edits).toEqual([edit(3, 3, '}')])
  })

  it('of other files are apart', () => {
    const other: Edit = { span: { file: 'b.mtl', start: 0, end: 4 }, text: '' }
    expect(chooseFixes([[edit(0, 4, '')], [other]]).made).toBe(2)
  })
})
