/** Every finding of the 2xxx group, raised by a file that has nothing else wrong. */
import { describe, expect, test } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.js'
import { checkText, findings, model, only, onlyOf, things } from './kit.js'

const task = (expression: string): string => model(`task kind = ${expression}`)
const block = (declaration: string, use: string): string => `${declaration}\n${task(use)}`

const cases: readonly (readonly [code: string, title: string, text: string, message: string, help?: string])[] = [
  ['MTL2001', 'a name that nothing declares', task('vector |> Dens(10)'), 'there is no value called `Dens`', 'did you mean `Dense`?'],
  ['MTL2001', 'an input that is misspelled', task('vectr |> Dense(10)'), 'there is no value called `vectr`', 'did you mean `vector`?'],
  ['MTL2001', 'a name in a block that is never applied', 'block B(x: f32[C]) -> f32[C] { relu(y) }', 'there is no value called `y`'],
  ['MTL2001', 'a `let` that is used before its line', block('block B(x: f32[C]) -> f32[C] {\n let a = b\n let b = x\n a\n}', 'B(vector) |> Dense(10)'), 'there is no value called `b`'],
  ['MTL2001', 'a type', 'block B(x: f32s[C]) -> f32[C] { x }', 'there is no type called `f32s`', 'did you mean `f32`?'],
  ['MTL2001', 'a data set', 'model M on Thing { task kind = Dense(10)(vector) }', 'there is no data set called `Thing`'],
  ['MTL2001', 'a model', `${things}\ntrain Model { epochs 3 }`, 'there is no model called `Model`'],
  ['MTL2001', 'weights that are to be kept', `${task('vector |> Dense(10)')}\ncompress M { keep kind.dens }`, 'there is no block with weights called `kind.dens`', 'did you mean `kind.dense`?'],
  ['MTL2002', 'two declarations of a name', 'const a = 1\nconst a = 2', '`a` is declared twice in this file'],
  ['MTL2002', 'two tasks of a name', model('task kind = Dense(10)(vector)\ntask kind = Dense(10)(vector)'), '`kind` is declared twice in this model'],
  ['MTL2002', 'a share and an input of a name', model('share hard vector = image |> flatten\ntask kind = Dense(10)(vector)'), '`vector` is declared twice in this model'],
  ['MTL2002', 'two `let`s of a name', block('block B(x: f32[C]) -> f32[C] {\n let a = x\n let a = x\n a\n}', 'B(vector) |> Dense(10)'), '`a` is declared twice in the body of `B`'],
  ['MTL2003', 'a prediction of another shape than the target', task('vector |> Dense(64)'), 'task `kind` predicts f32[64], but label<10> needs f32[10]', 'change `Dense(64)` to `Dense(10)`'],
  ['MTL2003', 'an image where a label is predicted', task('image'), 'task `kind` predicts f32[3, 8, 8], but label<10> needs f32[10]', 'end the prediction with `|> flatten |> Dense(10)`'],
  ['MTL2003', 'several values where a number is predicted', model('task price = vector |> Dense(2)'), 'task `price` predicts f32[2], but number needs f32[]', 'change `Dense(2)` to `Dense(1)`'],
  ['MTL2003', 'a static value', task('3'), 'task `kind` predicts the int 3, but label<10> needs f32[10]'],
  ['MTL2004', 'an argument of another type', task('vector |> Dense("ten")'), '`units` of `Dense` needs an int, but this is the string "ten"'],
  ['MTL2004', 'a float for an int', task('vector |> Dense(2.5)'), '`units` of `Dense` needs an int, but this is the float 2.5'],
  ['MTL2004', 'a condition that is no bool', task('if 1 { vector } else { vector }'), 'a condition needs a bool, but this is the int 1'],
  ['MTL2004', 'a condition on values of the data', task('if size { vector } else { vector }'), 'a condition needs a bool, but this is f32[]', 'the graph is fixed at compile time; use `where(c, a, b)` to choose by value'],
  ['MTL2004', 'a tensor among the settings', task('Dense(10, vector)'), 'the first list of `Dense` needs settings alone, but this is f32[6]', 'settings and tensors stand in two lists: `Dense(…)(x)`, or `x |> Dense(…)`'],
  ['MTL2005', 'a size that a setting fixes', block('block F(n: int)(x: f32[n]) -> f32[n] { x }', 'vector |> F(3) |> Dense(10)'), '`F` takes `x`: f32[n] with `n` = 3, but is given f32[6]'],
  ['MTL2005', 'a tensor of another rank', task('vector |> Conv(4) |> flatten |> Dense(10)'), '`Conv` takes `x`: f32[C, H, W], but is given f32[6]'],
  ['MTL2005', 'codes where numbers are needed', task('color |> relu |> Dense(10)'), '`relu` takes `x`: f32[...S], but is given i64[]'],
  ['MTL2005', 'a tensor where a list is needed', task('concat(vector) |> Dense(10)'), '`concat` takes `list`: a list of tensors, such as `[a, b]`, but is given f32[6]'],
  ['MTL2006', 'dimensions that disagree', block('block Add(a: f32[C], b: f32[C]) -> f32[C] { a + b }', 'Add(vector, vector |> Dense(4)) |> Dense(10)'), '`Add` cannot tell what `C` is: 6 by `a`: f32[6], but 4 by `b`: f32[4]'],
  ['MTL2007', 'a dimension that nothing binds', block('block B(x: f32[C]) -> f32[K] { x }', 'B(vector) |> Dense(10)'), '`B` leaves the dimension `K` open: nothing that it is applied to says what it is'],
  ['MTL2007', 'two unknowns in one equation', block('block B(x: f32[C * K]) -> f32[C] { x |> Dense(C) }', 'B(vector) |> Dense(10)'), '`B` leaves the dimension `C * K` open: nothing that it is applied to says what it is'],
  ['MTL2008', 'a body that makes something else', block('block B(n: int)(x: f32[C]) -> f32[n] { x }', 'B(4)(vector) |> Dense(10)'), '`B` declares the result f32[n], but its body makes f32[C], as with `C` = 2 and `n` = 3'],
  ...[
    ['BatchNorm(momentum = 2)', 'momentum <= 1', '`momentum` = 2'],
    ['BatchNorm(epsilon = 0)', 'epsilon > 0', '`epsilon` = 0'],
    ['LayerNorm(epsilon = -1)', 'epsilon > 0', '`epsilon` = -1'],
    ['GroupNorm(1, epsilon = -0.5)', 'epsilon > 0', '`epsilon` = -0.5'],
    ['Pad(-1)', 'amount >= 0', '`amount` = -1'],
    ['Dropout(1.5)', 'rate < 1', '`rate` = 1.5'],
  ].map(([call = '', fact = '', values = '']) => [
    'MTL2009', call, task(`image |> ${call} |> flatten |> Dense(10)`), `\`${call.split('(')[0] ?? ''}\` needs \`${fact}\`, which does not hold for ${values}`,
  ] as const),
  ['MTL2009', 'a mask that is not as long as what is read', `import { TransformerEncoder } from "std/transformer"\n${task('TransformerEncoder(1, 4)(image |> reshape([24, 8]), vector) |> flatten |> Dense(10)')}`,
    '`MultiHeadAttention` needs `M.length == 0 || M.last == S`, which does not hold for `M` = [6] and `S` = 24 by `memory`: f32[24, 8]'],
  ['MTL2009', 'a fact that does not hold', task('image |> Conv(4, groups = 2) |> flatten |> Dense(10)'), '`Conv` needs `C % groups == 0`, which does not hold for `C` = 3 by `x`: f32[3, 8, 8] and `groups` = 2'],
  ['MTL2010', 'an image that is made too small', task('image |> Resize(0.01) |> flatten |> Dense(10)'), '`Resize` would give f32[3, 0, 0]: every dimension must be at least 1', 'make `scale` larger'],
  ['MTL2010', 'an image that is used up', task('image |> Conv(4, 9, padding = "valid") |> flatten |> Dense(10)'), '`Conv` would give f32[4, 0, 0]: every dimension must be at least 1'],
  ['MTL2011', 'a parameter that a block does not have', task('vector |> Dense(10, bais = false)'), '`Dense` has no parameter called `bais`', 'did you mean `bias`?'],
  ['MTL2012', 'an argument that is missing', task('vector |> Dense'), '`Dense` is missing its argument `units`', '`units` is an int and has no default'],
  ['MTL2013', 'arguments without parameters', task('vector |> relu(1) |> Dense(10)'), '`relu` takes one argument here, but is given 2'],
  ['MTL2013', 'tensors without inputs', task('Dense(10)(vector, size)'), '`Dense` takes one argument here, but is given 2'],
  ['MTL2014', 'an argument that is given twice', task('vector |> Dense(10, units = 10)'), '`Dense` is given its argument `units` twice'],
  ['MTL2015', 'a quantity of another unit', task('vector |> Dense(10 ms)'), '`units` of `Dense` needs an int, but this is a time'],
  ['MTL2015', 'a budget in another unit', `${task('vector |> Dense(10)')}\ncompress M { budget { size <= 3 ms } }`, '`size` needs a size, such as `60 KB`, but this is a time'],
  ['MTL2016', 'a call of what is no block', task('vector |> size |> Dense(10)'), 'only a block can be applied, but this is f32[]'],
  ['MTL2017', 'shapes that do not broadcast', task('(vector + (vector |> Dense(4))) |> Dense(10)'), '`+` cannot combine f32[6] and f32[4]'],
  ['MTL2018', 'what a shape rule refuses', task('vector |> reshape([4]) |> Dense(10)'), '`reshape` cannot make [4] of f32[6], which has 6 values'],
  ['MTL2019', 'a member that a value does not have', task('vector.vocab'), 'f32[6] has no member called `vocab`'],
  ['MTL2019', 'a field that a record does not have', task('{ left = vector }.lef |> Dense(10)'), 'a record of `left` has no member called `lef`', 'did you mean `left`?'],
  ['MTL2004', 'an index into what is no list', task('vector[0] |> Dense(10)'), 'an index needs a list before it, but this is f32[6]', 'take parts of a tensor by `slice(x, from, to)`, `split(x, n)` or `gather(x, [indices])`'],
  ['MTL2004', 'an index that is no int', task('vector |> Dense([10][0.5])'), 'an index needs an int, but this is the float 0.5'],
  ['MTL2022', 'a constant of itself', 'const a = b + 1\nconst b = a', '`a` is defined by itself: a → b → a'],
  ['MTL2022', 'a `let` of itself', model('let a = b |> relu\nlet b = a |> relu\ntask kind = a |> Dense(10)'), '`a` is defined by itself: a → b → a'],
  ['MTL2022', 'an alias of itself', 'type A = B\ntype B = A', '`A` is defined by itself: A → B → A'],
  ['MTL2023', 'weights of two shapes', model('let d = Dense(10)\ntask kind = (vector |> d) + (image |> flatten |> d)'), '`d.dense` is applied twice with weights that differ: Dense(D = 6, units = 10, bias = true), and Dense(D = 192, units = 10, bias = true)'],
  ['MTL2024', 'a block without an end', block('block B(x: f32[C]) -> f32[C] { B(x) }', 'B(vector) |> Dense(10)'), '`B` nests more than 64 blocks deep'],
  ['MTL2025', 'more than the compiler will hold', task('vector |> repeat(1000) [relu for i in 0..1000]').replace('[relu for i in 0..1000]', 'repeat(1000) relu'), 'the model takes more than 500000 steps to build'],
  ['MTL2026', 'a body without a value', block('block B(x: f32[C]) -> f32[C] {\n let y = x\n}', 'B(vector) |> Dense(10)'), 'the body of `B` has no value'],
  ['MTL2026', 'an `if` without `else` that is not taken', task('vector |> (if 1 > 2 { Dense(10) })'), 'this `if`, whose condition is false here, has no value', 'add an `else`'],
  ['MTL2027', 'a count below 1', task('vector |> Dense(0) |> Dense(10)'), '`units` of `Dense` must be at least 1, but is 0'],
  ['MTL2027', 'a word that is none', task('image |> Conv(4, padding = "vaild") |> flatten |> Dense(10)'), '`padding` of `Conv` must be one of `same` and `valid`, but is "vaild"', 'did you mean "valid"?'],
  ['MTL2027', 'a rate out of range', model('task kind { predict vector |> Dense(10)\n loss cross_entropy(smoothing = 1.5) }'), '`smoothing` of `cross_entropy` must be at least 0 and below 1, but is 1.5'],
  ['MTL2028', 'an extern of a file of its own', 'extern block Magic(x: f32[C]) -> f32[C]', 'the extern block `Magic` is nothing that the compiler knows how to run'],
  ['MTL2029', 'a name of another kind', `${things}\nmodel M on Things { task kind = Things }`, '`Things` is a data set, but a value is needed here'],
  ['MTL2029', 'a model where a data set is needed', `${task('vector |> Dense(10)')}\nmodel N on M { task kind = vector }`, '`M` is a model, but a data set is needed here'],
  ['MTL2030', 'a division by zero', 'const a = 1 / 0', '1 / 0 has no value'],
  ['MTL2032', 'an index past the end', task('vector |> Dense([10, 10][2])'), 'there is no item 2 in a list of 2 values', 'items are counted from 0 to 1, and from the back from -1 to -2'],
  ['MTL2032', 'an index into nothing', task('vector |> Dense([][-1])'), 'there is no item -1 in a list of 0 values'],
]

describe('2xxx', () => {
  test.each(cases.map((each) => ({ each, name: `${each[0]}: ${each[1]}` })))('$name', async ({ each: [code, , text, message, help] }) => {
    const finding = await only(text, code)
    expect(finding.message).toBe(message)
    expect(finding.span).toBeDefined()
    if (help !== undefined) expect(finding.help).toBe(help)
  })

  test('MTL2020: an import of nothing', async () => {
    const finding = await only('import { A } from "./blocks"\nblock B(x: f32[C]) -> f32[C] { A(x) }', 'MTL2020')
    expect(finding.message).toBe('there is no module "./blocks"')
  })

  test('MTL2021: imports in a circle', async () => {
    const finding = await onlyOf(
      { 'main.mtl': 'import { A } from "./a"', 'a.mtl': 'import { B } from "./b"\nconst A = B', 'b.mtl': 'import { A } from "./a"\nconst B = A' },
      'MTL2021',
    )
    expect(finding.message).toBe('these files import each other: a.mtl → b.mtl → a.mtl')
  })

  test('MTL2031: a file that is not there', async () => {
    const { check } = await import('../../src/check/check.js')
    const { memoryHost } = await import('./host.js')
    const checked = await check('none.mtl', { host: memoryHost({}) })
    expect(findings(checked)).toEqual(['MTL2031 cannot read "none.mtl"'])
    expect(checked.program).toBeUndefined()
  })

  test('every code of the group is raised here', () => {
    const raised = new Set<string>([...cases.map(([code]) => code), 'MTL2020', 'MTL2021', 'MTL2031'])
    expect([...catalogue.keys()].filter((code) => code.startsWith('MTL2') && !raised.has(code))).toEqual([])
  })
})

describe('findings', () => {
  test('a prediction that does not fit marks the field too', async () => {
    const finding = await only(task('vector |> Dense(64)'), 'MTL2003')
    expect(finding.related.map(({ message }) => message)).toEqual(['`kind` is declared as label<10> here'])
  })

  test('a number is predicted by a value without dimensions, or by one unit', async () => {
    for (const end of ['Dense(1)', 'Dense(1) |> squeeze']) expect(findings(await checkText(model(`task price = vector |> ${end}`)))).toEqual([])
  })

  test('all that are independent are told in one run', async () => {
    const checked = await checkText(`
      data D { source "a.csv"\n input x: vector[4]\n target a: label<3>\n target b: number }
      model M on D {
        share harrd t = x |> Dense(8)
        task a = t |> Dense(4)
        task b { predict t |> Dense(2)\n loss cross_entropy }
      }
      train M { epoch 3, batch 0, optimizer adm }
      compress M { quantise int8\n budget { a.acuracy >= 90% } }`)
    expect(checked.diagnostics.map(({ code }) => code)).toEqual([
      'MTL3002', 'MTL2003', 'MTL2003', 'MTL3003', 'MTL3009', 'MTL2027', 'MTL3002', 'MTL3002', 'MTL3014',
    ])
    expect(checked.program).toBeUndefined()
  })

  test('a mistake in a block is told once, where it is written, whoever applies it', async () => {
    const finding = await only(block('block B(x: f32[C]) -> f32[C] { x |> Dense(C) |> Conv(1) }', 'vector |> B |> B |> Dense(10)'), 'MTL2005')
    expect(finding.related).toEqual([])
  })

  test('a mistake that shows inside the standard library is told at the call', async () => {
    const text = `import { LeNet } from "std/vision"\n${task('image |> LeNet() |> Dense(10)')}`
    const checked = await checkText(text)
    expect(findings(checked)).toEqual(['MTL2010 `Conv` would give f32[48, -2, -2]: every dimension must be at least 1 ← LeNet()'])
    expect(checked.diagnostics[0]?.related[0]?.message).toBe('in `LeNet`, here')
  })

  test('what the parser left out is not told again as missing', async () => {
    const checked = await checkText(`${things}\nmodel M on Things {\n let a = = 3\n task kind = a |> Dense(10)\n}`)
    expect(checked.diagnostics.every(({ code }) => code.startsWith('MTL1'))).toBe(true)
    expect(checked.diagnostics.length).toBeGreaterThan(0)
  })
})
