/** Counts: a model predicts the logarithm of the expected count, and is measured by the count. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import { lowerModel } from '../../src/lower/model.js'
import { evaluate } from '../../src/train/evaluate.js'
import { trainModel } from '../../src/train/train.js'
import { f32 } from '../../src/types/tensor.js'
import { apply, field, input, method, model, task } from '../lower/build.js'
import { memoryDataset, type Rows } from './memory.js'
import { engine as open, train } from './problems.js'

let engine: Engine
beforeAll(async () => {
  engine = await open()
})
afterAll(() => engine.close())

const made = model('Shop', [field('x', { kind: 'vector', size: 1 })], [], [
  task('sold', { kind: 'number' }, apply('Dense', 'sold.dense', [input('x', [1])], [1], { units: 1, bias: true }), { loss: method('poisson_nll') }),
])
const graph = lowerModel(made, new Map())

/** Counts with the mean exp(1 + 2x), x from −1 to 1. */
function rows(count: number): Rows {
  const x = Float32Array.from({ length: count }, (_, row) => (2 * row) / (count - 1) - 1)
  return { inputs: { x: f32([count, 1], x) }, targets: { sold: f32([count], x.map((value) => Math.round(Math.exp(1 + 2 * value)))) } }
}

test('metrics are of the expected count, by which the best epoch is chosen, too', async () => {
  const weights = new Map([['sold.dense.weight', f32([1, 1], [2])], ['sold.dense.bias', f32([1], [1])]])
  const dataset = memoryDataset(made.data, { validation: { inputs: { x: f32([2, 1], [0, 1]) }, targets: { sold: f32([2], [3, 18]) } } })
  const { sold } = await evaluate({ graph, weights, model: made, dataset, part: 'validation', engine })
  expect(sold?.['mae']).toBeCloseTo((3 - Math.exp(1) + (Math.exp(3) - 18)) / 2, 4)
})

test('a log-linear model learns log-linear counts', async () => {
  const dataset = memoryDataset(made.data, { train: rows(320), validation: rows(101) })
  const { validation, bestEpoch } = await trainModel({ graph, model: made, train: train('adam', { lr: 0.05 }, { model: 'Shop', epochs: 12 }), dataset, engine })
  expect(validation['sold']?.['r2']).toBeGreaterThan(0.99)
  expect(bestEpoch).toBeGreaterThan(4)
})
