import { describe, expect, it } from 'vitest'
import { codes, plain, read, readExpression, readOne, show } from './support.js'

const shown = (text: string): string => show(readExpression(text))

describe('literals', () => {
  it('tells integers from other numbers', () => {
    expect(plain(readExpression('32'))).toEqual({ kind: 'number', value: 32, integer: true })
    expect(plain(readExpression('0.5'))).toEqual({ kind: 'number', value: 0.5, integer: false })
    expect(plain(readExpression('1e-3'))).toEqual({ kind: 'number', value: 0.001, integer: false })
    expect(plain(readExpression('-1'))).toEqual({ kind: 'unary', operator: '-', operand: { kind: 'number', value: 1, integer: true } })
  })

  it('reads a quantity as one token and keeps its number as written', () => {
    expect(plain(readExpression('60 KB'))).toEqual({ kind: 'quantity', value: 60, unit: 'KB', text: '60' })
    expect(plain(readExpression('0.50 pt'))).toEqual({ kind: 'quantity', value: 0.5, unit: 'pt', text: '0.50' })
  })

  it.each([
    ['10%', '10_%'], ['120k', '120_k'], ['5M', '5_M'], ['1 epoch', '1_epoch'], ['2 epochs', '2_epochs'], ['100 steps', '100_steps'],
    ['3 min', '3_min'], ['1ms', '1_ms'], ['2 GiB', '2_GiB'], ['1e3 B', '1e3_B'], ['1.5h', '1.5_h'], ['7 us', '7_us'],
  ])('%s is a quantity', (text, expected) => expect(shown(text)).toBe(expected))

  it('takes `%` for the ratio directly after a number, and for the remainder elsewhere', () => {
    expect(shown('7 % 2')).toBe('(% 7 2)')
    expect(shown('C % 2')).toBe('(% C 2)')
    expect(shown('f(3) % g')).toBe('(% (f! 3) g)')
    expect(shown('7% + 2')).toBe('(+ 7_% 2)')
  })

  it('takes a unit for a name where no number is before it', () => {
    expect(shown('min(s, h)')).toBe('(min! s h)')
    expect(shown('k * M')).toBe('(* k M)')
  })

  it('decodes strings', () => {
    expect(plain(readExpression(String.raw`"a \"b\" \\ \n \t \r \u{1F600} é"`))).toEqual({ kind: 'string', value: 'a "b" \\ \n \t \r 😀 é' })
    expect(shown('""')).toBe('""')
    expect(shown(String.raw`"\\"`)).toBe(String.raw`"\\"`)
  })

  it('knows true and false', () => expect(shown('[true, false]')).toBe('[true false]'))
})

describe('operators', () => {
  it.each([
    ['a + b * c', '(+ a (* b c))'],
    ['a * b + c', '(+ (* a b) c)'],
    ['a - b - c', '(- (- a b) c)'],
    ['a / b / c * d', '(* (/ (/ a b) c) d)'],
    ['(a + b) * c', '(* (+ a b) c)'],
    ['a || b && c == d + 1', '(|| a (&& b (== c (+ d 1))))'],
    ['a <= b && c >= d || e != f', '(|| (&& (<= a b) (>= c d)) (!= e f))'],
    ['-a * b', '(* (- a) b)'],
    ['!a && --b > -c.d', '(&& (! a) (> (- (- b)) (- c.d)))'],
    ['-f(x)', '(- (f! x))'],
    ['(H - dilation * (kernel - 1) - 1) / stride + 1', '(+ (/ (- (- H (* dilation (- kernel 1))) 1) stride) 1)'],
  ])('%s', (text, expected) => expect(shown(text)).toBe(expected))

  it('pipes last, and from left to right', () => {
    expect(shown('x |> Conv(64, 3) |> relu')).toBe('(|> (|> x (Conv! 64 3)) relu)')
    expect(shown('a + b |> relu')).toBe('(|> (+ a b) relu)')
    expect(shown('(x |> a) + y')).toBe('(+ (|> x a) y)')
  })
})

describe('calls, members, lists and records', () => {
  it.each([
    ['f()', '(f!)'],
    ['Conv(64)(x)', '((Conv! 64)! x)'],
    ['a.b.c(d).e', '(a.b.c! d).e'],
    ['Conv(channels, 3, stride = s == 2,)', '(Conv! channels 3 stride=(== s 2))'],
    ['[]', '[]'],
    ['[1, [2], 3,]', '[1 [2] 3]'],
    ['[Expert(64)(x) for i in 0..n]', '[((Expert! 64)! x) for i in 0..n]'],
    ['[Dense(w) for w in widths]', '[(Dense! w) for w in widths]'],
    ['[2 * i for i in a + 1..2 * n]', '[(* 2 i) for i in (+ a 1)..(* 2 n)]'],
    ['{ p3, p4 = y + 1 }', '{p3=p3 p4=(+ y 1)}'],
    ['{}', '{}'],
    ['f({ a }, [b])', '(f! {a=a} [b])'],
    ['widths[i + 1]', 'widths[(+ i 1)]'],
    ['net.widths[-1](x)[0].y', '(net.widths[(- 1)]! x)[0].y'],
    ['[1, 2][0] + [[3]][0][0]', '(+ [1 2][0] [[3]][0][0])'],
    ['[w[i] for i in 0..w.length]', '[w[i] for i in 0..w.length]'],
  ])('%s', (text, expected) => expect(shown(text)).toBe(expected))

  it('takes a bracket for an index only where it follows without a space', () => {
    expect(shown('x |> [A, B]')).toBe('(|> x [A B])')
    expect(codes('const it = x [0]')).not.toEqual([])
    expect(codes('block B(x: f32[C]) { let y = x\n[y] }')).toEqual([])
  })

  it('lets records run over lines, with or without commas', () => {
    expect(shown('{\n  p3\n  p4 = y,\n  p5\n}')).toBe('{p3=p3 p4=y p5=p5}')
  })
})

describe('repeat', () => {
  it('makes a block value, wherever one fits', () => {
    expect(shown('x |> repeat(3) Residual(64) |> relu')).toBe('(|> (|> x (repeat 3 (Residual! 64))) relu)')
    expect(shown('repeat(2) repeat(n) Dense(4)')).toBe('(repeat 2 (repeat n (Dense! 4)))')
  })

  it('is a name where no count follows', () => expect(shown('repeat + 1')).toBe('(+ repeat 1)'))
})

describe('if', () => {
  it('is an expression', () => {
    expect(shown('if a { 1 } else { 2 }')).toBe('(if a 1 2)')
    expect(shown('if a { 1 }')).toBe('(if a 1)')
    expect(shown('f(1 + if a { b } else { c } * 2)')).toBe('(f! (+ 1 (* (if a b c) 2)))')
  })

  it('nests by else if', () => {
    expect(shown('if a { 1 } else if b { 2 } else if c { 3 } else { 4 }')).toBe('(if a 1 (if b 2 (if c 3 4)))')
  })

  it('has bodies with names of their own, over lines', () => {
    const value = readExpression('if a == 1 {\n  let y = 2\n  y * y\n}\nelse {\n  { y }\n}')
    expect(plain(value)).toMatchObject({
      kind: 'if',
      // oxlint-disable-next-line unicorn/no-thenable
      then: { statements: [{ kind: 'let', name: 'y', value: { value: 2 } }], result: { kind: 'binary', operator: '*' } },
      otherwise: { statements: [], result: { kind: 'record' } },
    })
  })
})

describe('words', () => {
  const soft = [
    'weight', 'loss', 'source', 'split', 'budget', 'data', 'mean', 'for', 'in', 'of', 'on', 'as', 'from', 'by', 'seed', 'where', 'type',
    'model', 'train', 'repeat', 'param', 'import', 'block', 'extern', 'const', 'min', 'k', 'epoch', 'task', 'share', 'select', 'keep',
    'auto', 'skip', 'dense', 'std', 'column', 'group', 'input', 'target', 'metric', 'predict', 'distill', 'compress', 'augment',
  ]
  it.each(soft)('%s can be a name', (word) => {
    expect(shown(`${word}.${word}(${word} = ${word} + 1)`)).toBe(`(${word}.${word}! ${word}=(+ ${word} 1))`)
    expect(readOne('const', `const ${word} = 1`).name.text).toBe(word)
    read(
      `data ${word} {\n  input ${word}: f32[${word}]\n  target ${word}: label<${word}>\n}\n` +
        `model ${word} on ${word} {\n  let ${word} = 1\n  share ${word} ${word} for ${word} = ${word}\n  task ${word} = ${word}\n}\n` +
        `train ${word} { epochs ${word}, optimizer ${word}(1) }\ncompress ${word} { keep ${word}.${word}\n budget { ${word}.${word} <= 3 } }\n` +
        `block ${word}(${word}: ${word} = ${word})(${word}: ${word}) { let ${word} = ${word}\n ${word} }\n` +
        `import { ${word} as ${word}, ${word} } from "x"`,
    )
  })

  it('the word `for` can stand everywhere in a comprehension', () => {
    expect(shown('[for for for in for..in]')).toBe('[for for for in for..in]')
  })
})
