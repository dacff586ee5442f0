import { describe, expect, it } from 'vitest'
import type { Diagnostic, Edit } from '../../src/diagnostics/diagnostic.js'
import { internalError } from '../../src/diagnostics/internal.js'
import { renderPretty, summary } from '../../src/diagnostics/render.js'
import { predictionMismatch } from '../../src/diagnostics/types.js'
import { displayWidth } from '../../src/diagnostics/width.js'
import { lineRoom } from '../../src/diagnostics/window.js'

const text = `data Pairs {
  target left: label<10>
}



model Digits on Pairs {
  task left = trunk |> Dense(64)
}
`
const sources = new Map([['digits.mtl', text]])
const span = (of: string, file = 'digits.mtl', source = text) => ({ file, start: source.indexOf(of), end: source.indexOf(of) + of.length })

const mismatch = predictionMismatch(
  { task: 'left', found: 'f32[64]', field: 'label<10>', needed: 'f32[10]' },
  { span: span('trunk |> Dense(64)'), related: [{ span: span('label<10>'), message: 'the target' }], help: 'write `Dense(10)`' },
)

/** What stands under the help. */
const shown = (edits: readonly Edit[]): readonly string[] => {
  const lines = renderPretty({ ...mismatch, edits }, { sources }).split('\n')
  return lines.slice(lines.findIndex((line) => line.startsWith('help:')) + 1)
}
const insert = (at: number, added: string): Edit => ({ span: { file: 'digits.mtl', start: at, end: at }, text: added })

describe('a finding, as people read it', () => {
  it('marks every span and says how to mend it', () => {
    expect(renderPretty(mismatch, { sources })).toBe(`error[MTL2003]: task \`left\` predicts f32[64], but label<10> needs f32[10]
 --> digits.mtl:8:15
  |
2 |   target left: label<10>
  |                --------- the target
...
8 |   task left = trunk |> Dense(64)
  |               ^^^^^^^^^^^^^^^^^^
help: write \`Dense(10)\``)
  })

  it('shows a few lines between marks, and several marks on one line', () => {
    const near: Diagnostic = { ...mismatch, span: span('Dense(64)'), related: [{ span: span('left ='), message: 'this' }, { span: span('model'), message: 'in here' }] }
    expect(renderPretty(near, { sources }).split('\n').slice(2)).toEqual([
      '  |',
      '7 | model Digits on Pairs {',
      '  | ----- in here',
      '8 |   task left = trunk |> Dense(64)',
      '  |                        ^^^^^^^^^',
      '  |        ------ this',
      'help: write `Dense(10)`',
    ])
  })

  it('gives each file a frame of its own', () => {
    const other = 'const width = 64\n'
    const both: Diagnostic = { ...mismatch, related: [{ span: span('width', 'lib.mtl', other), message: 'from here' }] }
    expect(renderPretty(both, { sources: new Map([...sources, ['lib.mtl', other]]) })).toContain(' ::: lib.mtl:1:7\n  |\n1 | const width = 64\n  |       ----- from here')
  })

  it('marks the first and the last line of a long span', () => {
    const long: Diagnostic = { ...mismatch, span: { file: 'digits.mtl', start: 0, end: text.indexOf('}') + 1 }, related: [] }
    expect(renderPretty(long, { sources }).split('\n').slice(3, 8)).toEqual([
      '1 | data Pairs {',
      '  | ^^^^^^^^^^^^',
      '2 |   target left: label<10>',
      '3 | }',
      '  | ^',
    ])
  })

  it('keeps marks under their text after tabs and wide characters', () => {
    const tabbed = '\tlet 名 = x\n'
    const finding: Diagnostic = { ...mismatch, span: span('x', 't.mtl', tabbed), related: [] }
    expect(renderPretty(finding, { sources: new Map([['t.mtl', tabbed]]) }).split('\n').slice(3, 5)).toEqual(['1 |     let 名 = x', '  |              ^'])
  })

  it('marks the end of a file', () => {
    const finding: Diagnostic = { ...mismatch, span: { file: 't.mtl', start: 3, end: 3 }, related: [] }
    expect(renderPretty(finding, { sources: new Map([['t.mtl', 'abc']]) }).split('\n').slice(1, 5)).toEqual([' --> t.mtl:1:4', '  |', '1 | abc', '  |    ^'])
  })

  it('shows what an edit makes of the text, under the help', () => {
    expect(shown([{ span: span('64'), text: '10' }])).toEqual(['8 ~   task left = trunk |> Dense(10)'])
    // Lines that are new, changed and gone, each with its number.
    expect(shown([insert(0, 'import { A } from "a"\n'), insert(text.length - 3, ' |> relu')])).toEqual(['1 + import { A } from "a"', '9 ~   task left = trunk |> Dense(64) |> relu'])
    expect(shown([{ span: span('  target left: label<10>\n'), text: '' }])).toEqual(['2 -   target left: label<10>'])
    expect(shown([insert(text.length, 'a\nb\nc\nd\ne\nf\ng\nh\ni\n')])).toHaveLength(9)
    expect(shown([{ span: { file: 'gone.mtl', start: 0, end: 1 }, text: '' }])).toEqual([])
  })

  it('cuts very long lines around what they mark', () => {
    const line = `let a = ${'x + '.repeat(100)}y + ${'z + '.repeat(100)}名`
    const marked = (of: string, to = of): readonly string[] => {
      const at = { file: 'long.mtl', start: line.indexOf(of), end: line.indexOf(to) + to.length }
      return renderPretty({ ...mismatch, span: at, related: [] }, { sources: new Map([['long.mtl', line]]) }).split('\n').slice(3, 5)
    }
    for (const of of ['let', 'y', '名']) {
      const [code = '', under = ''] = marked(of)
      expect(displayWidth(code)).toBeLessThanOrEqual(lineRoom + 4)
      // Width, not length: a wide character takes two columns.
      expect(code.slice(under.indexOf('^'), under.indexOf('^') + of.length)).toBe(of)
    }
    expect(marked('let')[0]).toMatch(/^1 \| let .*…$/)
    expect(marked('y')[0]).toMatch(/^1 \| ….*…$/)
    expect(marked('名')[0]).toMatch(/^1 \| ….*名$/)
    // A mark that is itself too long ends where the line is cut.
    expect(displayWidth(marked('y', '名')[1] ?? '')).toBeLessThanOrEqual(lineRoom + 4)
  })

  it('cuts long lines around what an edit changes', () => {
    const line = `let a = ${'x + '.repeat(100)}yy + ${'z + '.repeat(100)}z`
    const at = { file: 'long.mtl', start: line.indexOf('yy'), end: line.indexOf('yy') + 2 }
    const edited = renderPretty({ ...mismatch, span: at, related: [], edits: [{ span: at, text: 'changed' }] }, { sources: new Map([['long.mtl', line]]) })
    expect(edited).toMatch(/^1 ~ ….* changed \+ .*…$/m)
  })

  it('needs no text at all', () => {
    expect(renderPretty(internalError({ message: 'oh' }), { sources: new Map() })).toBe(
      'error[MTL9001]: internal error: oh\nhelp: this is a bug of the compiler: please report it with the file that shows it',
    )
    const lost: Diagnostic = { ...mismatch, related: [] }
    expect(renderPretty(lost, { sources: new Map() })).toContain('--> digits.mtl\n')
  })

  it('is counted up at the end', () => {
    expect(summary([mismatch, mismatch, { ...mismatch, severity: 'warning' }])).toBe('2 errors, 1 warning')
    expect(summary([])).toBe('')
  })
})
