import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { metricNamed, metrics } from '../../src/train/metrics/index.js'
import { pointAt } from '../../src/train/metrics/points.js'
import type { TagsField, TargetType } from '../../src/types/field.js'
import { f32, i64, type Tensor } from '../../src/types/tensor.js'
import { label, method } from '../lower/build.js'

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

describe('tags', () => {
  const labels = ['O', 'B-X', 'I-X', 'B-Y', 'I-Y']
  const tags = (max: number): TagsField => ({ kind: 'tags', labels, numeric: false, over: 'words', max })
  const codes = (text: string): number[] => text.split(' ').map((tag) => (tag === '·' ? labels.length : labels.indexOf(tag)))
  /** Sequences of tags; `·` is a place without a word. */
  const both = (name: string, pairs: readonly (readonly [predicted: string, truth: string])[], weights = pairs.map(() => 1)): number => {
    const max = pairs[0]?.[0].split(' ').length ?? 0
    const logits = pairs.flatMap(([predicted]) => codes(predicted).flatMap((best) => labels.map((_, index) => (index === best ? 1 : 0))))
    const truth = i64([pairs.length, max], pairs.flatMap(([, actual]) => codes(actual)))
    return measured(name, tags(max), [f32([pairs.length, max, labels.length], logits), truth, weights])
  }

  test('token_accuracy is the share of words, each counting the same, whose tag is right', () => {
    expect(both('token_accuracy', [['O B-X I-X O', 'O B-X O ·'], ['B-Y O O O', 'O · · ·']])).toBe(2 / 4)
    expect(both('token_accuracy', [['O O', 'O B-X'], ['O O', 'O O']], [1, 0])).toBe(1 / 2)
    expect(both('token_accuracy', [['O', 'O']], [0])).toBeNaN()
  })

  test.each([
    ['whole spans count', 'O B-X I-X O B-Y', 'O B-X I-X O B-Y', 1],
    ['half a span is none', 'O B-X O O B-Y', 'O B-X I-X O B-Y', 1 / 2],
    ['the kind counts', 'O B-Y I-Y O B-Y', 'O B-X I-X O B-Y', 1 / 2],
    ['two that touch are two', 'B-X B-X O O O', 'B-X I-X O O O', 0],
    ['what goes on with nothing begins', 'O I-X I-X O O', 'O B-X I-X O O', 1],
    ['what goes on with another kind begins', 'B-X I-Y O O O', 'B-X B-Y O O O', 1],
    ['nothing, where there is nothing, is right', 'O O O O O', 'O O O O O', 1],
    ['nothing found', 'O O O O O', 'O B-X O O O', 0],
    ['places without a word part nothing', 'B-X O I-X O O', 'B-X · I-X · O', 1],
  ])('span_f1: %s', (_, predicted, truth, f1) => {
    expect(both('span_f1', [[predicted, truth]])).toBe(f1)
  })

  test('span_f1 is over the spans of all samples', () => {
    // Found 3, there 2, right 1: 2·1/(3 + 2).
    expect(both('span_f1', [['B-X B-X B-X', 'B-X O O'], ['O O O', 'B-Y O O']])).toBeCloseTo(2 / 5, 12)
    expect(both('span_f1', [['B-X B-X B-X', 'B-X O O'], ['O O O', 'B-Y O O']], [0, 1])).toBe(0)
    expect(both('span_f1', [['O', 'O']], [0])).toBeNaN()
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
    ['map_50', 'higher', 'ratio'],
    ['map_50_95', 'higher', 'ratio'],
    ['pck', 'higher', 'ratio'],
    ['token_accuracy', 'higher', 'ratio'],
    ['span_f1', 'higher', 'ratio'],
    ['perplexity', 'lower', 'own'],
    ['bleu', 'higher', 'ratio'],
    ['chrf', 'higher', 'ratio'],
  ])
})

describe('labels by themselves', () => {
  const topics = { kind: 'labels', labels: ['a', 'b', 'c'], numeric: false } as const
  const all = [1, 1, 1, 1]
  const scores = f32([4, 3], [2, -1, -3, 1, 3, -3, -1, 2, -3, -2, 1, -3])
  // −1 is not known. Found: a in 0 and 1, b in 1, 2 and 3. There: a in 0 and 2, b in 1 and 3.
  const there = f32([4, 3], [1, 0, 0, 0, 1, 0, 1, -1, 0, 0, 1, 0])

  test('micro_f1 by hand: what is not known counts on neither side', () => {
    // TP: a in 0, b in 1 and 3; FP: a in 1; FN: a in 2.
    expect(measured('micro_f1', topics, [scores, there, all])).toBeCloseTo(6 / (6 + 1 + 1), 12)
    expect(measured('micro_f1', topics, [scores, there, [0, 1, 0, 0]])).toBeCloseTo(2 / 3, 12)
  })

  test('macro_f1 leaves out labels that are nowhere', () => {
    expect(measured('macro_f1', topics, [scores, there, all])).toBeCloseTo((2 / 4 + 1) / 2, 12)
  })

  test('mean_ap by hand: a label by its ranking, the mean over those that are there', () => {
    // a by falling score: 0 (there), 1, 2 (there), 3 → 1/2·1 + 1/2·2/3. b: 1 (there), 3 (there), 0 → 1.
    expect(measured('mean_ap', topics, [scores, there, all])).toBeCloseTo((1 / 2 + 1 / 3 + 1) / 2, 12)
  })

  test('mean_ap takes samples of one score together, weighs them, and does not depend on batches', () => {
    const one = { kind: 'labels', labels: ['a'], numeric: false } as const
    expect(measured('mean_ap', one, [f32([4, 1], [0, 0, 0, 0]), f32([4, 1], [1, 0, 0, 0]), all])).toBe(1 / 4)
    expect(measured('mean_ap', one, [f32([2, 1], [0, 1]), f32([2, 1], [1, 0]), [3, 1]])).toBe(3 / 4)
    const split = [0, 1, 2, 3].map((row) => [f32([1, 3], scores.data.slice(3 * row, 3 * row + 3)), f32([1, 3], there.data.slice(3 * row, 3 * row + 3)), [1]] as const)
    expect(measured('mean_ap', topics, ...split)).toBeCloseTo(measured('mean_ap', topics, [scores, there, all]), 12)
  })

  test('mean_ap agrees with sorting all samples', () => {
    const one = { kind: 'labels', labels: ['a'], numeric: false } as const
    fc.assert(fc.property(fc.array(fc.record({ score: fc.integer({ min: -40, max: 40 }), there: fc.boolean() }), { minLength: 1, maxLength: 30 }), (samples) => {
      const found = measured('mean_ap', one, [f32([samples.length, 1], samples.map(({ score }) => score / 4)), f32([samples.length, 1], samples.map((each) => Number(each.there))), samples.map(() => 1)])
      const positives = samples.filter((each) => each.there)
      const precisions = positives.map(({ score }) => samples.filter((each) => each.there && each.score >= score).length / samples.filter((each) => each.score >= score).length)
      if (positives.length === 0) expect(found).toBeNaN()
      else expect(found).toBeCloseTo(precisions.reduce((sum, each) => sum + each, 0) / positives.length, 9)
    }), { seed: 5, numRuns: 100 })
  })
})

/** Maps whose highest class at each pixel is the one given. */
const maps = (...classes: number[]) => f32([1, 3, 1, 4], [0, 1, 2].flatMap((code) => classes.map((best) => (best === code ? 1 : 0))))

describe('masks', () => {
  const ground = { kind: 'mask', labels: ['a', 'b', 'c'], numeric: false, height: 1, width: 4 } as const
  const truth = i64([1, 1, 4], [0, 1, 1, 3])

  test('pixel_accuracy and miou by hand, without pixels whose class is not known', () => {
    const found = [maps(0, 1, 0, 2), truth, [1]] as const
    expect(measured('pixel_accuracy', ground, found)).toBeCloseTo(2 / 3, 12)
    // a: 1 of 2, b: 1 of 2; c is never there, and found only where nothing is known.
    expect(measured('miou', ground, found)).toBeCloseTo(1 / 2, 12)
    expect(measured('miou', ground, found, [maps(2, 1, 1, 1), truth, [1]])).toBeCloseTo((1 / 3 + 3 / 4 + 0) / 3, 12)
  })

  test('masked samples do not count', () => {
    expect(measured('pixel_accuracy', ground, [maps(0, 1, 0, 2), truth, [0]])).toBeNaN()
  })
})

describe('pck', () => {
  const eyes = { kind: 'keypoints', labels: ['left', 'right'], numeric: false } as const
  const truth = f32([2, 2, 3], [0.5, 0.5, 1, 0.25, 0.75, 1, 0.5, 0.5, 1, 0, 0, 0])

  test('is the share of known points that are near', () => {
    const guess = f32([2, 2, 2], [0.53, 0.54, 0.25, 0.81, 0.5, 0.5, 0.9, 0.9])
    expect(measured('pck', eyes, [guess, truth, [1, 1]])).toBeCloseTo(1 / 3, 12)
    expect(measured('pck', eyes, [guess, truth, [0, 1]])).toBe(1)
    const wide = metricNamed('pck').create(eyes, method('pck', { within: 0.1 }))
    wide.add(guess, truth, Float32Array.of(1, 1))
    expect(wide.result()).toBe(1)
  })

  test('reads heat maps at their highest pixel, a quarter of one towards the higher neighbour', () => {
    const map = f32([1, 1, 3, 4], [0, 0.1, 0, 0, 0.2, 0.9, 0.3, 0, 0, 0.4, 0, 0])
    expect(pointAt(map, 0)).toEqual([(1.5 + 0.25) / 4, (1.5 + 0.25) / 3])
    // At a side there is no neighbour to compare with.
    expect(pointAt(f32([1, 1, 2, 3], [1, 0, 0, 0, 0, 0]), 0)).toEqual([0.5 / 3, 0.5 / 2])
    expect(pointAt(f32([1, 2, 1, 1], [3, 4]), 1)).toEqual([0.5, 0.5])
  })

  test('a map that is the target of the loss is read where the point is', () => {
    const [height, width, sigma] = [12, 16, 1.5]
    for (const [x, y] of [[0.5, 0.5], [0.31, 0.78], [0.9, 0.2]] as const) {
      const values = Array.from({ length: height * width }, (_, pixel) => {
        const [across, down] = [(pixel % width) + 0.5 - x * width, Math.floor(pixel / width) + 0.5 - y * height]
        return Math.exp(-(across ** 2 + down ** 2) / (2 * sigma ** 2))
      })
      const found = pointAt(f32([1, 1, height, width], values), 0)
      expect(Math.abs(found[0] - x) * width).toBeLessThanOrEqual(0.3)
      expect(Math.abs(found[1] - y) * height).toBeLessThanOrEqual(0.3)
    }
  })
})
