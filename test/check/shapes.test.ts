import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkText, findings, model, only, shapeOf } from './kit.js'

describe('core blocks give the shapes that they declare', () => {
  test.each([
    ['image |> Conv(5)', 'f32[5, 8, 8]'],
    ['image |> Conv(5, 3, stride = 2)', 'f32[5, 4, 4]'],
    ['image |> Conv(5, 3, padding = "valid", dilation = 2)', 'f32[5, 4, 4]'],
    ['image |> Conv(6, groups = 3)', 'f32[6, 8, 8]'],
    ['image |> DepthwiseConv(5, padding = "valid")', 'f32[3, 4, 4]'],
    ['image |> MaxPool', 'f32[3, 4, 4]'],
    ['image |> AvgPool(3, stride = 1, padding = "same")', 'f32[3, 8, 8]'],
    ['image |> MaxPool(3)', 'f32[3, 2, 2]'],
    ['image |> GlobalMaxPool()', 'f32[3]'],
    ['image |> Pad(2)', 'f32[3, 12, 12]'],
    ['image |> BatchNorm()', 'f32[3, 8, 8]'],
    ['image |> LayerNorm()', 'f32[3, 8, 8]'],
    ['image |> Dense(5)', 'f32[3, 8, 5]'],
    ['image |> Dropout(10%)', 'f32[3, 8, 8]'],
    ['color |> Embedding(color.vocab, 7)', 'f32[7]'],
    ['image |> MaxPool(3, stride = 2, padding = "ceil")', 'f32[3, 4, 4]'],
    ['image |> AvgPool(5, stride = 4, padding = "ceil")', 'f32[3, 2, 2]'],
    ['image |> ConvTranspose(5, 3)', 'f32[5, 17, 17]'],
    ['image |> ConvTranspose(5, 3, padding = "same")', 'f32[5, 16, 16]'],
    ['image |> Resize(2)', 'f32[3, 16, 16]'],
    ['image |> Resize(0.3, mode = "bilinear")', 'f32[3, 2, 2]'],
    ['image |> Resize(size = [5, 9])', 'f32[3, 5, 9]'],
    ['image |> cumsum(axis = 1, reverse = true)', 'f32[3, 8, 8]'],
    ['vector |> pow(2) |> clip(0, 1) |> cumprod', 'f32[6]'],
    ['vector |> argmax |> one_hot(6)', 'f32[6]'],
  ])('%s', async (expression, shape) => {
    expect(await shapeOf(expression)).toBe(shape)
  })
})

describe('functions of shape have rules of their own', () => {
  test.each([
    ['image |> flatten', 'f32[192]'],
    ['size |> flatten', 'f32[1]'],
    ['vector |> reshape([1, 6, 1]) |> squeeze', 'f32[6]'],
    ['vector |> reshape([2, -1])', 'f32[2, 3]'],
    ['image |> transpose([2, 0, 1])', 'f32[8, 3, 8]'],
    ['image |> transpose([-1, 0, 1])', 'f32[8, 3, 8]'],
    ['concat([image, image])', 'f32[6, 8, 8]'],
    ['concat([image, image], axis = -1)', 'f32[3, 8, 16]'],
    ['stack([size, size])', 'f32[2]'],
    ['image |> slice(1, 3)', 'f32[2, 8, 8]'],
    ['image |> slice(-4, 8, axis = 2)', 'f32[3, 8, 4]'],
    ['(image |> split(4, axis = 1)).first', 'f32[3, 2, 8]'],
    ['image |> gather([0, 0, -1])', 'f32[3, 8, 8]'],
    ['matmul(image, image)', 'f32[3, 8, 8]'],
    ['image |> sum', 'f32[3, 8]'],
    ['image |> mean(axis = 0)', 'f32[8, 8]'],
    ['max([vector, size])', 'f32[6]'],
    ['min([vector])', 'f32[6]'],
    ['vector |> softmax', 'f32[6]'],
    ['image |> prod', 'f32[3, 8]'],
    ['prod([vector, size])', 'f32[6]'],
    ['image |> log_sum_exp(axis = 1)', 'f32[3, 8]'],
    ['where(vector, vector, vector)', 'f32[6]'],
    ['where(image > 0, size, 0)', 'f32[3, 8, 8]'],
    ['vector |> pad(1, 2)', 'f32[9]'],
    ['image |> argmax(axis = 0) |> one_hot(3)', 'f32[8, 8, 3]'],
    ['image |> arg_top_k(2) |> Embedding(8, 5)', 'f32[3, 8, 2, 5]'],
    ['image |> argmax |> flatten |> one_hot(8)', 'f32[24, 8]'],
    ['(image |> argmin |> split(2, axis = 1)).last |> reshape([-1]) |> gather([0, 2]) |> Embedding(8, 5)', 'f32[2, 5]'],
    ['image |> top_k(2, axis = 0)', 'f32[2, 8, 8]'],
    ['image |> take(image |> argmin(axis = 0), axis = -1)', 'f32[3, 8, 8, 8]'],
    ['color == 1', 'f32[]'],
    ['color != color', 'f32[]'],
    ['vector <= 2', 'f32[6]'],
    ['einsum([image, image], "chw, dhw -> cd")', 'f32[3, 3]'],
    ['einsum([image], "chw->")', 'f32[]'],
  ])('%s', async (expression, shape) => {
    expect(await shapeOf(expression)).toBe(shape)
  })

  test.each([
    ['vector |> reshape([4, -1])', '`reshape` cannot make [4, -1] of f32[6], which has 6 values'],
    ['vector |> reshape([0, 6])', '`reshape` needs sizes of at least 1, and -1 at most once, not [0, 6]'],
    ['image |> transpose([0, 1])', '`transpose` needs every axis of f32[3, 8, 8] once, not [0, 1]'],
    ['concat([vector, image])', '`concat` needs tensors that differ along axis 0 alone, not f32[6], f32[3, 8, 8]'],
    ['concat([vector], axis = 1)', '`concat` has no axis 1 in f32[6]'],
    ['stack([vector, size])', '`stack` needs tensors of one shape, not f32[6], f32[]'],
    ['image |> slice(2, 2)', '`slice` cannot take 2 to 2 of axis 0 of f32[3, 8, 8]'],
    ['(image |> split(2)).first', '`split` cannot part axis 0 of f32[3, 8, 8] into 2 equal parts'],
    ['vector |> gather([6])', '`gather` has indices [6] past axis 0 of f32[6]'],
    ['matmul(image, vector)', '`matmul` needs matrices, not f32[3, 8, 8] and f32[6]'],
    ['matmul(image, vector |> reshape([2, 3]))', '`matmul` cannot multiply f32[3, 8, 8] and f32[2, 3]'],
    ['vector |> sum(axis = 1)', '`sum` has no axis 1 in f32[6]'],
    ['vector |> softmax(axis = 1)', '`softmax` has no axis 1 in f32[6]'],
    ['sum([vector, image])', '`sum` cannot combine f32[6], f32[3, 8, 8]'],
    ['where(vector, image, 0)', '`where` cannot combine f32[6], f32[3, 8, 8], f32[]'],
    ['vector |> pad(-1)', '`pad` adds at least 0 values before and after'],
    ['vector |> top_k(7)', '`top_k` cannot find 7 values along axis 0 of f32[6]'],
    ['image |> argmax(axis = 3)', '`argmax` has no axis 3 in f32[3, 8, 8]'],
    ['image |> take(image |> argmin, axis = 3)', '`take` has no axis 3 in f32[3, 8, 8]'],
    ['vector |> cumsum(axis = 1)', '`cumsum` has no axis 1 in f32[6]'],
    ['einsum([vector, vector], "i,i")', '`einsum` needs an equation such as "ij,jk->ik", each letter once in a term, not "i,i"'],
    ['einsum([image], "ihh->i")', '`einsum` needs an equation such as "ij,jk->ik", each letter once in a term, not "ihh->i"'],
    ['einsum([vector], "i,j->ij")', '`einsum` has 2 terms in "i,j->ij" for 1 tensors'],
    ['einsum([vector], "ij->i")', '`einsum` has the term "ij" for f32[6]'],
    ['einsum([vector, image], "i,ijk->jk")', '`einsum` has axes of 6 and of 3 for `i` in "i,ijk->jk"'],
  ])('%s is refused', async (expression, message) => {
    expect((await only(model(`task kind = ${expression} |> Dense(10)`), 'MTL2018')).message).toBe(message)
  })
})

test('codes and numbers are no operands of each other', async () => {
  expect((await only(model('task kind = (color + 1) |> Dense(10)'), 'MTL2017')).message).toContain('`+`')
  expect((await only(model('task kind = where(color == 0.5, vector, 0) |> Dense(10)'), 'MTL2017')).message).toContain('`==`')
  expect((await only(model('task kind = where(color == size, vector, 0) |> Dense(10)'), 'MTL2017')).message).toContain('`==`')
  expect((await only(model('task kind = vector |> take(vector) |> Dense(10)'), 'MTL2005')).message).toBe('`take` takes `indices`: i64[...I], but is given f32[6]')
})

test('for all sizes: formulas of the signature', async () => {
  const block = `block Attend(heads: int)(x: f32[T, D], y: f32[S, D]) -> f32[T, D] where S >= 2 {
    let scores = einsum([x, y], "td,sd->ts")
    let most = scores |> top_k(2) |> sum
    einsum([where(scores > 0, scores, -1) |> softmax, y], "ts,sd->td") * reshape(most, [T, 1])
  }
  block Wide(scale: int)(x: f32[C, H, W]) -> f32[C, H * scale, W * scale] { x |> Resize(scale) }`
  expect(await shapeOf('Attend(2)(vector |> reshape([2, 3]), vector |> reshape([2, 3]))', block)).toBe('f32[2, 3]')
  expect(await shapeOf('image |> Wide(3)', block)).toBe('f32[3, 24, 24]')
})

const sized = (height: number, width: number, body: string, block = ''): string => `${block}
    data D {\n source "a.csv"\n input x: image[4, ${height}, ${width}]\n target y: label<2>\n}
    model M on D { task y = ${body} |> flatten |> Dense(2) }`

describe('a signature is unified with what it is applied to', () => {
  test('the arithmetic of dimensions agrees with that of the sizes', async () => {
    const block = `block Odd(k: int)(x: f32[C, H, W]) -> f32[C, (H - k) / 2 + 1, min(W, 2 * k) * max(C % 3, 1)] {
      x |> flatten |> Dense(C * ((H - k) / 2 + 1) * (min(W, 2 * k) * max(C % 3, 1)))
        |> reshape([C, (H - k) / 2 + 1, min(W, 2 * k) * max(C % 3, 1)])
    }`
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 20 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 3 }), async (height, width, k) => {
        const checked = await checkText(sized(height, width, `(x |> Odd(${k}))`, block))
        expect(findings(checked)).toEqual([])
      }),
      { seed: 3, numRuns: 40 },
    )
  })

  test('a convolution and its inverse crop come back to the size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), async (size, stride, kernel) => {
        const checked = await checkText(sized(size, size, `(x |> Conv(2, ${kernel}, stride = ${stride}))`))
        const dense = checked.program?.models[0]?.tasks[0]?.predict
        const flat = dense?.kind === 'apply' ? dense.inputs[0]?.type.shape[0] : undefined
        expect(flat).toBe(2 * Math.ceil(size / stride) ** 2)
      }),
      { seed: 5, numRuns: 40 },
    )
  })

  test('one unknown in an equation is solved for', async () => {
    const block = 'block Half(x: f32[2 * C + 1]) -> f32[C] { x |> Dense(C) }\n'
    expect(await shapeOf('vector |> Dense(9) |> Half', block)).toBe('f32[4]')
    const finding = await only(block + model('task kind = vector |> Half |> Dense(10)'), 'MTL2006')
    expect(finding.message).toBe('`Half` cannot tell what `2 * C + 1` is: it is 2 * C + 1, but 6 by `x`: f32[6], which no whole number fits')
  })

  test('what waits for another input is solved after it', async () => {
    const block = 'block Two(a: f32[C * D], b: f32[D]) -> f32[C] { b |> Dense(C) }\n'
    expect(await shapeOf('Two(vector, vector |> Dense(2))', block)).toBe('f32[3]')
  })

  test('rest dimensions are any number of them', async () => {
    const block = 'block Keep(x: f32[C, ...S]) -> f32[...S] { x |> sum(axis = 0) }\n'
    expect(await shapeOf('Keep(image)', block)).toBe('f32[8, 8]')
    expect(await shapeOf('Keep(vector)', block)).toBe('f32[]')
    const conflict = 'block Same(x: f32[...S], y: f32[...S]) -> f32[...S] { x + y }\n'
    const finding = await only(conflict + model('task kind = Same(vector, size) |> Dense(10)'), 'MTL2006')
    expect(finding.message).toBe('`Same` cannot tell what `...S` is: [6] by `x`: f32[6], but [] by `y`: f32[]')
  })

  test('a conflict shows both derivations', async () => {
    const block = 'block Join(a: f32[C, H, W], b: f32[2 * C]) -> f32[C] { b |> Dense(C) }\n'
    const finding = await only(block + model('task kind = Join(image, vector |> Dense(7)) |> Dense(10)'), 'MTL2006')
    expect(finding.message).toBe('`Join` cannot tell what `2 * C` is: 6 by `C` = 3 by `a`: f32[3, 8, 8], but 7 by `b`: f32[7]')
    expect(finding.related).toHaveLength(1)
  })
})
