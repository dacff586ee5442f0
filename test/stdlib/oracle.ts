/** Values and gradients of what is written in the language, beside TensorFlow.js. */
import type * as core from '@tensorflow/tfjs-core'
import { expect } from 'vitest'
import { GraphBuilder } from '../../src/ir/builder.js'
import { typeOf, type Init } from '../../src/ir/graph.js'
import { differentiate } from '../../src/passes/differentiate.js'
import { elementCount, f32, type Tensor } from '../../src/types/tensor.js'
import { runGraph } from '../compress/networks.js'
import { difference, noise, present } from '../ops/harness.js'
import { fromTf, tf, toTf } from '../ops/oracle.js'
import { instantiate, valueGraph } from './kit.js'

/** Two samples of six numbers apart from each other, from 0, and from where functions have kinks. */
export const numbers = f32([2, 6], [-2.3, -0.9, 0.2, 0.4, 1.3, 3.7, 0.8, -1.4, 2.2, -0.3, -3.6, 0.1])

/** What `text` makes of `vector`, flattened, and the gradient of its weighted sum. */
export async function run(text: string, vector: Tensor, start = beginning): Promise<{ readonly value: Tensor; readonly gradient: Tensor | undefined }> {
  const graph = valueGraph((await instantiate({ text })).graph)
  const x = present(graph.inputs.find(({ name }) => name === 'vector')).value
  const value = present(graph.outputs[0]).value
  const builder = new GraphBuilder('gradient', graph)
  const weighed = builder.add('mul', [value, builder.input('weights', typeOf(graph, value))])
  const [dx] = differentiate(builder, builder.add('sum', [weighed]), [x])
  if (dx !== undefined) builder.output('gradient', dx)
  const size = Number(typeOf(graph, value).shape[1])
  const graphWithBoth = builder.build()
  const weights = new Map(graphWithBoth.parameters.map(({ name, value: weight, init }) => [name, start(name, typeOf(graph, weight).shape.map(Number), init)]))
  const result = await runGraph(graphWithBoth, weights, { vector, weights: noise([2, size], 3) })
  return { value: present(result['value']), gradient: result['gradient'] }
}

/** Weights where they begin: those that are random, 1, and their biases 0. */
function beginning(name: string, shape: readonly number[], init: Init): Tensor {
  const value = init.kind === 'constant' ? init.value : name.endsWith('bias') ? 0 : 1
  return f32(shape, new Float32Array(elementCount(shape)).fill(value))
}

/** Holds `text`, applied to `vector`, against `f`: its values, and the gradient of its weighted sum. */
export async function agree(text: string, f: (x: core.Tensor) => core.Tensor, vector = numbers, start = beginning): Promise<void> {
  const flat = (x: core.Tensor): core.Tensor => f(x).reshape([2, -1])
  const { value, gradient } = await run(text, vector, start)
  const theirs = flat(toTf(vector))
  expect(difference(value, fromTf(theirs)), text).toBeLessThan(1e-5)
  expect(difference(present(gradient), fromTf(tf.grad(flat)(toTf(vector), toTf(noise(theirs.shape, 3))))), `gradient of ${text}`).toBeLessThan(1e-5)
}
