/** Blocks by themselves: nothing here applies them. */
import { describe, expect, test } from 'vitest'
import { checkText, findings, only } from './kit.js'

const clean = async (text: string): Promise<void> => expect(findings(await checkText(text))).toEqual([])

describe('a block is right for all that its signature lets it be applied to', () => {
  test.each([
    ['a shortcut that is there only where the shapes agree', `
      block Residual(channels: int, stride: int = 1)(x: f32[C, H, W]) -> f32[channels, ceil(H / stride), ceil(W / stride)] {
        let y = x |> Conv(channels, 3, stride = stride) |> BatchNorm() |> relu |> Conv(channels, 3)
        let skip = if stride == 1 && C == channels { x } else { x |> Conv(channels, 1, stride = stride) |> BatchNorm() }
        relu(y + skip)
      }`],
    ['heads of an attention, whose width is stated to divide', `
      block SelfAttention(heads: int)(x: f32[T, D]) -> f32[T, D] where D % heads == 0 {
        let q = x |> Dense(D) |> reshape([T, heads, D / heads]) |> transpose([1, 0, 2])
        let k = x |> Dense(D) |> reshape([T, heads, D / heads]) |> transpose([1, 2, 0])
        let v = x |> Dense(D) |> reshape([T, heads, D / heads]) |> transpose([1, 0, 2])
        let mixed = matmul(softmax(matmul(q, k)), v)
        mixed |> transpose([1, 0, 2]) |> reshape([T, D]) |> Dense(D)
      }`],
    ['stages that are repeated', `
      block Deep(width: int, depth: int)(x: f32[D]) -> f32[width] { x |> Dense(width) |> repeat(depth) Dense(width) }`],
    ['a layer for each width of a list', `
      block Layers(widths: [int])(x: f32[...S]) -> f32[widths.last] { x |> flatten |> [Dense(width) for width in widths] }`],
    ['items of a list, by index', `
      block Ends(widths: [int])(x: f32[D]) -> f32[widths.first + widths[i_last]] where widths.length > 1 {
        concat([x |> Dense(widths[0]), x |> Dense(widths[i_last])])
      }
      const i_last = -1
      block Every(widths: [int])(x: f32[D]) -> f32[widths.last] { x |> [Dense(width) for width in [8] + widths] |> Dense(widths[-1]) }`],
    ['a list as long as a parameter says', `
      block Experts(n: int, width: int)(x: f32[D]) -> f32[n, width] { stack([Dense(width)(x) for i in 0..n]) }
      block Wide(n: int, width: int)(x: f32[D]) -> f32[n * width] { concat([Dense(width)(x) for i in 0..n]) }`],
    ['a block that is a parameter', `
      block Twice(inner: block)(x: f32[C, H, W]) -> f32[C, H, W] { x |> inner |> inner }`],
    ['records, and parts of a table', `
      block Both(x: f32[C]) -> { a: f32[C], b: f32[2 * C] } { { a = relu(x), b = concat([x, x]) } }
      block Row(dim: int)(row: { numbers: f32[N], categories: i64[M], vocab: int }) -> f32[N + M * dim] {
        concat([row.numbers, row.categories |> Embedding(row.vocab, dim) |> flatten])
      }`],
    ['any number of dimensions', `
      block Scale(start: float = 1)(x: f32[C, ...S]) -> f32[C, ...S] { x * start }
      block Keep(x: f32[C, ...S]) -> f32[...S] { x |> sum(axis = 0) }`],
    ['arithmetic that comes out even', `
      block Up(x: f32[C, H, W]) -> f32[C / 4, 2 * H, 2 * W] where C % 4 == 0 {
        x |> reshape([C / 4, 2, 2, H, W]) |> transpose([0, 3, 1, 4, 2]) |> reshape([C / 4, 2 * H, 2 * W])
      }`],
    ['rounding that no size tells apart', `
      block Half(x: f32[C, H, W]) -> f32[C, ceil(H / 4), ceil(W / 4)] { x |> Conv(C, stride = 2) |> Conv(C, stride = 2) }`],
    ['learnable tensors', `
      block Gate(x: f32[C, H, W]) -> f32[C, H, W] {
        param scale: f32[C, 1, 1] = ones
        x * scale
      }`],
  ])('%s', async (_name, text) => {
    await clean(text)
  })
})

describe('what fails for some sizes is told with the smallest of them', () => {
  test('a sum of shapes that need not agree, and the fact that would make them', async () => {
    const text = 'block Skip(channels: int)(x: f32[C, H, W]) -> f32[channels, H, W] {\n  (x |> Conv(channels)) + x\n}\n'
    const finding = await only(text, 'MTL2017')
    expect(finding.message).toBe('`+` cannot combine f32[channels, H, W] and f32[C, H, W], as with `channels` = 2 and `C` = 3')
    expect(finding.help).toBe('if `Skip` is only for such sizes, say so in its signature: `where channels == C`')
    const [edit] = finding.edits ?? []
    if (edit === undefined) throw new Error('no edit')
    const mended = `${text.slice(0, edit.span.start)}${edit.text}${text.slice(edit.span.end)}`
    expect(mended.split('\n')[0]).toBe('block Skip(channels: int)(x: f32[C, H, W]) -> f32[channels, H, W] where channels == C {')
    await clean(mended)
  })

  test('a result that only some sizes have', async () => {
    const finding = await only('block Half(x: f32[C, H, W]) -> f32[C, H / 2, W / 2] { x |> Conv(C, stride = 2) }', 'MTL2008')
    expect(finding.message).toBe(
      '`Half` declares the result f32[C, H / 2, W / 2], but its body makes f32[C, ceil(H / 2), ceil(W / 2)], as with `H` = 3',
    )
    // No `where` could mend it.
    expect(finding.edits).toBeUndefined()
  })

  test('a name that is bound twice: both derivations', async () => {
    const text = 'block Add(a: f32[D], b: f32[D]) -> f32[D] { a + b }\nblock Use(x: f32[C], y: f32[2 * C]) -> f32[C] { Add(x, y) }'
    const finding = await only(text, 'MTL2006')
    expect(finding.message).toBe('`Add` cannot tell what `D` is: C by `a`: f32[C], but 2 * C by `b`: f32[2 * C], as with `C` = 2')
    expect(finding.related.map(({ message }) => message)).toEqual(['C by `a`: f32[C]'])
  })

  test('a fact of another block that the signature does not promise', async () => {
    const finding = await only('block Mix(heads: int)(x: f32[T, D]) -> f32[T, D] { x |> Attention(heads) }', 'MTL2009')
    expect(finding.message).toMatch(/^`Attention` needs `D % heads == 0`, which does not hold for .*`D` = .* and `heads` = /)
    expect(finding.help).toBe('if `Mix` is only for such sizes, say so in its signature: `where D % heads == 0`')
  })

  test('a reshape that does not come out even', async () => {
    const finding = await only('block Fold(x: f32[C, H, W]) -> f32[2, (C * H * W) / 2] { x |> reshape([2, -1]) }', 'MTL2018')
    expect(finding.message).toContain('`reshape` cannot make [2, -1] of f32[C, H, W], which has C * H * W values, as with ')
  })
})

describe('what only the place of use can tell is left to it', () => {
  test('an undecided branch is checked where its condition holds', async () => {
    await clean('block Fit(n: int)(x: f32[C]) -> f32[n] { if C == n { x } else { x |> Dense(n) } }')
    expect((await checkText('block Fit(n: int)(x: f32[C]) -> f32[n] { if C == n + 1 { x } else { x |> Dense(n) } }')).diagnostics.map(({ code }) => code)).toEqual([])
  })

  test('mistakes that hold for every size need no example', async () => {
    const finding = await only('block Bad(x: f32[C, H, W]) -> f32[C] { x |> Dense(C, units = 3) |> flatten }', 'MTL2014')
    expect(finding.related).toEqual([])
  })

  test('names and types in both branches are looked at', async () => {
    const found = findings(await checkText('block B(n: int)(x: f32[C]) -> f32[C] { if n > 1 { x |> Densse(C) } else { x |> reluu } }'))
    expect(found.map((line) => line.slice(0, 7))).toEqual(['MTL2001', 'MTL2001'])
  })
})
