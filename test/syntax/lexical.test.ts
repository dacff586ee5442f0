import { describe, expect, it } from 'vitest'
import { parse } from '../../src/syntax/parse.js'
import { plain, read, readOne, show } from './support.js'

const names = (text: string): readonly string[] => read(text).map((each) => ('name' in each ? each.name.text : each.kind))
const docOf = (text: string): string | undefined => parse(text, 'test.mtl').file.doc

describe('line ends', () => {
  it('end statements', () => expect(names('const a = 1\n\n\nconst b = 2\n')).toEqual(['a', 'b']))

  it.each(['+', '-', '*', '/', '%', '==', '<', '>', '<=', '&&', '||', '|>'])('do not after `%s`', (operator) => {
    expect(names(`const a = x ${operator}\n  y\nconst b = 1`)).toEqual(['a', 'b'])
  })

  it('do not after `=`, a comma or an opening bracket, nor in brackets', () => {
    expect(names('const a =\n  1\ntrain M { epochs 1,\n batch 2 }\nconst c = f(\n\n  x\n  ,\n y = [\n1\n]\n)')).toEqual(['a', 'train', 'c'])
  })

  it('do not before `|>`, `->`, `where` and `else`', () => {
    expect(names('const a = x\n\n  |> y\n  // between\n  |> z\nextern block f(x: f32[C])\n  -> f32[C]\n  where C > 0\nconst b = if x { 1 }\nelse { 2 }')).toEqual(['a', 'f', 'b'])
  })

  it('do in braces, even within other brackets', () => {
    expect(show(readOne('const', 'const a = f(if x {\n  let y = 1\n  y\n} else { 2 },\n  3)').value)).toBe('(f! (if x y 2) 3)')
  })

  it('do after the `>` that closes labels, and do not after the operator', () => {
    expect(names('type A = label<10>\nconst b = 1 >\n  2\ntype C = label<"x",\n "y">\nconst d = 1')).toEqual(['A', 'b', 'C', 'd'])
  })

  it('do after labels that hold brackets with lines of their own', () => {
    expect(readOne('type', 'type A = {\n  a: label<f(if x {\n    let y = 1\n    y\n  })>\n  b: int\n}').type).toMatchObject({ fields: [{}, {}] })
  })

  it('may be \\r\\n or \\r, with tabs, after a byte order mark', () => {
    for (const end of ['\r\n', '\r']) {
      const text = `\ufeffdata D {${end}\tsource "a"${end}\t/// One${end}\t/// two.${end}\tinput x: number${end}}${end}`
      const { settings } = readOne('data', text)
      expect(plain(settings)).toMatchObject([{ kind: 'source' }, { kind: 'field', doc: 'One\ntwo.' }])
    }
  })

  it('are not needed at the end of a file, and a file may be empty', () => {
    for (const text of ['', '\n', '\ufeff', '  \t ', '// only a comment', '/* a\n b */\n']) expect(read(text)).toEqual([])
  })
})

describe('comments', () => {
  it('are left out of the tree and kept beside it', () => {
    const text = '// one\nconst a = 1 // two\n/* three\n four */ const b = /* five */ 2\n/// doc\nconst c = 3'
    const { comments, diagnostics } = parse(text, 'test.mtl')
    expect(diagnostics).toEqual([])
    expect(comments.map(({ kind, text: comment }) => [kind, comment])).toEqual([
      ['line', '// one'], ['line', '// two'], ['block', '/* three\n four */'], ['block', '/* five */'], ['doc', '/// doc'],
    ])
    for (const { span, text: comment } of comments) expect(text.slice(span.start, span.end)).toBe(comment)
  })

  it('may hold anything, and be in strings', () => {
    read('// { ( " \' ; é\n/* { " // */ const a = "// no /* comment */"\n//// no doc')
  })
})

describe('doc comments', () => {
  it('belong to what comes next', () => {
    expect(readOne('const', '/// A width.\n///\n///   indented\n// between\nconst a = 1').doc).toBe('A width.\n\n  indented')
    expect(readOne('block', '/// Doc.\nextern block f(x: f32[C])').doc).toBe('Doc.')
    expect(readOne('train', '/// Doc.\ntrain M {}').doc).toBe('Doc.')
    expect(readOne('compress', '/// Doc.\ncompress M {}').doc).toBe('Doc.')
    expect(readOne('data', '/// Doc.\ndata D {}').doc).toBe('Doc.')
    expect(readOne('type', '/// Doc.\ntype D = int').doc).toBe('Doc.')
    const [task] = readOne('model', '/// Doc.\nmodel M on D {\n  /// Task.\n  task a = x\n}').statements
    expect(task).toMatchObject({ kind: 'task', doc: 'Task.' })
  })

  it('belong to the next line only: a blank line parts them, and after code they are comments', () => {
    const [a, b] = read('const a = 1 /// no doc\n/// lost\n\n/// kept\nconst b = 2')
    expect(a).not.toHaveProperty('doc')
    expect(b).toMatchObject({ doc: 'kept' })
  })

  it('at the top belong to the file, where they are parted from what follows or an import does', () => {
    expect(docOf('/// The file.\nimport { A } from "a"\n/// A.\nconst a = 1')).toBe('The file.')
    expect(docOf('/// The file.\n\n/// A.\nconst a = 1')).toBe('The file.')
    expect(docOf('/// The file\n/// alone.')).toBe('The file\nalone.')
    expect(docOf('/// A.\nconst a = 1')).toBeUndefined()
    expect(docOf('const a = 1\n/// B.\n\n/// C.\nconst b = 1')).toBeUndefined()
  })
})
