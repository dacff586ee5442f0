import { describe, expect, it } from 'vitest'
import { linesOf, rangeOf } from '../../src/diagnostics/position.js'

describe('positions', () => {
  it('count lines and columns from 1', () => {
    const lines = linesOf('ab\ncd')
    expect(lines.at(0)).toEqual({ line: 1, column: 1 })
    expect(lines.at(1)).toEqual({ line: 1, column: 2 })
    expect(lines.at(3)).toEqual({ line: 2, column: 1 })
    expect(lines.at(5)).toEqual({ line: 2, column: 3 })
  })

  it('know every way in which lines end', () => {
    const lines = linesOf('a\r\nb\rc\nd')
    expect([1, 2, 3, 4].map((line) => lines.text(line))).toEqual(['a', 'b', 'c', 'd'])
    expect(lines.at(3)).toEqual({ line: 2, column: 1 })
  })

  it('give a byte order mark no column', () => {
    const lines = linesOf('\uFEFFdata')
    expect(lines.text(1)).toBe('data')
    expect(lines.at(1)).toEqual({ line: 1, column: 1 })
  })

  it('count columns in UTF-16 units, as editors do', () => {
    expect(linesOf('"🙂" x').at(5)).toEqual({ line: 1, column: 6 })
  })

  it('stay inside the text', () => {
    expect(rangeOf(linesOf('ab'), 1, 99)).toEqual({ start: { line: 1, column: 2 }, end: { line: 1, column: 3 } })
    expect(rangeOf(linesOf(''), 0, 0)).toEqual({ start: { line: 1, column: 1 }, end: { line: 1, column: 1 } })
  })
})
