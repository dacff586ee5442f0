import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cut } from '../../src/syntax/chunks.js'
import { Document } from '../../src/syntax/document.js'
import { Library } from '../../src/syntax/library.js'
import { parse, textLimit, type Parsed } from '../../src/syntax/parse.js'
import { mutated } from '../fuzz/mutations.js'

const names = (text: string): readonly string[] => cut(text).map((chunk) => chunk.text.trim().split('\n').at(0) ?? '')

describe('a text is cut at its declarations', () => {
  test('the comments above one belong to it', () => {
    const text = '// The file.\nimport { A } from "./a"\n\n/// A width.\nconst width = 3\n\n// Below.\n/* And\nthis. */\n\nblock B(x: f32[C]) -> f32[C] {\n  relu(x)\n}\n'
    expect(names(text)).toEqual(['// The file.', '/// A width.', '// Below.'])
    expect(cut(text).map((chunk) => chunk.text).join('')).toBe(text)
  })

  test.each([
    ['words that declare nothing', 'data D {\nsource "a"\nsplit train 80%, test 20%\ntrain\n}\n', 1],
    ['declarations in comments', 'const a = 1\n/*\nconst b = 1\n*/\nconst c = 2\n', 2],
    ['strings', 'const a = "/*"\nconst b = 2\n', 2],
    ['a text that is indented', '  const a = 1\n  const b = 2\n', 1],
    ['an import over several lines', 'import {\n  data,\n  B\n} from "./a"\nconst b = 2\n', 2],
    ['nothing', '', 1],
  ])('%s', (_name, text, count) => {
    expect(cut(text)).toHaveLength(count)
  })
})

/** Everything that a parse gives, in one text. */
const shown = (parsed: unknown): string => JSON.stringify(parsed)

/** What a parse gives, with all spans moved. */
const moved = (parsed: Parsed, by: number): Parsed =>
  JSON.parse(shown(parsed), (key, value: unknown) => ((key === 'start' || key === 'end') && typeof value === 'number' ? value + by : value)) as Parsed


describe('a document', () => {
  test('is read as the text is from nothing', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        expect(shown(new Document('a.mtl', text).parsed)).toBe(shown(parse(text, 'a.mtl')))
      }),
      { seed: 9, numRuns: 300 },
    )
  })

  test('is told the same further down: trees, findings and edits move with it', () => {
    const above = 'const above = 1\n'
    fc.assert(
      fc.property(mutated, (text) => {
        fc.pre(cut(above + text)[1]?.start === above.length)
        const { file, diagnostics, comments } = parse(above + text, 'a.mtl')
        const lower = moved(parse(text, 'a.mtl'), above.length)
        fc.pre(diagnostics.length < 100)
        const { declarations } = file
        expect({ declarations: declarations.slice(1), diagnostics, comments }).toEqual({
          declarations: lower.file.declarations, diagnostics: lower.diagnostics, comments: lower.comments,
        })
      }),
      { seed: 12, numRuns: 200 },
    )
  })

  test('too long is not read, and read again once it is not', () => {
    const document = new Document('a.mtl', 'const a = 1\n')
    expect(document.update(`const a = 1\n${' '.repeat(textLimit)}`).diagnostics.map(({ code }) => code)).toEqual(parse(' '.repeat(textLimit + 1), 'a.mtl').diagnostics.map(({ code }) => code))
    expect(document.update('const a = 2\n').file.declarations).toHaveLength(1)
  })

  test('is after any edits what its text is when it is opened', () => {
    const vision = readFileSync(new URL('../../stdlib/vision.mtl', import.meta.url), 'utf8')
    const edit = fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.constantFrom('', 'x', '\n', '}', 'const a = 1\n', '\nblock B(x: f32[C]) -> f32[C] { x }\n', '/*', '"'))
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        const document = new Document('a.mtl', vision)
        for (const [at, length, insert] of edits) {
          const from = at % (document.text.length + 1)
          document.update(document.text.slice(0, from) + insert + document.text.slice(from + length))
          expect(shown(document.parsed)).toBe(shown(new Document('a.mtl', document.text).parsed))
        }
      }),
      { seed: 10, numRuns: 60 },
    )
  })

  test('keeps the trees of declarations whose text did not change, with spans that moved along', () => {
    const document = new Document('a.mtl', 'const a = 1\n\nconst b = a\n\nconst c = b\n')
    const [a, b, c] = document.parsed.file.declarations
    const anchored = document.anchor({ file: 'a.mtl', start: 25, end: 30 })
    document.update('const a = 1\n\nconst wide = a\n\nconst c = b\n')
    const [a2, b2, c2] = document.parsed.file.declarations
    expect([a2 === a, b2 === b, c2 === c]).toEqual([true, false, true])
    expect(c2?.span).toEqual({ file: 'a.mtl', start: 29, end: 40 })
    expect(anchored).toEqual({ file: 'a.mtl', start: 28, end: 33 })
  })
})

test('a library is what its file is, read name by name', () => {
  const folder = new URL('../../stdlib/', import.meta.url)
  for (const name of readdirSync(folder)) {
    const text = readFileSync(new URL(name, folder), 'utf8')
    const whole = parse(text, name)
    expect(whole.diagnostics).toEqual([])
    const library = new Library(name, text)
    const declared = whole.file.declarations.filter(({ kind }) => kind !== 'import')
    expect(library.names.map(([, read]) => read())).toEqual(declared)
    expect(library.names.map(([each]) => each)).toEqual(declared.map((each) => ('name' in each ? each.name.text : '')))
    expect(library.file).toEqual(whole.file)
  }
})
