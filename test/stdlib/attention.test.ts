/** Attention, as a primitive and as the library has it: values and gradients beside TensorFlow.js. */
import type * as core from '@tensorflow/tfjs-core'
import { test } from 'vitest'
import type { Tensor } from '../../src/types/tensor.js'
import { noise, present } from '../ops/harness.js'
import { tf, toTf } from '../ops/oracle.js'
import { agree, numbers } from './oracle.js'

/** Of the dense layers of an attention: what is made of queries, of keys, of values, and of what was read. */
const named = (layer: number, kind: string): Tensor<'f32'> => noise(kind === 'weight' ? [2, 2] : [2], 10 * layer + (kind === 'weight' ? 1 : 2))
const start = (name: string): Tensor => {
  const [, layer = '', kind = ''] = /(query|queries|keys?|values?)?(?:\.output|\.dense)?\.(\w+)$/.exec(name) ?? []
  return named(layer === '' ? 3 : ['q', 'k', 'v'].indexOf(layer.slice(0, 1)), kind)
}

const dense = (layer: number, value: core.Tensor): core.Tensor =>
  tf.matMul(value.reshape([6, 2]), toTf(named(layer, 'weight')), false, true).reshape([2, 3, 2]).add(toTf(named(layer, 'bias')))

/** Of three places of two numbers, each a head of its own; `seen` is 0 where a place may not be looked at. */
const attended = (seen: core.Tensor) => (x: core.Tensor): core.Tensor => {
  const places = x.reshape([2, 3, 2])
  const [q, k, v] = [0, 1, 2].map((layer) => tf.transpose(dense(layer, places), [0, 2, 1]))
  const scores = present(q).expandDims(3).mul(present(k).expandDims(2)).add(tf.sub(seen, 1).mul(1e9))
  return dense(3, tf.transpose(tf.softmax(scores).mul(present(v).expandDims(2)).sum(3), [0, 2, 1]))
}

test.each<[string, string, number[][]]>([
  ['of all to all', 'numbers |> Attention(2)', [[1, 1, 1]]],
  ['of all to all, in the library', 'MultiHeadAttention(2)(numbers, numbers)', [[1, 1, 1]]],
  ['to what is no padding', 'MultiHeadAttention(2)(numbers, numbers, [1, 0, 1] |> stack)', [[1, 0, 1]]],
  ['to what came before', 'MultiHeadAttention(2, causal = true)(numbers, numbers)', [[1, 0, 0], [1, 1, 0], [1, 1, 1]]],
])('%s', (_title, text, seen) => agree(text.replaceAll('numbers', '(vector |> reshape([3, 2]))'), attended(tf.tensor(seen)), numbers, start))
