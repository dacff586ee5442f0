/** What an editor colours, against what the parser read: the same words, and no others. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { generate } from '../../scripts/grammar/generate.js'
import { lex } from '../../src/syntax/lexer.js'
import { end, keywords, Numeral, Quantity, start, Text, units } from '../../src/syntax/tokens.js'
import { tokenizer, type Scoped } from './tokenizer.js'
import { keywordsRead } from './watching.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const files = (folder: string): readonly string[] => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mtl')).map((name) => join(folder, name))
const all = [...files('stdlib'), ...files('examples'), ...files('templates'), ...files('test/syntax'), 'test/grammar/fixture.mtl']

let scopesOf: (text: string) => readonly Scoped[]
beforeAll(async () => {
  scopesOf = await tokenizer(generate().get('mtl.tmLanguage.json') ?? '')
})

const isKeyword = (scope: string): boolean => /^keyword\.(?:control|declaration|other\.setting)|^constant\.language/.test(scope)

/** A text with its scopes, looked up by offset. */
function coloured(text: string): (from: number, to: number) => readonly string[] {
  const pieces = scopesOf(text)
  return (from, to) => pieces.filter((piece) => piece.start < to && piece.end > from).flatMap(({ scopes }) => scopes)
}

describe.each(all)('%s', (file) => {
  const text = readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n')
  const { tokens, comments } = lex(text, file)

  it('colours words as keywords where the parser read them as such, and nowhere else', () => {
    const read = keywordsRead(text, file)
    const scopes = coloured(text)
    const words = tokens.filter(({ image }) => keywords.has(image))
    const shown = (offset: number): string => `${text.slice(0, offset).split('\n').length}: ${text.slice(offset).split('\n')[0] ?? ''}`
    const wanted = words.filter((token) => read.has(start(token))).map((token) => shown(start(token)))
    expect(words.filter((token) => scopes(start(token), end(token)).some(isKeyword)).map((token) => shown(start(token)))).toEqual(wanted)
  })

  it('colours strings, numbers, units and comments', () => {
    const scopes = coloured(text)
    for (const token of tokens) {
      const found = scopes(start(token), end(token))
      if (token.tokenType === Text) expect(found, token.image).toContain('string.quoted.double')
      if (token.tokenType === Numeral && /^[\d.e+-]+$/i.test(token.image)) expect(found, token.image).toContain('constant.numeric')
      if (token.tokenType === Quantity) {
        expect(found, token.image).toContain('constant.numeric.quantity')
        expect(found, token.image).toContain('keyword.other.unit')
      }
    }
    for (const { kind, span } of comments) {
      expect(scopes(span.start, span.end)).toContain({ doc: 'comment.line.documentation', line: 'comment.line.double-slash', block: 'comment.block' }[kind])
    }
  })

  it('leaves no brace open', () => {
    expect(scopesOf(`${text}\nconst last = 1`).at(-1)?.scopes).toEqual(['constant.numeric'])
  })
})

describe('the grammar', () => {
  it('scopes the fixture as was looked at', async () => {
    const text = readFileSync(join(root, 'test/grammar/fixture.mtl'), 'utf8')
    const lines = text.split('\n')
    const shown = scopesOf(text).flatMap(({ start: from, end: to, scopes }) => (text.slice(from, to).trim() === '' ? [] : [`${text.slice(from, to).trim().padEnd(24)} ${scopes.join(' ')}`.trimEnd()]))
    await expect(`${shown.join('\n')}\n`).toMatchFileSnapshot('fixture.scopes.txt')
    expect(lines.length).toBeGreaterThan(50)
  })

  it.each(units)('knows the unit %s', (unit) => {
    expect(scopesOf(`const a = 2 ${unit}`).at(-1)?.scopes).toEqual(['constant.numeric.quantity', 'keyword.other.unit'])
  })

  it('gets over a brace that is not closed at the next declaration', () => {
    const text = 'data Broken {\n  split train 80%\nmodel Next on Broken {'
    expect(coloured(text)(text.indexOf('model'), text.indexOf('model') + 5)).toEqual(['keyword.declaration'])
  })

  it('reads code in doc comments, and ends it with them', () => {
    const text = '/// ```\n/// model X on Y {\n/// ```\ntask'
    const scopes = coloured(text)
    expect(scopes(12, 17)).toEqual(['comment.line.documentation', 'meta.embedded.block', 'keyword.declaration'])
    expect(scopes(text.indexOf('task'), text.length)).toEqual(['variable.other'])
  })
})
