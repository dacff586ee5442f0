import { describe, expect, it } from 'vitest'
import * as catalogue from '../../src/diagnostics/syntax.js'
import { codes, findings } from './support.js'

/** For each code, a file that raises exactly it, the text it points at, and words of its message and help. */
type Example = readonly [kind: keyof typeof catalogue, text: string, at: string, message: string, help?: string]
const examples: readonly Example[] = [
  ['unexpectedCharacter', 'const a = x ≤ 3', '≤', 'unexpected character `≤`', 'write `<=`'],
  ['unexpectedCharacter', 'const a = 1 # note', '#', 'unexpected character `#`', 'comments begin with `//`'],
  ['unexpectedCharacter', 'const größe = 1', 'ö', 'unexpected character `ö`', 'letters a–z'],
  ['unexpectedCharacter', 'const a = \u200b1', '\u200b', 'unexpected character `U+200B`'],
  ['unexpectedCharacter', 'const a = x & y', '&', 'unexpected character `&`', '`&&`'],
  ['unclosedString', 'const a = "abc\nconst b = 1', '"abc', 'not closed before the line ends', 'add a `"`'],
  ['unclosedComment', 'const a = 1\n/* abc', '/*', 'never closed', '`*/`'],
  ['wrongQuotes', "import { A } from 'std/vision'", "'std/vision'", 'double quotes', '`"std/vision"`'],
  ['unknownEscape', String.raw`const a = "C:\data"`, '\\d', '`\\d` means nothing', '`\\\\`'],
  ['malformedNumber', 'const a = .5', '.5', '`.5` is not a number: digits are missing before the point', 'write `0.5`'],
  ['malformedNumber', 'const a = 1.', '1.', 'digits are missing after the point'],
  ['malformedNumber', 'const a = 1e', '1e', 'digits are missing after the `e`'],
  ['malformedNumber', 'const a = 1e999', '1e999', 'too large'],
  ['unknownUnit', 'compress M { budget { size <= 60 kb } }', 'kb', '`kb` is not a unit', 'did you mean `KB`?'],
  ['unknownUnit', 'compress M { budget { latency <= 3seconds } }', 'seconds', '`seconds` is not a unit', 'did you mean `s`?'],
  ['unknownUnit', 'const a = 3x3', 'x3', '`x3` is not a unit', 'units are `B KB'],
  ['spacedRatio', 'data D { split test 10 % of train }', '10 %', 'remainder of a division', '`10%` without the space'],
  ['semicolon', 'const a = 1;\nconst b = 2', ';', 'no semicolons', 'leave it out'],
  ['unclosedBracket', 'model M on D {\n  task a = f(1\n  task b = x\n}', '(', 'this `(` is never closed', 'add the missing `)`'],
  ['unclosedBracket', 'data D {\n  source "a"\n\nconst a = 1', '{', 'this `{` is never closed', 'add the missing `}`'],
  ['unmatchedBracket', 'const a = f(1))', ')', 'this `)` closes nothing: no `(` is open here', 'remove'],
  ['nestedTooDeep', `const a = ${'('.repeat(101)}1${')'.repeat(101)}`, '(', 'nested more than 100 levels deep', '`let` or `const`'],
  ['nestedTooDeep', `const a = 1${' + 1'.repeat(1000)}`, '1', 'nested more than 500 levels deep'],
  ['unexpectedToken', 'train M { epochs }', '}', 'expected a value, found `}`'],
  ['unexpectedToken', 'const a =', '', 'expected a value, found the end of the file'],
  ['unexpectedToken', 'const a\nconst b = 1', '\n', 'expected `=`, found the end of the line'],
  ['unexpectedToken', 'const else = 1', 'else', 'expected a name, found the reserved word `else`', 'choose another name'],
  ['unexpectedToken', 'const a = 7%2', '2', 'expected the end of the line, found `2`', '`7 % …` with spaces'],
  ['unexpectedToken', 'train M { epochs 20 batch 3 }', 'batch', 'expected the end of the line or `,` in `train`, found `batch`'],
  ['unexpectedToken', 'const a = f(x y)', 'y', 'expected `,` or `)`, found `y`'],
  ['unexpectedToken', 'const a = [1 2]', '2', 'expected `,` or `]`, found `2`'],
  ['unexpectedToken', 'type A = label<1 2>', '2', 'expected `,` or `>`, found `2`'],
  ['unexpectedToken', 'type A = 3', '3', 'expected a type, found `3`'],
  ['unexpectedToken', 'import { A } from std', 'std', 'expected a string in quotes, found `std`'],
  ['unexpectedToken', 'compress M { budget { size < 3 } }', '<', 'expected `<=` or `>=`, found `<`'],
  ['unexpectedToken', 'model M on D { task a: x }', ':', 'expected `=` or `{`, found `:`'],
  ['unexpectedToken', 'data D { normalize image "x" }', '"x"', 'expected `auto`, or `mean` and `std`, found the string "x"'],
  ['unknownStatement', 'data D { sorce "a" }', 'sorce', '`sorce` begins nothing that a `data` declaration can hold', 'did you mean `source`?'],
  ['unknownStatement', 'modle M on D {}', 'modle', '`modle` begins nothing that a file can hold', 'did you mean `model`?'],
  ['unknownStatement', 'model M on D { task a { loos mse } }', 'loos', 'a task can hold', 'did you mean `loss`?'],
  ['unknownStatement', 'model M on D { foo 3 }', 'foo', 'a model can hold', '`let`, `share`, `task` or `select`'],
  ['unknownStatement', 'let x = 1', 'let', 'the reserved word `let` begins nothing that a file can hold', '`const name = …`'],
  ['unknownStatement', 'task a = x', 'task', 'a file can hold', 'it stands in a `model`'],
  ['foreignWord', 'def f(x): return x', 'def', '`def` is not part of this language', '`block name'],
  ['foreignWord', 'block f(x: f32[C]) {\n  return x\n}', 'return', '`return` is not part', 'the last line of a body is its value'],
  ['foreignWord', 'block f(x: f32[C]) => f32[C] { x }', '=>', '`=>` is not part', '`->`'],
  ['foreignWord', 'const a = x and y', 'and', '`and` is not part', 'write `&&`'],
  ['foreignWord', 'const a = x ** 2', '**', '`**` is not part', 'no power operator'],
  ['foreignWord', 'const a = if x { 1 } elif y { 2 }', 'elif', '`elif` is not part', 'write `else if`'],
  ['foreignWord', 'export const a = 1', 'export', '`export` is not part', 'everything that a file declares'],
  ['repeatedSetting', 'model M on D { task a { weight 1, weight 2 } }', 'weight', '`weight` is set twice in a task', 'keep one'],
  ['repeatedSetting', 'data D { split test 10%, seed 1, seed 2 }', 'seed', '`seed` is set twice in a split', 'keep one'],
  ['repeatedSetting', 'data D { normalize x mean 1, mean 2 }', 'mean', '`mean` is set twice in a normalisation', 'keep one'],
  ['strayExpression', 'block f(x: f32[C]) {\n  relu(x)\n  x\n}', 'relu(x)', 'only the last line of a body is its value', 'let name'],
  ['externWithBody', 'extern block f(x: f32[C]) { x }', '{ x }', '`f` has a body', 'extern'],
  ['blockWithoutBody', 'block f(x: f32[C]) -> f32[C]', 'f', '`f` has no body', 'braces'],
]

describe('each kind of finding', () => {
  it.each(examples.map((example) => [example[0], example[1].slice(0, 60), example] as const))('%s: %j', (_, __, [kind, text, at, message, help]) => {
    const found = findings(text)
    expect(found.map(({ code }) => code)).toEqual([catalogue[kind].code])
    expect(found[0]).toMatchObject({ at, message: expect.stringContaining(message) as string })
    if (help !== undefined) expect(found[0]?.help).toContain(help)
  })

  it('tooManyErrors: the list ends somewhere', () => {
    const found = codes('const = 1\n'.repeat(1000))
    expect(found).toHaveLength(101)
    expect(found.at(-1)).toBe(catalogue.tooManyErrors.code)
    expect(codes('; '.repeat(1000)).at(-1)).toBe(catalogue.tooManyErrors.code)
  })

  it('fileTooLong: what nobody writes is not read', () => {
    expect(codes('// x\n'.repeat(400_000))).toEqual([catalogue.fileTooLong.code])
  })

  it('has an example here, and a number without gaps', () => {
    const shown = new Set([...examples.map(([kind]) => kind), 'tooManyErrors', 'fileTooLong'])
    expect(Object.keys(catalogue).filter((kind) => !shown.has(kind))).toEqual([])
    expect(Object.values(catalogue).map(({ code }) => code)).toEqual(
      Object.keys(catalogue).map((_, index) => `MTL${String(1001 + index)}`),
    )
  })
})
