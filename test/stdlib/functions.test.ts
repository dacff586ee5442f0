/** Functions and small blocks, as the language says them: values and gradients beside TensorFlow.js. */
import type * as core from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { difference, noise, present } from '../ops/harness.js'
import { fromTf, tf, toTf } from '../ops/oracle.js'
import { agree, numbers, run } from './oracle.js'

describe('of one element', () => {
  test.each<[string, (x: core.Tensor) => core.Tensor]>([
    ['relu', tf.relu], ['relu6', tf.relu6], ['elu', tf.elu], ['selu', tf.selu], ['sigmoid', tf.sigmoid], ['tanh', tf.tanh], ['softplus', tf.softplus],
    ['log_sigmoid', tf.logSigmoid], ['exp', tf.exp], ['abs', tf.abs], ['square', tf.square], ['sin', tf.sin], ['cos', tf.cos],
    ['leaky_relu(slope = 0.3)', (x) => tf.leakyRelu(x, 0.3)],
    ['mish', (x) => tf.mul(x, tf.tanh(tf.softplus(x)))],
    ['silu', (x) => tf.mul(x, tf.sigmoid(x))],
    ['gelu', (x) => tf.mul(x, tf.erf(tf.div(x, Math.SQRT2)).add(1).div(2))],
    ['hard_swish', (x) => tf.mul(x, tf.relu6(tf.add(x, 3)).div(6))],
    ['hard_sigmoid', (x) => tf.relu6(tf.add(x, 3)).div(6)],
    ['softsign', (x) => tf.div(x, tf.abs(x).add(1))],
    ['celu(alpha = 0.5)', (x) => tf.elu(tf.div(x, 0.5)).mul(0.5)],
    ['pow(3)', (x) => tf.pow(x, tf.scalar(3, 'int32'))],
    ['clip(-1, 2)', (x) => tf.clipByValue(x, -1, 2)],
  ])('%s', (name, f) => agree(`vector |> ${name}`, f))

  test('log, sqrt and fractional powers of what is positive', async () => {
    const positive = noise([2, 6], 1, 0.3, 4)
    await agree('vector |> log', tf.log, positive)
    await agree('vector |> sqrt', tf.sqrt, positive)
    await agree('vector |> pow(-1.5)', (x) => tf.pow(x, tf.scalar(-1.5)), positive)
  })
})

/** A convolution along a sequence whose weights are all 1, with gaps between its taps. */
function windows(x: core.Tensor, before: number, after: number, kernel: number, stride: number, dilation: number): core.Tensor {
  const padded = tf.pad(x, [[0, 0], [before, after]]).expandDims(2) as core.Tensor3D
  const taps = Array.from({ length: (kernel - 1) * dilation + 1 }, (_, index) => Number(index % dilation === 0))
  return tf.conv1d(padded, tf.tensor(taps).reshape([-1, 1, 1]) as core.Tensor3D, stride, 'valid')
}

const grid = (x: core.Tensor): core.Tensor => x.reshape([2, 2, 3])

/** TensorFlow.js cannot go through a comparison: what holds is told it. */
const above = (bound: number): core.Tensor => tf.greater(toTf(numbers), bound)

/** Sizes of letters. */
const sizes: Readonly<Record<string, number>> = { a: 1, b: 2, c: 3 }
const sized = (letters: Iterable<string>): number[] => [...letters].map((letter) => present(sizes[letter]))

describe('blocks with weights, as they begin', () => {
  test('slopes of each channel, and norms of each sample', async () => {
    await agree('vector |> reshape([2, 3]) |> PReLU(0.2)', (x) => tf.leakyRelu(x, 0.2))
    await agree('vector |> reshape([2, 3]) |> RMSNorm(epsilon = 0.01)', (x) => {
      const rows = x.reshape([2, 2, 3])
      return rows.div(rows.square().mean(2, true).add(0.01).sqrt())
    })
    await agree('vector |> reshape([2, 3]) |> InstanceNorm(epsilon = 0.01)', (x) => {
      const rows = x.reshape([2, 2, 3])
      const { mean, variance } = tf.moments(rows, 2, true)
      return rows.sub(mean).div(variance.add(0.01).sqrt())
    })
  })

  test('windows of a sequence: with padding, with gaps, with strides', async () => {
    await agree('vector |> reshape([6, 1]) |> SequenceConv(1)', (x) => windows(x, 0, 0, 3, 1, 1))
    await agree('vector |> reshape([6, 1]) |> SequenceConv(1, 4, stride = 2, padding = "same")', (x) => windows(x, 1, 2, 4, 2, 1))
    await agree('vector |> reshape([6, 1]) |> SequenceConv(1, 2, padding = "causal", dilation = 3)', (x) => windows(x, 3, 0, 2, 1, 3))
  })
})

describe('along an axis', () => {
  test.each<[string, (x: core.Tensor) => core.Tensor]>([
    ['softmax', (x) => tf.softmax(x)], ['log_softmax', (x) => tf.logSoftmax(x)],
    ['sum(axis = 0)', (x) => tf.sum(x, 1)], ['mean', (x) => tf.mean(x, 2)], ['max', (x) => tf.max(x, 2)], ['min(axis = 0)', (x) => tf.min(x, 1)],
    ['prod', (x) => tf.prod(x, 2)], ['log_sum_exp(axis = 0)', (x) => tf.logSumExp(x, 1)],
    ['cumsum', (x) => tf.cumsum(x, 2)], ['cumsum(reverse = true, exclusive = true)', (x) => tf.cumsum(x, 2, true, true)],
    ['unit_length', (x) => tf.div(x, tf.norm(x, 2, 2, true))],
    ['pad(1, 2, axis = 1, value = 7)', (x) => tf.pad(x, [[0, 0], [0, 0], [1, 2]], 7)],
    ['gather([1, 1, 0], axis = 1)', (x) => tf.gather(x, [1, 1, 0], 2)],
    ['slice(1, 3, axis = 1)', (x) => tf.slice(x, [0, 0, 1], [2, 2, 2])],
    ['flatten', (x) => x],
    ['transpose([1, 0])', (x) => tf.transpose(x, [0, 2, 1])],
  ])('%s', (name, f) => agree(`vector |> reshape([2, 3]) |> ${name}`, (x) => f(grid(x))))

  test('lists of tensors', async () => {
    await agree('concat([vector, square(vector)])', (x) => tf.concat([x, tf.square(x)], 1))
    await agree('stack(vector |> split(3))', (x) => x)
    await agree('max([vector, square(vector)]) + min([vector, -vector])', (x) => tf.maximum(x, tf.square(x)).add(tf.minimum(x, tf.neg(x))))
    await agree('prod([vector, exp(vector), vector])', (x) => x.mul(tf.exp(x)).mul(x))
  })

  test('cumprod, where no oracle has a gradient: as a product of what was sliced', () =>
    agree('vector |> cumprod', (x) => tf.concat(Array.from({ length: 6 }, (_, end) => tf.prod(tf.slice(x, [0, 0], [2, end + 1]), 1, true)), 1)))
})

describe('that choose', () => {
  test('where, by a comparison or by a number above zero', async () => {
    await agree('where(vector > 0.3, 2 * vector, -1)', (x) => tf.where(above(0.3), tf.mul(x, 2), tf.ones([2, 6]).neg()))
    await agree('where(vector, vector * vector, vector)', (x) => tf.where(above(0), tf.square(x), x))
    await agree('where([1, 0] |> stack |> reshape([2, 1]), vector |> reshape([2, 3]), 0)', (x) => tf.mul(x, [1, 1, 1, 0, 0, 0]))
  })

  test('comparisons are 1 and 0, and pass no gradient on', async () => {
    for (const [operator, f] of [['>', tf.greater], ['<', tf.less], ['>=', tf.greaterEqual], ['<=', tf.lessEqual], ['==', tf.equal], ['!=', tf.notEqual]] as const) {
      const { value, gradient } = await run(`vector ${operator} 0.2`, numbers)
      expect(difference(value, fromTf(f(toTf(numbers), 0.2).toFloat()))).toBe(0)
      expect(gradient).toBeUndefined()
    }
  })

  test('the largest, and where they stand', async () => {
    await agree('vector |> top_k(3)', (x) => {
      const hot = tf.oneHot(tf.topk(toTf(numbers), 3).indices.toInt(), 6).toFloat()
      return hot.mul(x.expandDims(1)).sum(2)
    })
    const { value, gradient } = await run('concat([vector |> arg_top_k(2) |> one_hot(6), reshape(vector |> argmax |> one_hot(6), [1, 6])])', numbers)
    expect(difference(value, fromTf(tf.oneHot(tf.tensor2d([[5, 4, 5], [2, 0, 2]], [2, 3], 'int32'), 6).toFloat().reshape([2, 18])))).toBe(0)
    expect(gradient).toBeUndefined()
  })

  test('take: at the places of each sample its own, and from a table that is the same for all', async () => {
    const at = tf.tensor2d([[5, 4], [2, 0]], [2, 2], 'int32')
    await agree('vector |> take(vector |> arg_top_k(2))', (x) => tf.oneHot(at, 6).toFloat().mul(x.expandDims(1)).sum(2))
    const { value } = await run('[10, 20, 30, 40, 50, 60] |> stack |> take(vector |> argmin)', numbers)
    expect([...value.data]).toEqual([10, 50])
  })
})

describe('einsum', () => {
  test.each<[string, string, (x: core.Tensor) => core.Tensor]>([
    ['matrix product', 'einsum([vector |> reshape([2, 3]), vector |> reshape([3, 2])], "ij,jk->ik")', (x) => tf.matMul(x.reshape([2, 2, 3]), x.reshape([2, 3, 2]))],
    ['inner product', 'einsum([vector, exp(vector)], "i,i->")', (x) => tf.sum(tf.mul(x, tf.exp(x)), 1)],
    ['outer product', 'einsum([vector, square(vector)], "i,j->ji")', (x) => tf.mul(tf.square(x).expandDims(2), x.expandDims(1))],
    ['with a tensor that is the same for all samples', 'einsum([[1, 2, 3] |> stack, vector |> reshape([2, 3])], "k,ik->ik")', (x) => tf.mul(x.reshape([2, 2, 3]), [1, 2, 3])],
    ['sum and transposition of one', 'einsum([vector |> reshape([1, 2, 3])], "abc->ca")', (x) => tf.sum(x.reshape([2, 2, 3]), 1)],
  ])('%s', (_title, text, f) => agree(text, f))

  test('any equation of two or three operands', async () => {
    // Letters of sizes 1, 2 and 3: a term of six numbers has b, c and perhaps a.
    const term = fc.constantFrom('bc', 'cb', 'abc', 'bac', 'cab')
    const equations = fc.tuple(fc.array(term, { minLength: 2, maxLength: 3 }), fc.subarray(['a', 'b', 'c']), fc.boolean())
      .filter(([terms, result]) => !result.includes('a') || terms.some((each) => each.includes('a')))
      .map(([terms, result, turned]) => ({ terms, result: turned ? result.toReversed() : result }))
    await fc.assert(fc.asyncProperty(equations, async ({ terms, result }) => {
      const operands = terms.map((letters, index) => `${index + 1} * vector |> reshape([${sized(letters).join(', ')}])`)
      await agree(`einsum([${operands.join(', ')}], "${terms.join(',')}->${result.join('')}")`, (x) => {
        // All of them broadcast to a, b, c, multiplied, and summed over what the result has not.
        const wide = terms.map((letters, index) => {
          const present3 = ['a', 'b', 'c'].filter((letter) => letters.includes(letter))
          const moved = tf.transpose(x.mul(index + 1).reshape([2, ...sized(letters)]), [0, ...present3.map((letter) => letters.indexOf(letter) + 1)])
          return moved.reshape([2, ...['a', 'b', 'c'].map((letter) => (letters.includes(letter) ? present(sizes[letter]) : 1))])
        })
        const product = wide.reduce((left, right) => left.mul(right))
        const order = ['a', 'b', 'c'].filter((letter) => result.includes(letter))
        const kept = product.sum(['a', 'b', 'c'].flatMap((letter, axis) => (result.includes(letter) ? [] : [axis + 1])))
        return tf.transpose(kept, [0, ...result.map((letter) => order.indexOf(letter) + 1)])
      })
    }), { seed: 5, numRuns: 20 })
  })
})
