import fc from 'fast-check'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { format } from '../../src/syntax/format.js'
import { parse, type Parsed } from '../../src/syntax/parse.js'
import * as generate from './generate.js'
import { plain } from './support.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const fixtures = join(root, 'test', 'syntax', 'format')

function formatted(text: string): string {
  const result = format(text, 'test.mtl')
  if (!('text' in result)) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'))
  return result.text
}

const commentsOf = ({ comments }: Parsed): readonly string[] =>
  comments.map(({ text }) => text.split('\n').map((line) => line.trim()).join('\n'))

/** How many declarations, statements and settings begin before each comment: it is moved to no other. */
function homes({ file, comments }: Parsed): readonly number[] {
  const starts: number[] = []
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) value.forEach((item) => visit(item, key))
    else if (typeof value === 'object' && value !== null) {
      if (['declarations', 'settings', 'statements', 'lines'].includes(key) && 'span' in value) starts.push((value.span as { start: number }).start)
      for (const [name, item] of Object.entries(value)) visit(item, name)
    }
  }
  visit(file, '')
  return comments.map(({ span }) => starts.filter((start) => start < span.start).length)
}

/** The result says the same, with the same comments in the same places, and is not changed again. */
function keepsAll(text: string): void {
  const result = formatted(text)
  const [before, after] = [parse(text, 'test.mtl'), parse(result, 'test.mtl')]
  expect(after.diagnostics).toEqual([])
  expect(plain(after.file)).toEqual(plain(before.file))
  expect(commentsOf(after)).toEqual(commentsOf(before))
  expect(homes(after)).toEqual(homes(before))
  expect(formatted(result)).toBe(result)
  for (const line of result.split('\n')) expect(line).not.toMatch(/(?<!tall|\*\/)[ \t]$/)
  expect(result).not.toMatch(/\n\n\n|^\n|\n\n$/)
}

const readable = (text: string): boolean => parse(text, 'test.mtl').diagnostics.length === 0

const shown = (name: string): string => readFileSync(join(root, name), 'utf8')

describe('the layout', () => {
  /** Written anew by UPDATE_GOLDEN=1 npx vitest run test/syntax/format.test.ts */
  it.each(readdirSync(fixtures).filter((name) => !name.endsWith('.formatted.mtl')))('of %s', (name) => {
    const path = join(fixtures, name.replace('.mtl', '.formatted.mtl'))
    const text = readFileSync(join(fixtures, name), 'utf8')
    keepsAll(text)
    const result = formatted(text)
    expect(result, 'the fixture is to be really changed').not.toBe(text)
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, result)
    expect(result).toBe(readFileSync(path, 'utf8'))
  })

  it.each(['test/syntax/whole-file.mtl', 'test/syntax/residual.mtl', 'examples/digits/digits.mtl'])('of %s is as it should be', (name) => {
    expect(formatted(shown(name))).toBe(shown(name))
  })

  it.each(['stdlib', 'examples'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mtl')).map((name) => join(folder, name))))('keeps what %s says', (name) => {
    keepsAll(shown(name))
  })

  it('is as wide as is asked for', () => {
    const text = 'const a = f(one, two, three)\n'
    expect(format(text, 'test.mtl', { printWidth: 20, tabWidth: 4 })).toEqual({ text: 'const a = f(\n    one, two, three\n)\n' })
  })

  it('ignores how much space was there, but for blank lines', () => {
    expect(formatted('')).toBe('')
    expect(formatted('\n\n  // nothing\n\n\n\n')).toBe('// nothing\n')
    expect(formatted('const a=1\n\n\n\nconst   b =2')).toBe('const a = 1\n\nconst b = 2\n')
  })

  it('keeps brackets that mean something, and those around comments', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['((a))', 'a'], ['(a + b) * c', '(a + b) * c'], ['(a * b) + c', 'a * b + c'], ['a - (b - c)', 'a - (b - c)'], ['(a - b) - c', 'a - b - c'],
      ['-(a + b)', '-(a + b)'], ['(-a).b', '(-a).b'], ['(a |> b)(c)', '(a |> b)(c)'], ['(a |> b) |> c', 'a |> b |> c'], ['a |> (b |> c)', 'a |> (b |> c)'],
      ['(repeat)(3)', '(repeat)(3)'], ['(repeat(3) A)(x)', '(repeat(3) A)(x)'], ['repeat(3) (A)', 'repeat(3) A'], ['(a && b) || c', '(a && b) || c'],
      ['(a) /* c */ + b', 'a /* c */ + b'], ['(a /* c */) + b', '(a /* c */) + b'], ['1 % (of)', '1 % (of)'], ['{a=a}', '{ a = a }'],
    ]
    for (const [text, result] of cases) expect(formatted(`const it = ${text}\n`)).toBe(`const it = ${result}\n`)
  })
})

describe('formatting', () => {
  it('leaves a file with syntax errors alone and says what they are', () => {
    const result = format('train M { epochs = 20 }\n', 'test.mtl')
    expect(result).toEqual({ diagnostics: parse('train M { epochs = 20 }\n', 'test.mtl').diagnostics })
  })

  it('points at the place in the text as it is, with its line ends', () => {
    const text = '\uFEFFconst a = 1\r\nconst b =\r\n'
    expect(format(text, 'test.mtl')).toEqual({ diagnostics: parse(text, 'test.mtl').diagnostics })
  })

  it('makes no file that is too long to be read', () => {
    const text = `//${'-'.repeat(999_987)}\nconst a=1\n`
    expect(format(text, 'test.mtl')).toMatchObject({ diagnostics: [{ code: 'MTL1021', span: { start: text.length, end: text.length } }] })
  })

  it('works on files that mean nothing', () => {
    expect(formatted('model M on Nothing { task t   = missing |> Dense("a") }\n')).toBe('model M on Nothing { task t = missing |> Dense("a") }\n')
  })

  it('keeps line ends and a byte order mark', () => {
    expect(formatted('const  a = 1\r\n/* b\r\nc */\r\n')).toBe('const a = 1\r\n/* b\r\nc */\r\n')
    expect(formatted('const  a = 1\nconst b = 2\r\n')).toBe('const a = 1\nconst b = 2\n')
    expect(formatted('\uFEFFconst  a = 1\n')).toBe('\uFEFFconst a = 1\n')
  })
})

describe('formatting files at random', () => {
  it('makes files that can be read, nearly always', () => {
    const files = fc.sample(generate.file, { numRuns: 300, seed: 1 })
    expect(files.filter(readable).length).toBeGreaterThan(240)
  })

  it('makes every construct', () => {
    const kinds = new Set<unknown>()
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      if ('kind' in value) kinds.add(value.kind)
      Object.values(value).forEach(visit)
    }
    for (const text of fc.sample(generate.file, { numRuns: 300, seed: 1 })) visit(parse(text, 'test.mtl').file)
    expect(kinds).toEqual(new Set([
      'import', 'const', 'type', 'block', 'data', 'model', 'train', 'compress', 'let', 'param', 'named', 'list', 'record', 'number', 'quantity', 'string',
      'boolean', 'name', 'comprehension', 'call', 'member', 'index', 'pipe', 'binary', 'unary', 'if', 'repeat', 'rest', 'source', 'split', 'field',
      'sample_weight', 'normalize', 'augment', 'skip', 'column', 'group', 'share', 'task', 'select', 'value', 'method', 'paths', 'from', 'target', 'pass', 'distill',
      'keep', 'budget', 'relative', 'fraction',
    ]))
  })

  it('keeps what they say, and changes nothing the second time', () => {
    fc.assert(
      fc.property(generate.file, (text) => {
        fc.pre(readable(text))
        keepsAll(text)
      }),
      { numRuns: 250, seed: 2 },
    )
  })

  it('keeps comments between any two tokens', () => {
    fc.assert(
      fc.property(generate.declaration, generate.sprinkle, (text, sprinkle) => {
        fc.pre(readable(text))
        const commented = generate.comment(text, sprinkle)
        fc.pre(readable(commented))
        keepsAll(commented)
      }),
      { numRuns: 500, seed: 3 },
    )
  })
})
