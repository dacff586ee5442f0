import type * as core from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { StaticValue, TypedModel } from '../../src/check/typed.js'
import type { Feeds } from '../../src/engine/engine.js'
import type { Graph, Weights } from '../../src/ir/graph.js'
import { verify } from '../../src/ir/verify.js'
import { checkText } from '../check/kit.js'
import { lowerModel } from '../../src/lower/model.js'
import { key, normal, uniform } from '../../src/random/counter.js'
import { feedsOf, stepName } from '../../src/train/feeds.js'
import { initialize } from '../../src/train/initialize.js'
import { buildStep, programOf, type StepOptions } from '../../src/train/step.js'
import { f32, i64, type Tensor } from '../../src/types/tensor.js'
import { method } from '../lower/build.js'
import { lenet, residual } from '../lower/models.js'
import { tf } from '../ops/oracle.js'
import { engine, plane, planeRows, someMask } from './problems.js'
import type { Batch } from '../../src/data/dataset.js'

const noise = (name: string, shape: readonly number[]) => {
  const size = shape.reduce((product, dim) => product * dim, 1)
  return f32(shape, Array.from({ length: size }, (_, index) => normal(key(name), index)))
}
const codes = (name: string, count: number, classes: number) =>
  i64([count], Array.from({ length: count }, (_, index) => Math.floor(uniform(key(name), index) * classes)))
const filled = (count: number, value = 1) => f32([count], new Float32Array(count).fill(value))

interface Stepped {
  readonly losses: readonly number[]
  readonly counts: readonly number[]
  readonly weights: Feeds
}

/** Runs `count` steps on one batch and gives what the last one measured, and the weights after it. */
async function step(
  model: TypedModel,
  batch: Batch,
  weights: Weights,
  options: Partial<StepOptions> & { readonly alpha?: readonly number[]; readonly rate?: number; readonly count?: number; readonly graph?: Graph } = {},
): Promise<Stepped> {
  const built = buildStep({ graph: lowerModel(model, new Map()), model, optimizer: method('sgd'), ...options })
  expect(verify(built.graph)).toEqual([])
  const running = await engine()
  const session = await running.load(programOf(built, weights))
  let outputs: Feeds = {}
  for (let index = 0; index < (options.count ?? 1); index++) {
    outputs = await session.run({
      ...feedsOf(built.graph, model, batch, 1, index),
      ...built.scalars(index + 1, options.rate ?? 1),
      [stepName('alpha')]: f32([model.tasks.length], options.alpha ?? model.tasks.map(() => 1)),
    })
  }
  const after = await session.read()
  await running.close()
  const { [stepName('losses')]: losses, [stepName('counts')]: counts } = outputs
  return { losses: Array.from(losses?.data ?? [], Number), counts: Array.from(counts?.data ?? [], Number), weights: after }
}

const batchOf = (inputs: Feeds, targets: Feeds, options: { masks?: Record<string, Tensor<'f32'>>; weights?: Tensor<'f32'> } = {}): Batch => {
  const size = Object.values(inputs)[0]?.shape[0] ?? 0
  const masks = Object.fromEntries(Object.keys(targets).map((name) => [name, options.masks?.[name] ?? filled(size)]))
  return { size, inputs, targets, masks, weights: options.weights ?? filled(size) }
}

// ── an independent autodiff: the same nets, written in tfjs (channels last), differentiated by it ──

type Variables = Readonly<Record<string, core.Tensor>>

const tensorOf = (tensor: Tensor): core.Tensor => tf.tensor(Float32Array.from(tensor.data, Number), [...tensor.shape], 'float32')

/** x as [N, H, W, C] and an OIHW weight; explicit padding, begin and end alike for odd kernels. */
function conv(x: core.Tensor, weight: core.Tensor, stride: number, bias?: core.Tensor): core.Tensor {
  const size = weight.shape[2] ?? 1
  const begin = Math.floor((size - 1) / 2)
  const padded = tf.pad4d(x as core.Tensor4D, [[0, 0], [begin, size - 1 - begin], [begin, size - 1 - begin], [0, 0]])
  const y = tf.conv2d(padded, tf.transpose(weight, [2, 3, 1, 0]) as core.Tensor4D, stride, 'valid')
  return bias === undefined ? y : tf.add(y, bias)
}
const dense = (x: core.Tensor, v: Variables, path: string): core.Tensor =>
  tf.add(tf.matMul(x as core.Tensor2D, v[`${path}.weight`] as core.Tensor2D, false, true), v[`${path}.bias`] as core.Tensor)
const channelsLast = (x: core.Tensor) => tf.transpose(x, [0, 2, 3, 1])

/** Normalises by the batch: mean and biased variance over all but channels. */
function batchNorm(x: core.Tensor, v: Variables, path: string): core.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2])
  const normal01 = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)))
  return tf.add(tf.mul(normal01, v[`${path}.scale`] as core.Tensor), v[`${path}.bias`] as core.Tensor)
}

function crossEntropy(logits: core.Tensor, target: Tensor, classes: number, smoothing: number): core.Scalar {
  const hot = tf.oneHot(tf.tensor1d(Array.from(target.data, Number), 'int32'), classes)
  const wanted = tf.add(tf.mul(hot, 1 - smoothing), smoothing / classes)
  return tf.mean(tf.neg(tf.sum(tf.mul(wanted, tf.logSoftmax(logits)), 1))) as core.Scalar
}

function lenetLoss(v: Variables, batch: Batch): core.Scalar {
  const image = batch.inputs['image'] as Tensor
  let x = channelsLast(tf.div(tf.sub(tensorOf(image), 0.1307), 0.3081))
  x = tf.maxPool(tf.relu(conv(x, v['trunk.conv1.weight'] as core.Tensor, 1, v['trunk.conv1.bias'])) as core.Tensor4D, 2, 2, 'valid')
  x = tf.relu(conv(x, v['trunk.conv2.weight'] as core.Tensor, 2, v['trunk.conv2.bias']))
  x = tf.relu(dense(tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [batch.size, 72]), v, 'trunk.dense'))
  const left = crossEntropy(dense(x, v, 'left.dense'), batch.targets['left'] as Tensor, 10, 0)
  const right = crossEntropy(dense(tf.relu(dense(x, v, 'right.hidden')), v, 'right.out'), batch.targets['right'] as Tensor, 10, 0.05)
  return tf.add(left, tf.mul(right, 1.5))
}

function residualLoss(v: Variables, batch: Batch): core.Scalar {
  const plain = (x: core.Tensor, path: string, stride = 1) => conv(x, v[`${path}.weight`] as core.Tensor, stride)
  const block = (x: core.Tensor, path: string, stride: number) => {
    let y = tf.relu(batchNorm(plain(x, `${path}.conv1`, stride), v, `${path}.norm1`))
    y = batchNorm(plain(y, `${path}.conv2`), v, `${path}.norm2`)
    return tf.relu(tf.add(y, stride === 1 ? x : batchNorm(plain(x, `${path}.conv3`, stride), v, `${path}.norm3`)))
  }
  const image = tensorOf(batch.inputs['image'] as Tensor)
  let x = channelsLast(tf.div(tf.sub(image, tf.tensor([0.5, 0.4, 0.3], [3, 1, 1])), tf.tensor([0.25, 0.25, 0.2], [3, 1, 1])))
  x = tf.relu(batchNorm(plain(x, 'trunk.conv'), v, 'trunk.norm'))
  x = tf.mean(block(block(x, 'trunk.block1', 2), 'trunk.block2', 1), [1, 2])
  const kind = crossEntropy(dense(x, v, 'kind.dense'), batch.targets['kind'] as Tensor, 3, 0)
  const error = tf.sub(tf.reshape(dense(x, v, 'size.dense'), [batch.size]), tensorOf(batch.targets['size'] as Tensor))
  return tf.add(kind, tf.mul(tf.mean(tf.square(error)), 1.5))
}

describe('one step agrees with an independent autodiff', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu')
  })

  test.each([
    ['lenet', lenet('hard'), lenetLoss, batchOf({ image: noise('image', [6, 1, 12, 12]) }, { left: codes('l', 6, 10), right: codes('r', 6, 10) })],
    ['a residual net', residual(), residualLoss, batchOf({ image: noise('image', [5, 3, 8, 8]) }, { kind: codes('k', 5, 3), size: noise('s', [5]) })],
  ] as const)('%s: the loss and every updated weight, to float precision', async (_name, model, loss, batch) => {
    const graph = lowerModel(model, new Map())
    const weights = initialize(graph, 3)
    const rate = 0.1
    const ours = await step(model, batch, weights, { alpha: [1, 1.5], rate })

    const names = graph.parameters.filter(({ trainable }) => trainable).map(({ name }) => name)
    const values = names.map((name) => tensorOf(weights.get(name) as Tensor))
    const named = (given: readonly core.Tensor[]) => Object.fromEntries(names.map((name, index) => [name, given[index] as core.Tensor]))
    const { value, grads } = tf.valueAndGrads((...given: core.Tensor[]) => loss(named(given), batch))(values)

    const [first = 0, second = 0] = ours.losses
    expect(first + 1.5 * second).toBeCloseTo(value.dataSync()[0] ?? Number.NaN, 5)
    for (const [index, name] of names.entries()) {
      const expected = tf.sub(values[index] as core.Tensor, tf.mul(grads[index] as core.Tensor, rate)).dataSync()
      const updated = ours.weights[name]?.data ?? []
      expect(updated.length, name).toBe(expected.length)
      const furthest = Math.max(...Array.from(expected, (wanted, place) => Math.abs(wanted - Number(updated[place]))))
      expect(furthest, name).toBeLessThan(2e-6)
    }
  })
})

describe('the losses of a step', () => {
  const model = plane()
  const weights = initialize(lowerModel(model, new Map()), 3)
  const rows = planeRows(16, 1)

  test('are means over the samples that have the target, weighted; counts say over how much', async () => {
    const mask = someMask(16, 0.5)
    const kept = mask.data.reduce((sum, value) => sum + value, 0)
    const masked = await step(model, batchOf(rows.inputs, rows.targets, { masks: { side: mask } }), weights)
    expect(masked.counts).toEqual([kept, 16])

    // The same as a batch of those samples alone.
    const chosen = Array.from(mask.data, (value, index) => (value === 1 ? index : -1)).filter((index) => index >= 0)
    const x = f32([kept, 4], chosen.flatMap((index) => [0, 1, 2, 3].map((place) => Number(rows.inputs['x']?.data[index * 4 + place]))))
    const part = (name: string) => chosen.map((index) => Number(rows.targets[name]?.data[index]))
    const alone = await step(model, batchOf({ x }, { side: i64([kept], part('side')), height: f32([kept], part('height')) }), weights)
    expect(masked.losses[0]).toBeCloseTo(alone.losses[0] ?? Number.NaN, 5)
  })

  test('a sample of weight 2 counts as two samples', async () => {
    const doubled = await step(model, batchOf(rows.inputs, rows.targets, { weights: filled(16, 2) }), weights)
    const plain = await step(model, batchOf(rows.inputs, rows.targets), weights)
    expect(doubled.counts).toEqual([32, 32])
    expect(doubled.losses[1]).toBeCloseTo(plain.losses[1] ?? Number.NaN, 5)
  })

  test('a task without any target has loss 0, and leaves its own weights alone', async () => {
    const none = await step(model, batchOf(rows.inputs, rows.targets, { masks: { side: filled(16, 0) } }), weights)
    expect(none.losses[0]).toBe(0)
    expect(none.counts[0]).toBe(0)
    expect(none.weights['side.dense.weight']?.data).toEqual(weights.get('side.dense.weight')?.data)
    expect(none.weights['height.dense.weight']?.data).not.toEqual(weights.get('height.dense.weight')?.data)
  })

  test('alpha weighs what the weights descend, not what is told', async () => {
    const [half, whole] = [await step(model, batchOf(rows.inputs, rows.targets), weights, { alpha: [0, 1] }), await step(model, batchOf(rows.inputs, rows.targets), weights)]
    expect(half.losses).toEqual(whole.losses)
    expect(half.weights['side.dense.weight']?.data).toEqual(weights.get('side.dense.weight')?.data)
  })
})

describe('what a step carries', () => {
  const rows = planeRows(16, 1)
  const batch = batchOf(rows.inputs, rows.targets)

  test('frozen parameters keep their values and have no moments', async () => {
    const model = plane()
    const weights = initialize(lowerModel(model, new Map()), 3)
    const built = buildStep({ graph: lowerModel(model, new Map()), model, optimizer: method('adam'), frozen: (name) => name.startsWith('trunk.') })
    expect(built.parameters.map(({ input }) => input)).toEqual(['side.dense.weight', 'side.dense.bias', 'height.dense.weight', 'height.dense.bias'])
    expect(built.moments).toHaveLength(8)
    const after = await step(model, batch, weights, { frozen: (name) => name.startsWith('trunk.') })
    expect(after.weights['trunk.dense.weight']).toBeUndefined()
    expect(after.weights['side.dense.weight']?.data).not.toEqual(weights.get('side.dense.weight')?.data)
  })

  test('running statistics move towards the batch’s', async () => {
    const model = plane({ norm: true })
    const weights = initialize(lowerModel(model, new Map()), 3)
    const after = await step(model, batch, weights, { rate: 0, count: 200 })
    // With the rate at 0 the batch’s statistics stay: the running ones come to rest on them.
    const more = await step(model, batch, weights, { rate: 0, count: 220 })
    for (const name of ['trunk.norm.running_mean', 'trunk.norm.running_var']) {
      expect(after.weights[name]?.data).not.toEqual(weights.get(name)?.data)
      for (const [index, value] of (after.weights[name]?.data ?? []).entries()) expect(Number(value)).toBeCloseTo(Number(more.weights[name]?.data[index]), 5)
    }
  })

  test('steps learn: the loss falls', async () => {
    const model = plane()
    const weights = initialize(lowerModel(model, new Map()), 3)
    for (const [name, given, rate] of [['sgd', { momentum: 0.9 }, 0.02], ['adam', {}, 0.01], ['adamw', {}, 0.01]] as const) {
      const before = await step(model, batch, weights, { optimizer: method(name, given as Record<string, StaticValue>), rate })
      const after = await step(model, batch, weights, { optimizer: method(name, given as Record<string, StaticValue>), rate, count: 100 })
      for (const [index, loss] of before.losses.entries()) expect(after.losses[index]).toBeLessThan(loss / 2)
    }
  })
})

describe('distillation', () => {
  const model = plane({ dropout: 0.3 })
  const graph = lowerModel(model, new Map())
  const rows = planeRows(16, 1)
  const batch = batchOf(rows.inputs, rows.targets)
  const student = initialize(lowerModel(plane(), new Map()), 3)
  const teacher = initialize(graph, 4)

  test('from itself is no distance; the rest of the loss is scaled', async () => {
    const plain = await step(plane(), batch, student)
    const taught = await step(plane(), batch, student, { teacher: { graph, weights: student, temperature: 4, share: 0.25 } })
    for (const [index, loss] of plain.losses.entries()) expect(taught.losses[index]).toBeCloseTo(0.75 * loss, 5)
  })

  test('with the teacher alone, the student’s outputs come to the teacher’s; no target is needed', async () => {
    const masks = { side: filled(16, 0), height: filled(16, 0) }
    const blind = batchOf(rows.inputs, rows.targets, { masks })
    const options = { teacher: { graph, weights: teacher, temperature: 2, share: 1 }, optimizer: method('adam'), rate: 0.01 }
    const before = await step(plane(), blind, student, options)
    const after = await step(plane(), blind, student, { ...options, count: 150 })
    for (const [index, loss] of before.losses.entries()) expect(after.losses[index]).toBeLessThan(loss / 10)
  })

  test('the teacher’s weights are fixed: they are no state of the run', async () => {
    const built = buildStep({ graph: lowerModel(plane(), new Map()), model: plane(), optimizer: method('sgd'), teacher: { graph, weights: teacher, temperature: 2, share: 1 } })
    expect(built.parameters.some(({ input }) => input.startsWith('teacher:'))).toBe(false)
    expect([...programOf(built, student).weights.keys()]).toContain('teacher:trunk.dense.weight')
    // Its dropout is off: the only masks would be the student’s, which has none.
    expect(built.graph.inputs.some(({ random }) => random !== undefined)).toBe(false)
  })
})

describe('the names at the boundary of a step', () => {
  test('are told apart from those of fields, whatever these are called', async () => {
    const names = ['alpha', 'weights', 'floor', 'losses', 'counts']
    const { program } = await checkText(`
      data D { source "d.csv"
        ${names.map((name) => `input ${name}: number`).join('\n')}
        target rate: number }
      model M on D { task rate = stack([${names.join(', ')}]) |> Dense(1) }`)
    const [named] = program?.models ?? []
    if (named === undefined) throw new Error('the model does not check')
    const { graph } = buildStep({ graph: lowerModel(named, new Map()), model: named, optimizer: method('adam') })
    const boundary = [...graph.inputs, ...graph.parameters, ...graph.outputs].map(({ name }) => name)
    expect(boundary).toEqual(expect.arrayContaining(names))
    expect(new Set(boundary).size).toBe(boundary.length)
  })
})
