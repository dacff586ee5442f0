import { describe, expect, test } from 'vitest'
import { metricNamed, metrics } from '../../src/train/metrics/index.js'
import type { TargetType } from '../../src/types/field.js'
import { f32, i64, type Tensor } from '../../src/types/tensor.js'
import { label } from '../lower/build.js'

/** The metric over batches of (prediction, target, weights). */
function measured(name: string, target: TargetType, ...batches: (readonly [Tensor, Tensor, readonly number[]])[]): number {
  const accumulator = metricNamed(name).create(target)
  for (const [prediction, actual, weights] of batches) accumulator.add(prediction, actual, Float32Array.from(weights))
  return accumulator.result()
}

/** Logits whose largest is at the given class, of three. */
const predicting = (...classes: number[]) =>
  f32([classes.length, 3], classes.flatMap((best) => [0, 1, 2].map((index) => (index === best ? 2 : -index))))
const three = label(3)

describe('accuracy', () => {
  test('is the share that is right, over all batches', () => {
    expect(measured('accuracy', three, [predicting(0, 1, 2), i64([3], [0, 1, 0]), [1, 1, 1]], [predicting(0), i64([1], [0]), [1]])).toBe(3 / 4)
  })

  test('leaves out masked samples and counts others by their weight', () => {
    expect(measured('accuracy', three, [predicting(0, 1, 2), i64([3], [0, 0, 0]), [3, 1, 0]])).toBe(3 / 4)
  })

  test('is not a number where nothing was measured', () => {
    expect(measured('accuracy', three, [predicting(0), i64([1], [0]), [0]])).toBeNaN()
  })
})

describe('macro_f1', () => {
  // By hand: truth 0 0 1 1, prediction 0 1 1 1. F1 of 0: 2·1/(1+2) = 2/3; of 1: 2·2/(3+2) = 4/5; 2 is never seen.
  test('is the mean of the F1 scores of the classes seen', () => {
    expect(measured('macro_f1', three, [predicting(0, 1, 1, 1), i64([4], [0, 0, 1, 1]), [1, 1, 1, 1]])).toBeCloseTo((2 / 3 + 4 / 5) / 2, 12)
  })

  test('counts a class that is only ever predicted wrongly as 0', () => {
    expect(measured('macro_f1', three, [predicting(0, 2), i64([2], [0, 0]), [1, 1]])).toBeCloseTo(2 / 3 / 2, 12)
  })
})

describe('numbers', () => {
  const truth = f32([4], [1, 2, 3, 6])
  const guess = f32([4], [1, 3, 3, 4])
  const all = [1, 1, 1, 1]

  test('mae, rmse and r2 by hand', () => {
    expect(measured('mae', { kind: 'number' }, [guess, truth, all])).toBe(3 / 4)
    expect(measured('rmse', { kind: 'number' }, [guess, truth, all])).toBeCloseTo(Math.sqrt(5 / 4), 12)
    expect(measured('r2', { kind: 'number' }, [guess, truth, all])).toBeCloseTo(1 - 5 / 14, 12)
  })

  test('do not depend on how samples fall into batches', () => {
    for (const name of ['mae', 'rmse', 'r2']) {
      const whole = measured(name, { kind: 'number' }, [guess, truth, all])
      const parts = [0, 1, 2, 3].map((index) => [f32([1], [guess.data[index] ?? 0]), f32([1], [truth.data[index] ?? 0]), [1]] as const)
      expect(measured(name, { kind: 'number' }, ...parts)).toBeCloseTo(whole, 12)
    }
  })

  test('a weight of two is the sample twice; of zero, not at all', () => {
    for (const name of ['mae', 'rmse', 'r2']) {
      const twice = measured(name, { kind: 'number' }, [f32([3], [1, 3, 3]), f32([3], [1, 2, 2]), [1, 1, 1]])
      expect(measured(name, { kind: 'number' }, [f32([3], [1, 3, 9]), f32([3], [1, 2, 0]), [1, 2, 0]])).toBeCloseTo(twice, 12)
    }
  })

  test('of vectors: over all elements; r2 the mean of the places', () => {
    const vector = { kind: 'vector', size: 2 } as const
    const [made, actual] = [f32([2, 2], [0, 0, 2, 5]), f32([2, 2], [0, 1, 2, 3])]
    expect(measured('mae', vector, [made, actual, [1, 1]])).toBe(3 / 4)
    expect(measured('r2', vector, [made, actual, [1, 1]])).toBeCloseTo((1 + (1 - 5 / 2)) / 2, 12)
  })

  test('r2 keeps its precision where the mean is far from zero', () => {
    const far = [1e6, 1e6 + 1, 1e6 + 2]
    expect(measured('r2', { kind: 'number' }, [f32([3], far), f32([3], far), [1, 1, 1]])).toBe(1)
    expect(measured('r2', { kind: 'number' }, [f32([3], [1e6 + 1, 1e6 + 1, 1e6 + 1]), f32([3], far), [1, 1, 1]])).toBeCloseTo(0, 9)
  })
})

test('every metric says its direction, and whether it is a ratio', () => {
  expect([...metrics.values()].map(({ name, direction, unit }) => [name, direction, unit])).toEqual([
    ['accuracy', 'higher', 'ratio'],
    ['macro_f1', 'higher', 'ratio'],
    ['mae', 'lower', 'own'],
    ['rmse', 'lower', 'own'],
    ['r2', 'higher', 'ratio'],
    ['micro_f1', 'higher', 'ratio'],
    ['mean_ap', 'higher', 'ratio'],
    ['miou', 'higher', 'ratio'],
    ['pixel_accuracy', 'higher', 'ratio'],
    ['pck', 'higher', 'ratio'],
  ])
})
