import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { MtlParser } from '../../src/syntax/grammar/file.js'
import { parse } from '../../src/syntax/parse.js'
import { keywords, lexed, parsed } from '../../src/syntax/tokens.js'
import { codes, read } from './support.js'

const core = readFileSync(new URL('../../stdlib/core.mtl', import.meta.url), 'utf8')

/** Never throws, and every finding lies in the file. */
function survives(text: string): void {
  const { file, diagnostics, comments } = parse(text, 'test.mtl')
  for (const { span, related } of [...diagnostics, ...comments.map(({ span: place }) => ({ span: place, related: [] }))]) {
    for (const place of [span, ...related.map((each) => each.span)]) {
      if (place === undefined) throw new Error('a finding without a place')
      expect(place.start).toBeGreaterThanOrEqual(0)
      expect(place.end).toBeGreaterThanOrEqual(place.start)
      expect(place.end).toBeLessThanOrEqual(text.length)
    }
  }
  const visit = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      if ('start' in value && 'end' in value) {
        const { start, end } = value as { start: number; end: number }
        expect(start >= 0 && start <= end && end <= text.length).toBe(true)
      } else Object.values(value).forEach(visit)
    }
  }
  visit(file)
}

const marks = [
  ...keywords.keys(), 'name', 'Name', '{', '}', '(', ')', '[', ']', '<', '>', '<=', '>=', '=', '==', '!', '+', '-', '*', '/', '%', ':', ',', ';', '.',
  '..', '...', '|>', '->', '|', '&&', '||', '1', '0.5', '10%', '60 KB', '1e', '.5', '1.', '"text"', '"open', "'single'", '/* c */', '/*', '// c\n',
  '/// doc\n', '\n', '\r\n', '\n  ', ' ', '\t', 'é', '😀', '\ufeff', '\\',
]

describe('the parser survives', () => {
  it('any soup of tokens', () => {
    const soup = fc.array(fc.constantFrom(...marks), { maxLength: 60 }).chain((words) =>
      fc.constantFrom(' ', '').map((space) => words.join(space)),
    )
    fc.assert(fc.property(soup, survives), { numRuns: 1500, seed: 1 })
  })

  it('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), survives), { numRuns: 500, seed: 2 })
  })

  it('a good file with a piece cut out, doubled or moved', () => {
    const edit = fc.tuple(fc.nat(core.length), fc.nat(40), fc.nat(core.length), fc.constantFrom('cut', 'double', 'move'))
    fc.assert(
      fc.property(edit, ([at, length, to, how]) => {
        const piece = core.slice(at, at + length)
        const rest = how === 'double' ? core : core.slice(0, at) + core.slice(at + length)
        survives(how === 'cut' ? rest : rest.slice(0, to) + piece + rest.slice(to))
      }),
      { numRuns: 60, seed: 3 },
    )
  })

  it('every beginning of a file', () => {
    const text = core.slice(0, 1500)
    for (let length = 0; length < text.length; length += 7) survives(text.slice(0, length))
  })
})

describe('size', () => {
  const n = 20_000
  it.each([
    ['brackets', `const a = ${'('.repeat(n)}1${')'.repeat(n)}`],
    ['lists', `const a = ${'['.repeat(n)}${']'.repeat(n)}`],
    ['calls', `const a = ${'f(x = '.repeat(n)}1${')'.repeat(n)}`],
    ['conditions', `const a = ${'if x { '.repeat(n)}1${'}'.repeat(n)}`],
    ['records', `const a = ${'{ x = '.repeat(n)}1${'}'.repeat(n)}`],
    ['list types', `type A = ${'['.repeat(n)}int${']'.repeat(n)}`],
    ['record types', `type A = ${'{ x: '.repeat(n)}int${'}'.repeat(n)}`],
    ['signs', `const a = ${'-'.repeat(n)}1`],
    ['repeats', `const a = ${'repeat(2) '.repeat(n)}x`],
    ['sums', `const a = 1${' + 1'.repeat(n)}`],
    ['pipes', `const a = x${' |> f'.repeat(n)}`],
    ['members', `const a = x${'.y'.repeat(n)}`],
    ['else ifs', `const a = if x { 1 }${' else if x { 1 }'.repeat(n)}`],
  ])('deep %s are one finding', (_, text) => expect(codes(text)).toEqual(['MTL1012']))

  it('open brackets without end are findings, not a stack overflow', () => {
    for (const bracket of ['(', '{\n', '[', ')', 'f(']) expect(codes(`const a = ${bracket.repeat(n)}`)).toHaveLength(101)
  })

  it('brackets may nest as deep as anyone writes them', () => read(`const a = ${'f([x, '.repeat(45)}1${'])'.repeat(45)}`))

  it('a list may be long', () => {
    const [list] = read(`const a = [\n${'1, 2.5, "x",\n'.repeat(n)}]`)
    expect(list?.kind === 'const' && list.value.kind === 'list' && list.value.items.length).toBe(3 * n)
  })

  it('a file may be large', () => {
    expect(read('/// Doc.\nconst a = f(1, x + 2) |> relu\n'.repeat(n))).toHaveLength(n)
    survives(`/*${'x\n'.repeat(5_000_000)}`)
    survives(`const a = "${'x'.repeat(10_000_000)}"`)
  })
})

describe('the grammar', () => {
  it('is sound: Chevrotain finds no ambiguity, left recursion or empty loop', () => {
    expect(() => new MtlParser({ skipValidations: false })).not.toThrow()
  })

  it('looks one token ahead, apart from explicit gates', () => {
    const { maxLookahead } = new MtlParser() as unknown as { maxLookahead: number }
    expect(maxLookahead).toBe(1)
  })

  it('calls every token by a name of its own', () => {
    for (const type of new Set([...parsed, ...lexed])) expect(type.LABEL ?? '', type.name).not.toBe('')
  })

  it('reads the core library without findings', () => expect(read(core).length).toBeGreaterThan(40))
})
