/** Losses against values and gradients of PyTorch (losses/golden.py makes them), and against what they are made for. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StaticValue, TypedTask } from '../../src/check/typed.js'
import type { Engine, Feeds } from '../../src/engine/engine.js'
import { createEngine } from '../../src/engine/onnxruntime.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import { withClassWeights, targetsToMeasure } from '../../src/lower/class-weights.js'
import { losses } from '../../src/lower/losses/index.js'
import { differentiate } from '../../src/passes/differentiate.js'
import { ownLoss } from '../../src/train/task-loss.js'
import type { TargetType } from '../../src/types/field.js'
import { f32, i64, type Tensor } from '../../src/types/tensor.js'
import { apply, input, label, method, model, task } from './build.js'

interface Golden {
  readonly name: string
  readonly type: TargetType
  readonly arguments: Readonly<Record<string, StaticValue>>
  readonly prediction: { readonly shape: readonly number[]; readonly data: readonly number[] }
  readonly target: { readonly shape: readonly number[]; readonly data: readonly number[]; readonly integer: boolean }
  readonly loss: number
  readonly gradient: readonly number[]
}

const cases: readonly Golden[] = JSON.parse(readFileSync(new URL('losses/golden.json', import.meta.url), 'utf8'))
const sizeOf = ({ shape }: Tensor): number => shape[0] ?? 0

let engine: Engine
beforeAll(async () => {
  engine = await createEngine({ threads: 1, inline: true })
})
afterAll(() => engine.close())

interface Measured {
  readonly loss: number
  readonly count: number
  readonly gradient: readonly number[]
}

interface Batch {
  readonly type: TargetType
  readonly prediction: Tensor
  readonly target: Tensor
  /** 0 where a sample has no target. */
  readonly mask?: readonly number[]
  readonly weights?: readonly number[]
}

/** A task's loss on batches, and its gradient with regard to the prediction, as a train step writes them. */
async function measure(name: string, given: Record<string, StaticValue>, ...batches: readonly Batch[]): Promise<readonly Measured[]> {
  const [first] = batches
  if (first === undefined) return []
  const inner = first.prediction.shape.slice(1)
  const made: TypedTask = task('t', first.type, input('x', inner), { loss: method(name, given) })
  const builder = new GraphBuilder('loss')
  const prediction = builder.input('prediction', { dtype: 'f32', shape: ['N', ...inner] })
  const { loss, count } = ownLoss(builder, made, prediction, builder.input('weights', { dtype: 'f32', shape: ['N'] }))
  const [gradient] = differentiate(builder, loss, [prediction])
  builder.output('loss', loss)
  builder.output('count', count)
  if (gradient !== undefined) builder.output('gradient', gradient)
  const session = await engine.load({ graph: builder.build(), weights: new Map() })
  const results: Measured[] = []
  for (const batch of batches) {
    const ones = Array.from({ length: sizeOf(batch.prediction) }, () => 1)
    const feeds: Feeds = {
      prediction: batch.prediction, 'target:t': batch.target,
      'mask:t': f32([ones.length], batch.mask ?? ones), weights: f32([ones.length], batch.weights ?? ones),
    }
    const outputs = await session.run(feeds)
    const values = (output: string): readonly number[] => Array.from(outputs[output]?.data ?? [], Number)
    results.push({ loss: values('loss')[0] ?? Number.NaN, count: values('count')[0] ?? Number.NaN, gradient: values('gradient') })
  }
  await session.close()
  return results
}

async function one(name: string, given: Record<string, StaticValue>, batch: Batch): Promise<Measured> {
  const [result] = await measure(name, given, batch)
  if (result === undefined) throw new Error('nothing was measured')
  return result
}

const batchOf = ({ type, prediction, target }: Golden): Batch => ({
  type, prediction: f32(prediction.shape, prediction.data), target: (target.integer ? i64 : f32)(target.shape, target.data),
})

describe('the value and the gradient of PyTorch', () => {
  test.each(cases.map((each) => [`${each.name} ${JSON.stringify(each.arguments)} of ${each.type.kind} predicted by rank ${each.prediction.shape.length}`, each] as const))('%s', async (_title, golden) => {
    const { loss, gradient } = await one(golden.name, { ...golden.arguments }, batchOf(golden))
    expect(loss).toBeCloseTo(golden.loss, 5)
    expect(gradient).toHaveLength(golden.gradient.length)
    const furthest = Math.max(...golden.gradient.map((value, index) => Math.abs(value - (gradient[index] ?? Number.NaN))))
    expect(furthest).toBeLessThan(2e-6)
  })

  test('there is a case of every loss for every target that it fits', () => {
    const wanted = [...losses.values()].flatMap(({ name, targets }) => targets.map((kind) => `${name} ${kind}`))
    expect([...new Set(cases.map(({ name, type }) => `${name} ${type.kind}`))].toSorted()).toEqual(wanted.toSorted())
  })
})

/** The first case of each loss and kind of target. */
const each = cases.filter(({ name, type }, index) => cases.findIndex((other) => other.name === name && other.type.kind === type.kind) === index)
  .map((golden) => [`${golden.name} of ${golden.type.kind}`, golden] as const)

const rows = (tensor: Tensor, order: readonly number[]): Tensor => {
  const size = tensor.data.length / sizeOf(tensor)
  const data = order.flatMap((row) => Array.from(tensor.data.slice(row * size, (row + 1) * size), Number))
  return (tensor.dtype === 'i64' ? i64 : f32)([order.length, ...tensor.shape.slice(1)], data)
}

describe('a sample without the target', () => {
  test.each(each)('has no part in the loss, whatever stands in its place: %s', async (_title, golden) => {
    const batch = batchOf(golden)
    const kept = Array.from({ length: sizeOf(batch.prediction) - 1 }, (_, index) => index + 1)
    const [masked, alone] = await measure(golden.name, { ...golden.arguments },
      { ...batch, mask: [0, ...kept.map(() => 1)] },
      { ...batch, prediction: rows(batch.prediction, kept), target: rows(batch.target, kept) })
    const inner = golden.gradient.length / (kept.length + 1)
    expect(masked?.loss).toBeCloseTo(alone?.loss ?? Number.NaN, 5)
    expect(masked?.count).toBeCloseTo(alone?.count ?? Number.NaN, 5)
    expect(masked?.gradient.slice(0, inner).every((value) => value === 0)).toBe(true)
  })

  test.each(each)('leaves nothing to learn where no other is: %s', async (_title, golden) => {
    const batch = batchOf(golden)
    const { loss, count, gradient } = await one(golden.name, { ...golden.arguments }, { ...batch, mask: Array.from({ length: sizeOf(batch.prediction) }, () => 0) })
    expect([loss, count]).toEqual([0, 0])
    expect(gradient.every((value) => value === 0)).toBe(true)
  })

  test.each(each)('and a sample of weight 2 counts as two: %s', async (_title, golden) => {
    const batch = batchOf(golden)
    const all = Array.from({ length: sizeOf(batch.prediction) }, (_, index) => index)
    const [weighed, twice] = await measure(golden.name, { ...golden.arguments },
      { ...batch, weights: all.map((row) => (row === 0 ? 2 : 1)) },
      { ...batch, prediction: rows(batch.prediction, [0, ...all]), target: rows(batch.target, [0, ...all]) })
    expect(weighed?.loss).toBeCloseTo(twice?.loss ?? Number.NaN, 5)
  })
})

describe('gradients', () => {
  // Kinks (of mae, quantile …) lie at errors of 0, which no case has.
  test.each(each)('agree with central finite differences: %s', async (_title, golden) => {
    const batch = batchOf(golden)
    const step = 2 ** -7
    const places = golden.gradient.map((_, index) => index).filter((index) => index % Math.ceil(golden.gradient.length / 8) === 0)
    const moved = (place: number, by: number): Batch => {
      const data = [...golden.prediction.data]
      data[place] = (data[place] ?? 0) + by
      return { ...batch, prediction: f32(golden.prediction.shape, data) }
    }
    const found = await measure(golden.name, { ...golden.arguments }, batch, ...places.flatMap((place) => [moved(place, step), moved(place, -step)]))
    for (const [index, place] of places.entries()) {
      const difference = ((found[1 + 2 * index]?.loss ?? Number.NaN) - (found[2 + 2 * index]?.loss ?? Number.NaN)) / (2 * step)
      expect(found[0]?.gradient[place]).toBeCloseTo(difference, 3)
    }
  })

  const extreme = [-1e4, -100, 100, 1e4]
  test.each([
    ['bce', {}, { kind: 'labels', labels: ['a'], numeric: false }, f32([4, 1], [1, 1, 0, 0])],
    ['focal', {}, { kind: 'labels', labels: ['a'], numeric: false }, f32([4, 1], [1, 1, 0, 0])],
    ['huber', {}, { kind: 'number' }, f32([4], [0, 0, 0, 0])],
    ['cosine', {}, { kind: 'vector', size: 1 }, f32([4, 1], [0, 1, 0, 1])],
  ] as const)('are finite at extreme predictions: %s', async (name, given, type, target) => {
    const { loss, gradient } = await one(name, given, { type: type as TargetType, prediction: f32(target.shape, extreme), target })
    expect([loss, ...gradient].every(Number.isFinite)).toBe(true)
  })

  test('are finite where a choice is certain, rightly or wrongly, and where a vector has no direction', async () => {
    const sure = f32([2, 2], [200, -200, 200, -200])
    for (const gamma of [0, 0.5, 1, 2, 3.5]) {
      const { loss, gradient } = await one('focal', { gamma }, { type: label(2), prediction: sure, target: i64([2], [0, 1]) })
      expect([loss, ...gradient].every(Number.isFinite), String(gamma)).toBe(true)
    }
    const { loss, gradient } = await one('cosine', {}, { type: { kind: 'vector', size: 2 }, prediction: f32([1, 2], [0, 0]), target: f32([1, 2], [1, 0]) })
    expect(loss).toBe(1)
    expect(gradient.every(Number.isFinite)).toBe(true)
  })
})

/** Which elements of the prediction the target says nothing of. */
const unknown = (golden: Golden): readonly boolean[] => {
  const { shape, data } = golden.target
  if (golden.type.kind === 'labels') return data.map((value) => value < 0)
  if (golden.type.kind === 'keypoints') return data.flatMap((_, index) => (index % 3 === 2 ? [data[index] === 0, data[index] === 0] : []))
  const [samples = 1, height = 1, width = 1] = shape
  const pixels = height * width
  return Array.from({ length: samples }, (_, sample) => Array.from({ length: 3 * pixels }, (_each, index) => data[sample * pixels + (index % pixels)] === 3)).flat()
}

describe('what a sample holds that is not known', () => {
  test('pixels, labels and points have no gradient', async () => {
    const partial = each.map(([, golden]) => golden).filter(({ type, prediction }) => ['labels', 'mask', 'keypoints'].includes(type.kind) && prediction.data.length < 60)
    expect(partial.length).toBeGreaterThan(8)
    for (const golden of partial) {
      const { gradient } = await one(golden.name, { ...golden.arguments }, batchOf(golden))
      const still = unknown(golden)
      expect(still.filter(Boolean).length, golden.name).toBeGreaterThan(0)
      for (const [index, isUnknown] of still.entries()) if (isUnknown) expect(gradient[index], golden.name).toBe(0)
    }
  })
})

/** Statistics in which the labels have these shares. */
const shares = (mean: readonly number[]) => new Map([['t', { mean, std: mean.map(() => 1) }]])

const weightsOf = (name: string, type: TargetType, mean: readonly number[]) => {
  const made = model('M', [], [], [task('t', type, apply('Dense', 't.dense', [input('x', [2])], [3]), { loss: method(name, { weights: 'balanced' }) })])
  expect(targetsToMeasure(made)).toEqual(['t'])
  return withClassWeights(made, shares(mean)).tasks[0]?.loss.arguments['weights']
}

describe('balanced class weights', () => {
  test('make every class count the same: n / (K · nₖ)', () => {
    expect(weightsOf('cross_entropy', label(3), [0.5, 0.25, 0.25])).toEqual([2 / 3, 4 / 3, 4 / 3])
    // Of half of the pixels the class is not known.
    expect(weightsOf('focal', { kind: 'mask', labels: ['a', 'b'], numeric: false, height: 1, width: 1 }, [0.375, 0.125])).toEqual([2 / 3, 2])
  })

  test('make a label that is there count as much as where it is absent', () => {
    expect(weightsOf('bce', { kind: 'labels', labels: ['a', 'b'], numeric: false }, [0.25, 0.5])).toEqual([3, 1])
  })

  test('are 0 for what is never there', () => {
    expect(weightsOf('cross_entropy', label(2), [1, 0])).toEqual([0.5, 0])
    expect(weightsOf('bce', { kind: 'labels', labels: ['a'], numeric: false }, [0])).toEqual([0])
  })

  test('leave other tasks as they are', () => {
    const made = model('M', [], [], [task('t', label(3), apply('Dense', 't.dense', [input('x', [2])], [3]))])
    expect(withClassWeights(made, new Map())).toEqual(made)
  })
})
