/** Boxes that are found: what a prediction holds, and how well that is what is there. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detector, overlap } from '../../src/train/metrics/detections.js'
import { metricNamed } from '../../src/train/metrics/index.js'
import type { BoxesField } from '../../src/types/field.js'
import { placesOf, type Sides } from '../../src/types/places.js'
import { f32, type Tensor } from '../../src/types/tensor.js'

interface Golden {
  readonly type: BoxesField
  readonly prediction: { readonly shape: readonly number[]; readonly data: readonly number[] }
  readonly target: { readonly shape: readonly number[]; readonly data: readonly number[] }
  /** Of each sample: score, class, left, top, right, bottom. */
  readonly detected: readonly (readonly number[])[][]
  readonly map_50: number
  readonly map_50_95: number
}

/** By NumPy, after COCO's evaluation: metrics/boxes.py. */
const golden: Golden = JSON.parse(readFileSync(new URL('metrics/boxes.json', import.meta.url), 'utf8'))
const prediction = f32(golden.prediction.shape, golden.prediction.data)
const target = f32(golden.target.shape, golden.target.data)
const samples = target.shape[0] ?? 0
const ones = new Float32Array(samples).fill(1)

const measure = (name: string, type: BoxesField, predicted: Tensor, truth: Tensor, weights: Float32Array): number => {
  const accumulator = metricNamed(name).create(type)
  accumulator.add(predicted, truth, weights)
  return accumulator.result()
}

describe('what a prediction holds', () => {
  test.each(golden.detected.map((detected, sample) => [sample, detected.length, detected] as const))('is what NumPy finds: sample %i, %i boxes', (sample, _count, detected) => {
    const found = detector(golden.type)(prediction, sample)
    expect(found.map(({ code }) => code)).toEqual(detected.map(([, code]) => code))
    for (const [index, { score, sides }] of found.entries()) {
      const [wanted = Number.NaN, , ...box] = detected[index] ?? []
      expect(score).toBeCloseTo(wanted, 4)
      for (const [side, value] of sides.entries()) expect(value).toBeCloseTo(box[side] ?? Number.NaN, 4)
    }
  })

  test('is 100 boxes at most, best first, and no thing twice', () => {
    expect(golden.detected.some(({ length }) => length === 100)).toBe(true)
    for (let sample = 0; sample < samples; sample++) {
      const found = detector(golden.type)(prediction, sample)
      expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).toSorted((a, b) => b - a))
      for (const [index, { code, sides }] of found.entries()) {
        for (const other of found.slice(index + 1)) if (other.code === code) expect(overlap(sides, other.sides)).toBeLessThanOrEqual(0.6)
      }
    }
  })
})

/** Some of the samples, one after another. */
function rows(tensor: Tensor, ...parts: readonly (readonly [from: number, to: number])[]): Tensor {
  const size = tensor.data.length / samples
  const data = parts.flatMap(([from, to]) => Array.from(tensor.data.slice(from * size, to * size), Number))
  return f32([data.length / size, ...tensor.shape.slice(1)], data)
}

const lastTwice = (tensor: Tensor): Tensor => rows(tensor, [0, samples], [samples - 1, samples])

describe('average precision', () => {
  test.each(['map_50', 'map_50_95'] as const)('%s is that of COCO, but for scores within a step', (name) => {
    expect(golden[name]).toBeGreaterThan(0.2)
    expect(measure(name, golden.type, prediction, target, ones)).toBeCloseTo(golden[name], 3)
  })

  test('does not depend on how samples come in batches', () => {
    const accumulator = metricNamed('map_50').create(golden.type)
    for (const [from, to] of [[0, 1], [1, 7], [7, samples]] as const) accumulator.add(rows(prediction, [from, to]), rows(target, [from, to]), ones.subarray(from, to))
    expect(accumulator.result()).toBe(measure('map_50', golden.type, prediction, target, ones))
  })

  test('leaves out samples without a target, and counts one of weight 2 twice', () => {
    const heavy = ones.map((_, sample) => (sample === 0 ? 0 : sample === samples - 1 ? 2 : 1))
    const more = Float32Array.from([0, ...ones.slice(1), 1])
    expect(measure('map_50', golden.type, prediction, target, heavy)).toBeCloseTo(measure('map_50', golden.type, lastTwice(prediction), lastTwice(target), more), 12)
    expect(measure('map_50', golden.type, prediction, target, ones.map(() => 0))).toBeNaN()
  })
})

// ── by hand: places of one map of 4 × 4, in an image of one class ──

const car: BoxesField = { kind: 'boxes', labels: ['car'], numeric: false, max: 3, levels: [{ height: 4, width: 4 }] }

/** A prediction of one sample that holds these boxes, each at its own place, and nothing else. */
function holding(...boxes: readonly { readonly logit: number; readonly sides: Sides }[]): Tensor {
  const found = placesOf(car.levels ?? []).map(({ x, y }) => {
    const box = boxes.find(({ sides: [left, top, right, bottom] }) => x === (Math.floor(2 * (left + right)) + 0.5) / 4 && y === (Math.floor(2 * (top + bottom)) + 0.5) / 4)
    if (box === undefined) return [-20, 0, 0, 0, 0, 0]
    const [left, top, right, bottom] = box.sides
    return [box.logit, 4 * (x - left), 4 * (y - top), 4 * (right - x), 4 * (bottom - y), 20]
  })
  return f32([1, 16, 6], found.flat())
}

const there = (...boxes: readonly Sides[]): Tensor =>
  f32([1, 3, 5], [0, 1, 2].flatMap((index) => (boxes[index] === undefined ? [-1, 0, 0, 0, 0] : [0, ...boxes[index]])))

const score = (name: string, predicted: Tensor, truth: Tensor): number => measure(name, car, predicted, truth, Float32Array.of(1))

describe('by hand', () => {
  const [one, two]: readonly [Sides, Sides] = [[0, 0, 0.5, 0.5], [0.5, 0.5, 1, 1]]

  test('all that is there, and nothing else, is 1; nothing is 0', () => {
    expect(score('map_50', holding({ logit: 2, sides: one }, { logit: 1, sides: two }), there(one, two))).toBeCloseTo(1, 12)
    expect(score('map_50_95', holding({ logit: 2, sides: one }, { logit: 1, sides: two }), there(one, two))).toBeCloseTo(1, 12)
    expect(score('map_50', holding(), there(one, two))).toBe(0)
  })

  test('one of two is half of the recalls: 51 of 101', () => {
    expect(score('map_50', holding({ logit: 2, sides: one }), there(one, two))).toBeCloseTo(51 / 101, 12)
  })

  test('a false one before it halves the precision; one after it costs nothing', () => {
    const wrong: Sides = [0.5, 0, 1, 0.5]
    expect(score('map_50', holding({ logit: 1, sides: one }, { logit: 2, sides: wrong }), there(one))).toBeCloseTo(0.5, 12)
    expect(score('map_50', holding({ logit: 2, sides: one }, { logit: 1, sides: wrong }), there(one))).toBeCloseTo(1, 12)
  })

  test('one that overlaps by 0.7 counts up to that: 5 of 10 overlaps', () => {
    const found = holding({ logit: 2, sides: [0, 0, 0.5, 0.36] })
    expect(overlap([0, 0, 0.5, 0.36], one)).toBeCloseTo(0.72, 12)
    expect(score('map_50', found, there(one))).toBeCloseTo(1, 12)
    expect(score('map_50_95', found, there(one))).toBeCloseTo(0.5, 12)
  })

  test('a sample without boxes has nothing to find, and what is found in it is false', () => {
    expect(score('map_50', holding({ logit: 2, sides: one }), there())).toBeNaN()
  })
})

test('overlap is the same both ways, from 0 to 1, and 1 with itself', () => {
  const side = fc.double({ min: 0, max: 1, noNaN: true })
  const box = fc.tuple(side, side, side, side).map(([a, b, c, d]): Sides => [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)])
  fc.assert(fc.property(box, box, (a, b) => {
    const shared = overlap(a, b)
    expect(shared).toBe(overlap(b, a))
    expect(shared).toBeGreaterThanOrEqual(0)
    expect(shared).toBeLessThanOrEqual(1 + 1e-12)
    if (a[2] > a[0] && a[3] > a[1] && (a[2] - a[0]) * (a[3] - a[1]) > 1e-300) expect(overlap(a, a)).toBeCloseTo(1, 12)
  }))
})
