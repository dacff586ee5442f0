import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unifiedDiff } from '../../src/cli/diff.js'

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('')

/** Applies a diff to the old text, as `patch` does: each line of it must be found where it says. */
function patch(before: string, diff: string): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const result: string[] = []
  let at = 0
  const written = (diff.match(/[^\n]*\n/g) ?? []).slice(2)
  const pieces = written.map((piece, index) => (written[index + 1]?.startsWith('\\') === true ? piece.slice(0, -1) : piece))
  for (const piece of pieces.filter((each) => !each.startsWith('\\'))) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+/.exec(piece)
    if (hunk !== null) {
      const from = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1)
      result.push(...old.slice(at, from))
      at = from
    } else if (piece.startsWith('+')) result.push(piece.slice(1))
    else {
      expect(old[at]).toBe(piece.slice(1))
      at++
      if (piece.startsWith(' ')) result.push(piece.slice(1))
    }
  }
  return [...result, ...old.slice(at)].join('')
}

describe('a unified diff', () => {
  it('is empty where nothing changed', () => {
    expect(unifiedDiff('a\n', 'a\n', 'x.mtl')).toBe('')
  })

  it('shows three lines around a change', () => {
    expect(unifiedDiff(lines('1', '2', '3', '4', '5', '6', '7', '8', '9'), lines('1', '2', '3', '4', 'five', '6', '7', '8', '9'), 'x.mtl')).toBe(
      lines('--- x.mtl', '+++ x.mtl', '@@ -2,7 +2,7 @@', ' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8'),
    )
  })

  it('names empty and single-line stretches as patch expects them', () => {
    expect(unifiedDiff('', lines('a'), 'x')).toBe(lines('--- x', '+++ x', '@@ -0,0 +1 @@', '+a'))
    expect(unifiedDiff(lines('a', 'b'), '', 'x')).toBe(lines('--- x', '+++ x', '@@ -1,2 +0,0 @@', '-a', '-b'))
  })

  it('says where the last line does not end', () => {
    expect(unifiedDiff('a', 'a\n', 'x')).toBe(lines('--- x', '+++ x', '@@ -1 +1 @@', '-a', '\\ No newline at end of file', '+a'))
  })

  it('parts changes that are far from each other', () => {
    const before = Array.from({ length: 30 }, (_, index) => `line ${index}`)
    const after = before.with(3, 'three').with(25, 'twenty-five')
    const diff = unifiedDiff(lines(...before), lines(...after), 'x')
    expect(diff.match(/^@@.*@@$/gm)).toEqual(['@@ -1,7 +1,7 @@', '@@ -23,7 +23,7 @@'])
  })

  it('keeps what moved together, by lines that both have once', () => {
    const diff = unifiedDiff(lines('a {', '}', 'b {', '}'), lines('a {', '}', 'new {', '}', 'b {', '}'), 'x')
    expect(diff).toBe(lines('--- x', '+++ x', '@@ -1,4 +1,6 @@', ' a {', ' }', '+new {', '+}', ' b {', ' }'))
  })

  it('gives the new text when it is applied to the old one', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '', 'd e', '+x', '-y'), { maxLength: 25 }).chain((all) => fc.constantFrom(lines(...all), all.join('\n')))
    fc.assert(fc.property(text, text, (before, after) => {
      const diff = unifiedDiff(before, after, 'x')
      expect(before === after ? before : patch(before, diff)).toBe(after)
    }), { numRuns: 1000, seed: 1 })
  })

  it('takes moments for large texts that have nothing in common', () => {
    const [before, after] = ['a', 'b'].map((word) => lines(...Array.from({ length: 5000 }, (_, index) => `${word} ${index % 50}`)))
    const diff = unifiedDiff(before ?? '', after ?? '', 'x')
    expect(diff.split('\n').length).toBe(10_004)
  })
})
