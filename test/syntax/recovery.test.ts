import { describe, expect, it } from 'vitest'
import { parse } from '../../src/syntax/parse.js'
import { codes, findings, plain } from './support.js'

const declarations = (text: string): unknown => plain(parse(text, 'test.mtl').file.declarations)

describe('recovery', () => {
  const text = `import { LeNet } from "std/vision"
data Digits {
  sorce "a"
  split validation 10% of train seed 7
  input image image[1, 28, 28]
  target left: label<10>
}
model M on Digits {
  share hard trunk = image |>
  task left = trunk |> Dense(10
  task right {
    predict trunk |> Dense(32) |> )
    los mse
    weight 1.5
  }
}
train M {
  epochs 20, batch, seed 1
  optimizer adam(lr = )
  balance uncertainty
}
`

  it('reports all independent errors in one run, in the order of the file', () => {
    expect(findings(text).map(({ code, at }) => [code, at])).toEqual([
      ['MTL1014', 'sorce'],
      ['MTL1013', 'seed'],
      ['MTL1013', 'image'],
      ['MTL1013', '\n'],
      ['MTL1010', '('],
      ['MTL1011', ')'],
      ['MTL1014', 'los'],
      ['MTL1013', ','],
      ['MTL1013', ')'],
    ])
  })

  it('keeps what it could read', () => {
    expect(declarations(text)).toMatchObject([
      { kind: 'import' },
      { kind: 'data', settings: [{ kind: 'split' }, { kind: 'field', name: 'left' }] },
      { kind: 'model', statements: [{ kind: 'task', name: 'left' }, { kind: 'task', name: 'right', weight: { value: 1.5 } }] },
      { kind: 'train', settings: [{ name: 'epochs' }, { name: 'balance' }] },
    ])
  })

  it('reads a block whose head is broken for the findings in it', () => {
    expect(findings('data {\n  sorce "a"\n}\nmodel M {\n  tsk a = x\n}\nblock f(x) {\n  let = 1\n}').map(({ at }) => at)).toEqual([
      '{', 'sorce', '{', 'tsk', ')', '=',
    ])
  })

  it('finds the block that was not closed by its indentation', () => {
    const open = 'train M {\n  epochs 3\n  stop early\n\n/// Next.\nconst a = 1\n'
    expect(codes(open)).toEqual(['MTL1010'])
    expect(declarations(open)).toMatchObject([{ kind: 'train', settings: [{ name: 'epochs' }, { name: 'stop' }] }, { kind: 'const', doc: 'Next.' }])

    const inner = 'compress M {\n  budget {\n    size <= 3 KB\n  quantize int8\n}\nconst a = 1\n'
    expect(findings(inner)).toMatchObject([{ code: 'MTL1010', at: '{' }])
    expect(declarations(inner)).toMatchObject([
      { kind: 'compress', settings: [{ kind: 'budget', lines: [{ subject: ['size'] }] }, { kind: 'pass' }] }, { kind: 'const' },
    ])
  })

  it('says where a missing bracket is missed at the latest', () => {
    const { diagnostics } = parse('model M on D {\n  task a = f(1\n  task b = x\n}', 'test.mtl')
    expect(diagnostics[0]?.related).toMatchObject([{ span: { start: 29, end: 29 } }])
  })

  it('takes a wrong bracket for a surplus one and a missing one', () => {
    expect(findings('const a = f(1, 2]\nconst b = 3').map(({ code, at }) => [code, at])).toEqual([['MTL1010', '('], ['MTL1011', ']']])
    expect(declarations('const a = f(1, 2]\nconst b = 3')).toMatchObject([{ name: 'a' }, { name: 'b' }])
  })

  it('does not echo a lexical mistake as a grammatical one', () => {
    expect(codes('const a = x ≤ y\nconst größe = 3\nconst b = "x\nconst c = ´')).toEqual(['MTL1001', 'MTL1001', 'MTL1002', 'MTL1001'])
  })

  it('goes on after semicolons as if they were line ends', () => {
    expect(declarations('const a = 1; const b = 2;')).toMatchObject([{ name: 'a' }, { name: 'b' }])
  })

  it('tells an operator without its operand on the line where it hangs', () => {
    expect(findings('const a = 1 +\nconst b = 2\n')).toMatchObject([{ message: 'expected a value, found the end of the line', at: '\n' }])
  })

  it('recovers inside the body of an expression', () => {
    expect(findings('const a = f(if x {\n  let y 3\n  y z\n  w\n} else { ) })').length).toBeGreaterThan(1)
    expect(declarations('const a = f(if x {\n  let y 3\n  w\n} else { v })')).toMatchObject([{ kind: 'const', name: 'a' }])
  })
})
