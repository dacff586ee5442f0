import type { BoxesField } from '../../types/field.js'
import { areaOf, cutSides, levelsOf, placeNumbers, placesOf, type Sides } from '../../types/places.js'
import type { Tensor } from '../../types/tensor.js'

export interface Detected {
  readonly code: number
  readonly score: number
  readonly sides: Sides
}

/** What scores less is nothing. */
const leastScore = 0.05
/** Of two boxes of a class that overlap more, the one that scores less is the same thing again. */
const sameThing = 0.6
/** Boxes of a sample at most. */
const most = 100

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit))

/** Intersection over union. */
export function overlap(a: Sides, b: Sides): number {
  const both = areaOf([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])])
  return both === 0 ? 0 : both / (areaOf(a) + areaOf(b) - both)
}

/**
 * The boxes that a prediction f32[N, P, K + 5] holds of each sample, highest score first: at each place and for each class the score
 * √(σ(class) · σ(middle)) (Tian et al. 2019, section 3.2, as the authors' code has it), and of boxes of a class that overlap the best. The
 * emitted bindings find the same (emit/fields/boxes.ts).
 */
export function detector(type: BoxesField): (prediction: Tensor, sample: number) => readonly Detected[] {
  const places = placesOf(levelsOf(type))
  const classes = type.labels.length
  const row = classes + placeNumbers
  return ({ data }, sample) => {
    const candidates: Detected[] = []
    for (const [index, { x, y, level: { width, height } }] of places.entries()) {
      const first = (sample * places.length + index) * row
      const value = (offset: number): number => Number(data[first + offset])
      const middle = sigmoid(value(classes + 4))
      const length = (side: number): number => Math.max(0, value(classes + side))
      for (let code = 0; code < classes; code++) {
        const score = Math.sqrt(sigmoid(value(code)) * middle)
        if (score < leastScore) continue
        const sides = cutSides([x - length(0) / width, y - length(1) / height, x + length(2) / width, y + length(3) / height])
        candidates.push({ code, score, sides })
      }
    }
    const kept: Detected[] = []
    for (const each of candidates.toSorted((a, b) => b.score - a.score)) {
      if (kept.length === most) break
      if (kept.every(({ code, sides }) => code !== each.code || overlap(sides, each.sides) <= sameThing)) kept.push(each)
    }
    return kept
  }
}
