import type { BoxesField } from '../../types/field.js'
import type { Sides } from '../../types/places.js'
import type { Tensor } from '../../types/tensor.js'
import { detector, overlap, type Detected } from './detections.js'
import { raise, type Accumulator, type Metric } from './metric.js'

/** Log-odds of scores are told apart in steps of 1/128 from −3, below the least score, to 13, which keeps memory the same for any number of samples. */
const [steps, lowest, bins] = [128, -3, 2048]
const binOf = (score: number): number => Math.min(bins - 1, Math.max(0, Math.round((Math.log(score / (1 - score)) - lowest) * steps)))

/** Recalls at which precision is read: 0, 0.01 … 1 (Lin et al. 2014). */
const recalls = 101

/** Numbers of a box in a target. */
const numbers = 5

/**
 * Mean average precision as COCO takes it (Lin et al. 2014): for each overlap and each class that is there, the mean over 101 recalls of the best
 * precision at that recall or more; a box is found by the detection of its class that scores most among those which overlap it enough and
 * have no box that they overlap more. Detections whose scores are equal to within a step come together.
 */
export const meanAveragePrecision = (name: string, doc: string, overlaps: readonly number[]): Metric => ({
  name,
  doc,
  direction: 'higher',
  unit: 'ratio',
  targets: ['boxes'],
  create(target) {
    if (target.kind !== 'boxes') throw new Error(`${name} measures boxes`)
    return accumulator(target, overlaps)
  },
})

function accumulator(type: BoxesField, overlaps: readonly number[]): Accumulator {
  const classes = type.labels.length
  const find = detector(type)
  const there = new Float64Array(classes)
  // By overlap, class and score.
  const [right, wrong] = [new Float64Array(overlaps.length * classes * bins), new Float64Array(overlaps.length * classes * bins)]
  return {
    add(prediction, target, weights) {
      for (const [sample, weight] of weights.entries()) {
        if (weight === 0) continue
        const found = find(prediction, sample)
        const truth = boxesOf(target, type, sample)
        for (const { code } of truth) raise(there, code, weight)
        for (let code = 0; code < classes; code++) {
          const [detected, boxes] = [found.filter((each) => each.code === code), truth.filter((each) => each.code === code).map(({ sides }) => sides)]
          for (const [index, least] of overlaps.entries()) {
            for (const [place, isRight] of matches(detected, boxes, least).entries()) {
              raise(isRight ? right : wrong, (index * classes + code) * bins + binOf(detected[place]?.score ?? 0), weight)
            }
          }
        }
      }
    },
    result() {
      const areas = overlaps.flatMap((_, index) =>
        Array.from(there, (all, code) => [all, (index * classes + code) * bins] as const).flatMap(([all, first]) =>
          (all === 0 ? [] : [area(right.subarray(first, first + bins), wrong.subarray(first, first + bins), all)])))
      return areas.reduce((sum, each) => sum + each, 0) / areas.length
    },
  }
}

/** The boxes of a sample in an encoded target f32[N, max, 5]. */
function boxesOf({ data }: Tensor, { max }: BoxesField, sample: number): readonly Pick<Detected, 'code' | 'sides'>[] {
  return Array.from({ length: max }, (_, index) => (sample * max + index) * numbers).flatMap((first) => {
    const [code = -1, left = 0, top = 0, right = 0, bottom = 0] = Array.from({ length: numbers }, (_, place) => Number(data[first + place]))
    return code < 0 ? [] : [{ code, sides: [left, top, right, bottom] as const }]
  })
}

/** Which detections, best first, find a box that no other has found. */
function matches(detected: readonly Detected[], boxes: readonly Sides[], least: number): readonly boolean[] {
  const taken = new Set<number>()
  return detected.map(({ sides }) => {
    let [best, most]: [number | undefined, number] = [undefined, least]
    for (const [index, box] of boxes.entries()) {
      const shared = taken.has(index) ? 0 : overlap(sides, box)
      if (shared >= most) [best, most] = [index, shared]
    }
    if (best !== undefined) taken.add(best)
    return best !== undefined
  })
}

/** Mean over the recalls of the best precision at that recall or more, by the weights of detections at each score, ascending. */
function area(right: Float64Array, wrong: Float64Array, all: number): number {
  const points: { readonly recall: number; readonly precision: number }[] = []
  let [hits, found] = [0, 0]
  for (let bin = bins - 1; bin >= 0; bin--) {
    const gained = right[bin] ?? 0
    hits += gained
    found += gained + (wrong[bin] ?? 0)
    if (gained > 0) points.push({ recall: hits / all, precision: hits / found })
  }
  let [sum, best, next] = [0, 0, points.length - 1]
  for (let index = recalls - 1; index >= 0; index--) {
    // A recall of 0.3 may be 3/10 or 0.1 · 3, a hair below.
    for (let point = points[next]; point !== undefined && point.recall >= index / (recalls - 1) - 1e-9; point = points[--next]) best = Math.max(best, point.precision)
    sum += best
  }
  return sum / recalls
}
